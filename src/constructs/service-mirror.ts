import { CfnResource, IResolvable } from 'aws-cdk-lib';
import { isOverridden, propertiesIn } from './property';
import { dependencies, logicalIds, readInTemplate, renderIn } from './rendered';

/** All properties of a resource, for another one in the same stack. */
export function mirrored(original: CfnResource): IResolvable {
  return readInTemplate((context) => propertiesIn(context, original));
}

/**
 * Makes `mirror` wait for what `original` waits for and exist when it exists, raw overrides included; read when the template is
 * rendered, because load balancers attached later and the like still add to the original's dependencies.
 * A custom resource that started later than its service, or without it, would watch nothing.
 *
 * @param needed what the mirror waits for beside that. Not dependencies between constructs, which take an app of many services long to sort out.
 */
export function mirrorAttributes(original: CfnResource, mirror: CfnResource, needed: () => readonly CfnResource[]) {
  mirrorCondition(original, mirror);
  mirror.addOverride('DependsOn', readInTemplate((context) => {
    const inherited = dependencies(original);
    // What both inherit from a common scope may have been taken from the original by an override.
    const own = logicalIds([...needed(), ...dependencies(mirror)].filter((resource) => !inherited.includes(resource) && isInTemplate(resource)));
    const theirs = isOverridden(original, 'DependsOn') ? [renderIn(context, original).DependsOn ?? []].flat() : logicalIds(inherited);
    const ids = [...new Set([...own, ...theirs])].sort();
    return ids.length ? ids : undefined;
  }));
}

/** aws-cdk-lib 2.275 no longer leaves out dependencies on resources that are not in the template. */
function isInTemplate(resource: CfnResource): boolean {
  // Protected in aws-cdk-lib; every resource has it.
  const shouldSynthesize: unknown = Reflect.get(resource, 'shouldSynthesize');
  return typeof shouldSynthesize !== 'function' || shouldSynthesize.call(resource) === true;
}

/** Whatever refers to resources that exist only under a condition must itself exist only then. */
export function mirrorCondition(original: CfnResource, mirror: CfnResource) {
  mirror.addOverride('Condition', readInTemplate((context) => (
    isOverridden(original, 'Condition') ? renderIn(context, original).Condition : context.resolve(original.cfnOptions.condition?.logicalId)
  )));
}
