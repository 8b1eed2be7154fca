import { isDeepStrictEqual } from 'util';
import { CustomResourceRequest } from '../contract';

/** Properties of AWS::ECS::Service whose change starts no deployment by itself (Amazon ECS API Reference, UpdateService). */
const STARTS_NONE = [
  'ForceNewDeployment', 'DesiredCount', 'Tags', 'DeploymentConfiguration', 'HealthCheckGracePeriodSeconds', 'PlacementConstraints', 'PlacementStrategies',
  'AvailabilityZoneRebalancing',
];

/**
 * Does this update deploy what runs already, only because it was told to (`ForceNewDeployment`)? CloudFormation's rollback then takes the
 * property back and starts no deployment: it would wait for the broken one.
 */
export function isOnlyForced({ RequestType, ResourceProperties, OldResourceProperties }: CustomResourceRequest): boolean {
  if (RequestType !== 'Update') return false;
  const [now, before] = [record(ResourceProperties.Service), record(OldResourceProperties?.Service)];
  const changed = [...new Set([...Object.keys(now), ...Object.keys(before)])].filter((key) => !isDeepStrictEqual(now[key], before[key]));
  return isForced(now) && !isForced(before) && changed.every((key) => STARTS_NONE.includes(key));
}

function isForced({ ForceNewDeployment }: Properties): boolean {
  return String(record(ForceNewDeployment).EnableForceNewDeployment) === 'true';
}

type Properties = { readonly [key: string]: unknown };

function record(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? value as Properties : {};
}
