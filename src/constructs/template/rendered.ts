import { CfnResource, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnServiceProps, CfnTaskDefinitionProps } from 'aws-cdk-lib/aws-ecs';
import { core } from './core';

/** One resource as it stands in the template. */
export interface RenderedResource {
  readonly Type: string;
  readonly Properties?: { readonly [property: string]: unknown };
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

/**
 * A part of a resource as it will stand in the template, overrides and tags included. Nothing is read before the token is resolved,
 * so whatever the app still adds to the resource is in it.
 */
export function rendered(resource: CfnResource, part: (resource: RenderedResource) => unknown): IResolvable {
  return late((context) => part(renderIn(context, resource)));
}

/** A token that is read when it is resolved. Not Lazy.any: from aws-cdk-lib 2.276 it calls its producer without a context. */
export function late(resolve: (context: IResolveContext) => unknown): IResolvable {
  return { creationStack: [], resolve, toString() { return core.Token.asString(this); } };
}

/**
 * Only in the template. When an app collects its references, to export what other stacks have, it need not look at what refers to the same
 * stack, nor once more at what others refer to: with many services that takes noticeably long.
 */
export function inTemplate(value: unknown): IResolvable {
  return late(({ preparing }) => (preparing ? undefined : value));
}

/** The same for what many resources of a stack have: resolved once a synthesis, because every mention of a logical id is computed anew. */
export function onceInTemplate(value: unknown): IResolvable {
  let known: unknown;
  return late((context) => {
    known = context.preparing ? undefined : known ?? context.resolve(value);
    return asItStands(context, known);
  });
}

/** The same for what holds no tokens any more: it is not searched for them. */
export function readInTemplate(read: (context: IResolveContext) => unknown): IResolvable {
  return late((context) => asItStands(context, context.preparing ? undefined : read(context)));
}

/** What a token stands for, if that is not to be resolved any further: aws-cdk-lib resolves what a token returns, and not what comes after. */
export function asItStands(context: IResolveContext, value: unknown): undefined {
  context.registerPostProcessor({ postProcess: () => value });
  return undefined;
}

export function renderIn(context: IResolveContext, resource: CfnResource): RenderedResource {
  const render: unknown = '_toCloudFormation' in resource ? resource._toCloudFormation : undefined;
  // Internal to aws-cdk-lib (every version since 1.0 has it). Without it, raw overrides would be missing from the mirror.
  if (typeof render !== 'function') return fromGetters(context, resource);
  const fragment: { readonly Resources?: { readonly [logicalId: string]: RenderedResource } } = context.resolve(render.call(resource));
  return Object.values(fragment.Resources ?? {})[0] ?? { Type: resource.cfnResourceType };
}

/** Properties of services and task definitions, by the names of the L1. */
const PROPERTIES: readonly (keyof CfnServiceProps | keyof CfnTaskDefinitionProps)[] = [
  'availabilityZoneRebalancing', 'capacityProviderStrategy', 'cluster', 'containerDefinitions', 'deploymentConfiguration',
  'deploymentController', 'desiredCount', 'enableEcsManagedTags', 'enableExecuteCommand', 'healthCheckGracePeriodSeconds', 'launchType',
  'loadBalancers', 'networkConfiguration', 'placementConstraints', 'placementStrategies', 'platformVersion', 'propagateTags', 'role',
  'schedulingStrategy', 'serviceConnectConfiguration', 'serviceName', 'serviceRegistries', 'taskDefinition', 'volumeConfigurations',
  'vpcLatticeConfigurations',
];

function fromGetters(context: IResolveContext, resource: CfnResource): RenderedResource {
  const properties = PROPERTIES.map((name) => [name[0].toUpperCase() + name.slice(1), Reflect.get(resource, name)]);
  return context.resolve({
    Type: resource.cfnResourceType,
    Properties: { ...Object.fromEntries(properties), Tags: core.TagManager.of(resource)?.renderTags() },
    Condition: resource.cfnOptions.condition?.logicalId,
    DependsOn: logicalIds(dependencies(resource)),
  });
}

/** Dependencies in the same template; those across stacks order the stacks, not the resources. */
export function dependencies(resource: CfnResource): CfnResource[] {
  return resource.obtainDependencies().filter(core.CfnResource.isCfnResource).filter(({ stack }) => stack === resource.stack);
}

export function logicalIds(resources: readonly CfnResource[]): string[] {
  return resources.map(({ stack, logicalId }) => String(stack.resolve(logicalId)));
}

export function isInTemplate(resource: CfnResource): boolean {
  // Protected in aws-cdk-lib; every resource has it.
  const shouldSynthesize: unknown = Reflect.get(resource, 'shouldSynthesize');
  return typeof shouldSynthesize !== 'function' || shouldSynthesize.call(resource) === true;
}
