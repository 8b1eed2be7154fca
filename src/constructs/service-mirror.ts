import { CfnResource, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { isOverridden } from './property';
import { dependencies, lateAsItIs, logicalIds, renderIn } from './rendered';

/** All properties of a resource, for another one in the same stack. */
export function mirrored(original: CfnResource): IResolvable {
  return inTemplate((context) => renderIn(context, original).Properties);
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
  mirror.addOverride('DependsOn', inTemplate((context) => {
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
  mirror.addOverride('Condition', inTemplate((context) => (
    isOverridden(original, 'Condition') ? renderIn(context, original).Condition : context.resolve(original.cfnOptions.condition?.logicalId)
  )));
}

/**
 * Only in the template, and resolved. When an app collects its references, to export what other stacks have, those of the original are the same
 * ones, and it shows them itself: to read them twice takes a synthesis of many services noticeably longer.
 */
function inTemplate(read: (context: IResolveContext) => unknown): IResolvable {
  return lateAsItIs((context) => (context.preparing ? undefined : read(context)));
}
