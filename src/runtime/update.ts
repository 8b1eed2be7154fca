import { isDeepStrictEqual } from 'util';
import { CustomResourceRequest } from '../contract';

/** Properties of AWS::ECS::Service whose change starts no deployment by itself (Amazon ECS API Reference, UpdateService). */
const STARTS_NONE: ReadonlySet<string> = new Set([
  'ForceNewDeployment', 'DesiredCount', 'Tags', 'DeploymentConfiguration', 'HealthCheckGracePeriodSeconds', 'PlacementConstraints',
  'PlacementStrategies', 'AvailabilityZoneRebalancing', 'EnableExecuteCommand', 'EnableECSManagedTags', 'PropagateTags',
  'CapacityProviderStrategy',
]);

type Updated = Pick<CustomResourceRequest, 'RequestType' | 'ResourceProperties' | 'OldResourceProperties'>;

/** Is this an update in which the service is the same as in the request before? */
export function isUnchanged({ RequestType, ResourceProperties: now, OldResourceProperties: old }: Updated): boolean {
  return RequestType === 'Update' && isDeepStrictEqual(now?.Service, old?.Service) && now?.ServiceLogicalId === old?.ServiceLogicalId;
}

/**
 * Does this update deploy the running version again, only because of `ForceNewDeployment`? Then CloudFormation's rollback takes the
 * property back and starts no deployment: it would wait for the broken one.
 */
export function isOnlyForced({ RequestType, ResourceProperties, OldResourceProperties }: Updated): boolean {
  if (RequestType !== 'Update') return false;
  const [now, old] = [record(ResourceProperties?.Service), record(OldResourceProperties?.Service)];
  const changed = [...new Set([...Object.keys(now), ...Object.keys(old)])].filter((key) => !isDeepStrictEqual(now[key], old[key]));
  return isForced(now) && !isForced(old) && changed.every((key) => STARTS_NONE.has(key));
}

/** More would not be read. */
const MOST_PATHS = 12;
/** `NetworkConfiguration.AwsvpcConfiguration.Subnets` */
const DEPTH = 3;

/**
 * Paths of the properties of the service that this update changes; undefined: it is no update, or the resource did not carry them before.
 * Names only: a value can be a secret.
 */
export function changedProperties({ RequestType, ResourceProperties, OldResourceProperties }: Updated): readonly string[] | undefined {
  if (RequestType !== 'Update' || !ResourceProperties?.Service || !OldResourceProperties?.Service) return undefined;
  return changedPaths(OldResourceProperties.Service, ResourceProperties.Service).slice(0, MOST_PATHS);
}

function changedPaths(old: unknown, now: unknown, path: readonly string[] = []): readonly string[] {
  if (isDeepStrictEqual(old, now)) return [];
  const inner = isRecord(old) && isRecord(now) && path.length < DEPTH;
  if (!inner) return [path.join('.')];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names.flatMap((name) => changedPaths(old[name], now[name], [...path, name]));
}

function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isForced({ ForceNewDeployment }: Properties): boolean {
  return String(record(ForceNewDeployment).EnableForceNewDeployment) === 'true';
}

type Properties = { readonly [key: string]: unknown };

function record(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? value as Properties : {};
}
