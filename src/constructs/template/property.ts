import { CfnResource, IResolvable, IResolveContext, Tokenization } from 'aws-cdk-lib';
import { isOverridden, propertyOfJson } from './cdk-internals';
import { keepReferences } from './references';
import { rendered } from './rendered';
import { lateToken } from './tokens';

type Part = (value: unknown) => unknown;

/**
 * A property as it will be in the template, or a part of it; references in texts stay tokens (see `keepReferences`). Only in a complete
 * app: aws-cdk-lib keeps the first value of most lazy tokens, so the app could not change it any more.
 *
 * @param name as CloudFormation has it
 * @param part takes the part that is needed; names in the property are those of the L1 (`logDriver`) or of CloudFormation (`LogDriver`),
 * see `member`
 */
export function readProperty(resource: CfnResource, name: string, part: Part = (value) => value): unknown {
  return keepReferences(resource, asToken(resource, name, part));
}

/**
 * A property as it is set so far, not resolved, for an app that is still being built. undefined: not set.
 *
 * @param name as CloudFormation has it
 */
export function propertySoFar(resource: CfnResource, name: string): unknown {
  return Reflect.get(resource, ofL1(name)) ?? propertyOfJson(resource, name);
}

/** A member by CloudFormation's name or by that of the L1. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name) ?? Reflect.get(value, ofL1(name));
}

/**
 * To render a whole resource takes as long as the resource itself takes in a synthesis. So the construct is asked, if it knows all: the
 * property has a getter and no raw override.
 */
function asToken(resource: CfnResource, name: string, part: Part): IResolvable {
  const getter = ofL1(name);
  if (isOverridden(resource, 'Properties', name) || !(getter in resource)) {
    return rendered(resource, ({ Properties }) => part(Properties?.[name]));
  }
  return lateToken((context) => part(shallow(context, Reflect.get(resource, getter))));
}

/** Resolves a token, and each token of a list, but not the members of its value. */
function shallow(context: IResolveContext, value: unknown): unknown {
  if (Tokenization.isResolvable(value)) return shallow(context, value.resolve(context));
  return Array.isArray(value) ? value.map((item) => shallow(context, item)) : value;
}

/** The name that an L1 gives a property of CloudFormation. */
function ofL1(name: string): string {
  return name[0].toLowerCase() + name.slice(1);
}
