import { CfnResource, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { core } from './core';
import { late, rendered } from './rendered';

/**
 * One property as it will stand in the template, or a part of it. Rendering a whole resource takes a synthesis as long as the resource
 * itself does, so it is read from the construct where that says all: the property has a getter and no raw override.
 *
 * @param name as CloudFormation has it
 * @param part what is asked of the property; names inside it are those of the L1 (`logDriver`) or of CloudFormation (`LogDriver`), see `member`
 */
export function property(resource: CfnResource, name: string, part: (value: unknown) => unknown = (value) => value): IResolvable {
  const getter = name[0].toLowerCase() + name.slice(1);
  if (isOverridden(resource, 'Properties', name) || !(getter in resource)) return rendered(resource, ({ Properties }) => part(Properties?.[name]));
  return late((context) => part(shallow(context, Reflect.get(resource, getter))));
}

/** Is there a raw override, or is it not known? Which ones there are is internal to aws-cdk-lib. */
export function isOverridden(resource: CfnResource, ...path: string[]): boolean {
  let overrides: unknown = Reflect.get(resource, 'rawOverrides');
  if (!isObject(overrides)) return true;
  for (const key of path) {
    if (!(key in overrides)) return false;
    overrides = Reflect.get(overrides, key);
    if (!isObject(overrides)) return true;
  }
  return true;
}

/** Is there any raw override, or is it not known? */
export function hasOverrides(resource: CfnResource): boolean {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  return !isObject(overrides) || Object.keys(overrides).length > 0;
}

/** A member by CloudFormation's name or by that of the L1. */
export function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  return Reflect.get(value, name) ?? Reflect.get(value, name[0].toLowerCase() + name.slice(1));
}

/** What a token stands for, without what stands in it; of the members of a list, too. */
function shallow(context: IResolveContext, value: unknown): unknown {
  if (core.Tokenization.isResolvable(value)) return shallow(context, (value as IResolvable).resolve(context));
  return Array.isArray(value) ? value.map((item) => shallow(context, item)) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
