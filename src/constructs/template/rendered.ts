import { CfnResource, IResolvable, IResolveContext, TagManager } from 'aws-cdk-lib';
import { CfnServiceProps, CfnTaskDefinitionProps } from 'aws-cdk-lib/aws-ecs';
import { fragmentOf } from './cdk-internals';
import { dependencies, logicalIds } from './dependencies';
import { lateToken } from './tokens';

/** One resource as it is in the template. */
interface RenderedResource {
  readonly Type: string;
  readonly Properties?: { readonly [property: string]: unknown };
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

/**
 * A part of a resource as it will be in the template, overrides and tags included. Nothing is read before the token is resolved, so all
 * that the app still adds to the resource is in it.
 */
export function rendered(resource: CfnResource, part: (resource: RenderedResource) => unknown): IResolvable {
  return lateToken((context) => part(renderIn(context, resource)));
}

export function renderIn(context: IResolveContext, resource: CfnResource): RenderedResource {
  const fragment = fragmentOf(resource);
  if (fragment === undefined) return fromGetters(context, resource);
  const { Resources = {} }: { readonly Resources?: { readonly [logicalId: string]: RenderedResource } } = context.resolve(fragment);
  return Object.values(Resources)[0] ?? { Type: resource.cfnResourceType };
}

/** Properties of services and task definitions, by the names of the L1. */
const PROPERTIES: readonly (keyof CfnServiceProps | keyof CfnTaskDefinitionProps)[] = [
  'availabilityZoneRebalancing', 'capacityProviderStrategy', 'cluster', 'containerDefinitions', 'deploymentConfiguration',
  'deploymentController', 'desiredCount', 'enableEcsManagedTags', 'enableExecuteCommand', 'healthCheckGracePeriodSeconds', 'launchType',
  'loadBalancers', 'networkConfiguration', 'placementConstraints', 'placementStrategies', 'platformVersion', 'propagateTags', 'role',
  'schedulingStrategy', 'serviceConnectConfiguration', 'serviceName', 'serviceRegistries', 'taskDefinition', 'volumeConfigurations',
  'vpcLatticeConfigurations',
];

/** For a version of aws-cdk-lib that renders in another way; raw overrides are missing here. */
function fromGetters(context: IResolveContext, resource: CfnResource): RenderedResource {
  const properties = PROPERTIES.map((name) => [name[0].toUpperCase() + name.slice(1), Reflect.get(resource, name)]);
  return context.resolve({
    Type: resource.cfnResourceType,
    Properties: { ...Object.fromEntries(properties), Tags: TagManager.of(resource)?.renderTags() },
    Condition: resource.cfnOptions.condition?.logicalId,
    DependsOn: logicalIds(dependencies(resource)),
  });
}
