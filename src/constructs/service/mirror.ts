import { CfnResource, IResolvable } from 'aws-cdk-lib';
import { isOverridden } from './property';
import { asItStands, dependencies, isInTemplate, late, logicalIds, readInTemplate, renderIn } from './rendered';

/**
 * All properties of a resource, for another one in the same stack that is rendered after it. Mostly a copy of what the resource has just
 * rendered: to render every service a second time is a fifth of the time that diagnoses add to a synthesis.
 */
export function mirrored(original: CfnResource): IResolvable {
  const takeRendered = lastRendered(original);
  return late((context) => {
    const known = takeRendered();
    // Raw overrides are merged later, and not always into the same object.
    const isComplete = known !== undefined && !isOverridden(original, 'Properties') && Object.values(known).some((value) => value !== undefined);
    const properties = context.preparing ? undefined : isComplete ? structuredClone(known) : renderIn(context, original).Properties;
    takeRendered();
    return asItStands(context, properties);
  });
}

/** What a resource rendered, until it is taken: what somebody may have changed since then is not taken twice. */
function lastRendered(resource: CfnResource): () => object | undefined {
  let last: object | undefined;
  // Protected in aws-cdk-lib, where every L1 overrides it to turn its own names into those of CloudFormation.
  const render: unknown = Reflect.get(resource, 'renderProperties');
  if (typeof render === 'function') {
    const value = (set: unknown): unknown => (last = render.call(resource, set));
    Object.defineProperty(resource, 'renderProperties', { value, configurable: true, writable: true });
  }
  return () => {
    const taken = last;
    last = undefined;
    return taken;
  };
}

/**
 * Makes `mirror` wait for what `original` waits for and exist when it exists, raw overrides included; read when the template is
 * rendered, because load balancers attached later and the like still add to the original's dependencies.
 * A custom resource that started later than its service, or without it, would watch nothing.
 *
 * @param needed logical ids of what the mirror waits for beside that. Not dependencies between constructs, which take an app of many services long
 * to sort out.
 */
export function mirrorAttributes(original: CfnResource, mirror: CfnResource, needed: () => readonly string[]) {
  mirrorCondition(original, mirror);
  mirror.addOverride('DependsOn', readInTemplate((context) => {
    const inherited = dependencies(original);
    // aws-cdk-lib 2.275 no longer leaves out dependencies on resources that are not in the template. What both inherit from a common scope may have been taken from the original by an override.
    const own = logicalIds(dependencies(mirror).filter((resource) => !inherited.includes(resource) && isInTemplate(resource)));
    const theirs = isOverridden(original, 'DependsOn') ? [renderIn(context, original).DependsOn ?? []].flat() : logicalIds(inherited);
    const ids = [...new Set([...needed(), ...own, ...theirs])].sort();
    return ids.length ? ids : undefined;
  }));
}

/** Whatever refers to resources that exist only under a condition must itself exist only then. */
export function mirrorCondition(original: CfnResource, mirror: CfnResource) {
  mirror.addOverride('Condition', mirroredCondition(original));
}

export function mirroredCondition(original: CfnResource): IResolvable {
  return readInTemplate((context) => (
    isOverridden(original, 'Condition') ? renderIn(context, original).Condition : context.resolve(original.cfnOptions.condition?.logicalId)
  ));
}
