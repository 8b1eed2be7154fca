import { CfnResource, IResolvable } from 'aws-cdk-lib';
import { isInTemplate, isOverridden } from '../template/cdk-internals';
import { dependencies, logicalIds } from '../template/dependencies';
import { renderIn } from '../template/rendered';
import { readInTemplate } from '../template/tokens';

/** All properties of a resource as the template has them, for another resource of the same stack. */
export function mirroredProperties(original: CfnResource): IResolvable {
  return readInTemplate((context) => renderIn(context, original).Properties);
}

/**
 * Makes `mirror` wait for all that `original` waits for and exist when it exists, raw overrides included; read when the template is
 * rendered, because load balancers attached later and the like still add to the original's dependencies.
 * A custom resource that started later than its service, or without it, would watch nothing.
 *
 * @param needed logical ids of further resources to wait for. Not dependencies between constructs: with many services, aws-cdk-lib takes
 * long to sort those.
 */
export function mirrorAttributes(original: CfnResource, mirror: CfnResource, needed: () => readonly string[]) {
  mirrorCondition(original, mirror);
  mirror.addOverride('DependsOn', readInTemplate((context) => {
    const inherited = dependencies(original);
    // Dependencies that both inherit from a common scope may have been removed from the original by an override. And from 2.275 on,
    // aws-cdk-lib keeps dependencies on resources that are not in the template.
    const own = logicalIds(dependencies(mirror).filter((resource) => !inherited.includes(resource) && isInTemplate(resource)));
    const theirs = isOverridden(original, 'DependsOn') ? [renderIn(context, original).DependsOn ?? []].flat() : logicalIds(inherited);
    const ids = [...new Set([...needed(), ...own, ...theirs])].sort();
    return ids.length ? ids : undefined;
  }));
}

/** A resource that refers to others that exist only under a condition must itself exist only under that condition. */
export function mirrorCondition(original: CfnResource, mirror: CfnResource) {
  mirror.addOverride('Condition', mirroredCondition(original));
}

export function mirroredCondition(original: CfnResource): IResolvable {
  return readInTemplate((context) => (
    isOverridden(original, 'Condition') ? renderIn(context, original).Condition : context.resolve(original.cfnOptions.condition?.logicalId)
  ));
}
