import { AwsApi } from './api';
import { readService, Watched } from './ecs';
import { details, Look, Memory } from './look';
import { Cache, lastPart, Reading } from './reading';
import { Service } from '../model';

export interface ServiceLookRequest {
  /** Name or ARN. */
  readonly cluster: string;
  /** Name or ARN. */
  readonly service: string;
  /** ISO 8601. */
  readonly now: string;
  readonly memory?: Memory;
}

/** Everything of the current or last deployment of a service, outside of any stack operation. Never throws: see `frame.unavailable`. */
export async function lookAtService(aws: AwsApi, cache: Cache, { cluster, service: name, now, memory = {} }: ServiceLookRequest): Promise<Look> {
  const reading = new Reading();
  const service = await readService(aws, reading, cluster, name);
  if (!service) return { frame: { at: now, service, unavailable: reading.unavailable }, memory };

  const latest = await latestDeployment(aws, reading, cluster, service);
  const watched: Watched = { service, cluster, deploymentId: latest.deploymentId };
  const known: Memory = { ...memory, deploymentId: latest.deploymentId, serviceDeploymentArn: latest.serviceDeploymentArn };
  const need = { tasks: true, serviceDeployment: Boolean(latest.serviceDeploymentArn), failing: true };
  const [facts, next] = await details(aws, reading, cache, known, watched, now, need);
  return { frame: { at: now, operation: { deploymentId: latest.deploymentId }, ...facts, unavailable: reading.unavailable }, memory: next };
}

interface Latest {
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
}

/**
 * After a rollback the deployment that failed is not among those of the service any more; the service deployments (kept for 90 days, Amazon
 * ECS Developer Guide) still name its revision. Without them the newest of the service's own deployments.
 */
async function latestDeployment(aws: AwsApi, reading: Reading, cluster: string, service: Service): Promise<Latest> {
  const controller = service.deploymentController?.type;
  const answer = controller && controller !== 'ECS' ? undefined : await reading.attempt('service deployments', () => (
    aws.listServiceDeployments({ cluster, service: service.serviceArn ?? service.serviceName ?? '' })
  ));
  const [newest] = byAge(answer?.serviceDeployments ?? [], (d) => d.createdAt ?? d.startedAt);
  const digits = /(\d+)$/.exec(lastPart(newest?.targetServiceRevisionArn ?? ''))?.[1];
  if (newest && digits) return { deploymentId: `ecs-svc/${digits}`, serviceDeploymentArn: newest.serviceDeploymentArn };
  const [deployment] = byAge(service.deployments ?? [], (d) => d.createdAt);
  return { deploymentId: deployment?.id };
}

function byAge<T>(items: readonly T[], created: (item: T) => string | undefined): readonly T[] {
  return [...items].sort((a, b) => Date.parse(created(b) ?? '') - Date.parse(created(a) ?? ''));
}
