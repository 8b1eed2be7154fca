import { CfnElement, CfnResource } from 'aws-cdk-lib';
import { CfnPolicy, CfnPolicyProps } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/*
 * The one door to protected and internal members of aws-cdk-lib. A version may lack one of them: each function names its answer for that.
 * `test/constructs/template/cdk-internals.test.ts` fails when another file uses one of these members.
 */

/** Whether a raw override (`addOverride`, `addPropertyOverride`) changes this path of a resource. True if they cannot be read. */
export function isOverridden(resource: CfnResource, ...path: readonly string[]): boolean {
  let overrides: unknown = Reflect.get(resource, 'rawOverrides');
  if (!isObject(overrides)) return true;
  for (const key of path) {
    if (!(key in overrides)) return false;
    overrides = Reflect.get(overrides, key);
    if (!isObject(overrides)) return true;
  }
  return true;
}

/** Whether a resource has any raw override. True if they cannot be read. */
export function hasOverrides(resource: CfnResource): boolean {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  return !isObject(overrides) || Object.keys(overrides).length > 0;
}

/** The raw override at this path of a resource. undefined: none, or the overrides cannot be read. */
export function overrideAt(resource: CfnResource, ...path: readonly string[]): unknown {
  const overrides: unknown = Reflect.get(resource, 'rawOverrides');
  return path.reduce((inner, key) => (isObject(inner) ? Reflect.get(inner, key) : undefined), overrides);
}

/** A property of a `CfnResource` without getters (JSON), by CloudFormation's name. undefined: not set, or it cannot be read. */
export function propertyOfJson(resource: CfnResource, name: string): unknown {
  const properties: unknown = Reflect.get(resource, '_cfnProperties');
  return isObject(properties) ? Reflect.get(properties, name) : undefined;
}

/** All properties that are set, tags included, by the names of the L1. undefined: none, or they cannot be read. */
export function propertiesSet(resource: CfnResource): unknown {
  return Reflect.get(resource, 'cfnProperties');
}

/** A resource as it will be in the template, unresolved: `{ Resources: { <logical id>: … } }`. undefined: it cannot be rendered. */
export function fragmentOf(resource: CfnResource): unknown {
  // The only way to all of it: raw overrides are merged in here. Every version since 1.0 has it.
  const render: unknown = '_toCloudFormation' in resource ? resource._toCloudFormation : undefined;
  return typeof render === 'function' ? render.call(resource) : undefined;
}

/** Whether a resource will be in the template. True if it cannot be known. */
export function isInTemplate(resource: CfnResource): boolean {
  const shouldSynthesize: unknown = Reflect.get(resource, 'shouldSynthesize');
  return typeof shouldSynthesize !== 'function' || shouldSynthesize.call(resource) === true;
}

/** A policy that is in the template only if it is needed, which only the complete app knows. */
export function optionalPolicy(scope: Construct, id: string, props: CfnPolicyProps, isNeeded: () => boolean): CfnPolicy {
  // Not a class that extends CfnPolicy: every app that imports this package would load aws-iam for it.
  return Object.assign(new CfnPolicy(scope, id, props), { shouldSynthesize: isNeeded });
}

/** Resources that are known only when the app is complete: one construct for all of them, none for each that will not be needed. */
export class LateResources extends CfnElement {
  /** @param resources by logical id; called when the template is rendered */
  constructor(scope: Construct, id: string, private readonly resources: () => { readonly [logicalId: string]: unknown }) {
    super(scope, id);
  }

  /** How many there are, in a complete app. */
  public count(): number {
    return Object.keys(this.resources()).length;
  }

  /** @internal */
  public _toCloudFormation(): object {
    const resources = this.resources();
    return Object.keys(resources).length ? { Resources: resources } : {};
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
