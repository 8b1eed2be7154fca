import { CfnResource, IResolvable, IResolveContext, TagManager, Token } from 'aws-cdk-lib';
import { CfnServiceProps, CfnTaskDefinitionProps } from 'aws-cdk-lib/aws-ecs';

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
  // Not Lazy.any: from aws-cdk-lib 2.276 it calls its producer without a context, and rendering needs the one of the synthesis.
  return {
    creationStack: [],
    resolve: (context: IResolveContext) => part(renderIn(context, resource)),
    toString() { return Token.asString(this); },
  };
}

function renderIn(context: IResolveContext, resource: CfnResource): RenderedResource {
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
    Properties: { ...Object.fromEntries(properties), Tags: TagManager.of(resource)?.renderTags() },
    Condition: resource.cfnOptions.condition?.logicalId,
    DependsOn: dependencyIds(resource),
  });
}

/**
 * Makes `mirror` wait for what `original` waits for and exist when it exists, raw overrides included; read when the template is
 * rendered, because load balancers attached later and the like still add to the original's dependencies.
 * A custom resource that started later than its service, or without it, would watch nothing.
 */
export function mirrorAttributes(original: CfnResource, mirror: CfnResource) {
  mirrorCondition(original, mirror);
  mirror.addOverride('DependsOn', rendered(original, ({ DependsOn }) => {
    // What both inherit from a common scope may have been taken from the original by an override.
    const inherited = dependencyIds(original);
    const own = dependencyIds(mirror).filter((id) => !inherited.includes(id));
    const ids = [...new Set([...own, ...[DependsOn ?? []].flat()])].sort();
    return ids.length ? ids : undefined;
  }));
}

/** Whatever refers to resources that exist only under a condition must itself exist only then. */
export function mirrorCondition(original: CfnResource, mirror: CfnResource) {
  mirror.addOverride('Condition', rendered(original, ({ Condition }) => Condition));
}

/** Dependencies in the same template; those across stacks order the stacks, not the resources. */
function dependencyIds(resource: CfnResource): string[] {
  return resource.obtainDependencies()
    .filter(CfnResource.isCfnResource)
    .filter(({ stack }) => stack === resource.stack)
    .map(({ stack, logicalId }) => String(stack.resolve(logicalId)));
}
