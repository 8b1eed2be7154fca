import { CfnResource, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { isInTemplate, isOverridden } from '../template/cdk-internals';
import { dependencies, logicalIds } from '../template/dependencies';
import { asResource } from '../template/references';
import { renderIn } from '../template/rendered';
import { substituted, targetsOf } from '../template/substitute';
import { readInTemplate } from '../template/tokens';

/**
 * All properties of a service as the template has them, for another resource of the same stack; references to its task definition are in
 * another form, with the same value (see `substitutes`).
 */
export function mirroredProperties(service: CfnResource): IResolvable {
  return readInTemplate((context) => substitutes(renderIn(context, service).Properties));
}

/**
 * Makes `mirror` wait for all that `original` waits for and exist when it exists, raw overrides included; read when the template is
 * rendered, because load balancers attached later and the like still add to the original's dependencies.
 * A custom resource that started later than its service, or without it, would watch nothing.
 */
export function mirrorAttributes(original: CfnResource, mirror: CfnResource) {
  mirrorCondition(original, mirror);
  mirror.addOverride('DependsOn', readInTemplate((context) => {
    const inherited = dependencies(original);
    // Dependencies that both inherit from a common scope may have been removed from the original by an override. And from 2.275 on,
    // aws-cdk-lib keeps dependencies on resources that are not in the template.
    const own = logicalIds(dependencies(mirror).filter((resource) => !inherited.includes(resource) && isInTemplate(resource)));
    const isRaw = isOverridden(original, 'DependsOn');
    const theirs = isRaw ? [renderIn(context, original).DependsOn ?? []].flat() : logicalIds(inherited);
    // The copy refers to the task definition, so CloudFormation waits for it anyway; a `DependsOn` is one of the strings of `substitutes`.
    const namesTask = isRaw || inherited.some((resource) => asResource(resource, 'AWS::ECS::TaskDefinition'));
    const implied = namesTask ? targetsOf(taskDefinitionIn(context, original)) : [];
    const ids = [...new Set([...own, ...theirs])].filter((id) => !implied.includes(id)).sort();
    return ids.length ? ids : undefined;
  }));
}

/** Without the other properties, because each rendering of a service takes noticeable time. */
function taskDefinitionIn(context: IResolveContext, service: CfnResource): unknown {
  const own: unknown = isOverridden(service, 'Properties') ? undefined : Reflect.get(service, 'taskDefinition');
  return own === undefined ? renderIn(context, service).Properties?.TaskDefinition : context.resolve(own);
}

/** A resource that refers to others that exist only under a condition must itself exist only under that condition. */
export function mirrorCondition(original: CfnResource, mirror: CfnResource) {
  mirror.addOverride('Condition', mirroredCondition(original));
}

export function mirroredCondition(original: CfnResource): IResolvable {
  return commonCondition([original]);
}

/** The condition under which all of these resources exist; none if they differ. */
export function commonCondition(originals: readonly CfnResource[]): IResolvable {
  return readInTemplate((context) => {
    const [condition, ...others] = new Set(originals.map((original) => conditionIn(context, original)));
    return others.length ? undefined : condition;
  });
}

function conditionIn(context: IResolveContext, original: CfnResource): unknown {
  if (isOverridden(original, 'Condition')) return renderIn(context, original).Condition;
  return context.resolve(original.cfnOptions.condition?.logicalId);
}

/**
 * `cdk deploy --hotswap` changes a task definition only if nothing but services refers to it. For the AWS CDK CLI, a resource refers to
 * another if a string in it is the logical id of the other (@aws-cdk/toolkit-lib 1.43, evaluate-cloudformation-template.ts, `references`).
 * `{"Fn::Sub": "${Task}"}` has no such string, and CloudFormation gives it the value of `{"Ref": "Task"}`.
 */
function substitutes(properties: Properties): Properties {
  const ids = taskDefinitionIds(properties);
  return ids.length ? substituted(properties, ids) : properties;
}

type Properties = { readonly [property: string]: unknown } | undefined;

function taskDefinitionIds(properties: Properties): string[] {
  return targetsOf(properties?.TaskDefinition);
}
