import { AwsApi, ServiceDeploymentBrief } from './api';
import { readService, Watched } from './ecs';
import { details, Look, Memory } from './look';
import { Cache, lastPart, Reading } from './reading';
import { Frame, Service, Task } from '../model';
import { wasDenied } from '../unavailable';

export interface ServiceLookRequest {
  /** Name or ARN. */
  readonly cluster: string;
  /** Name or ARN. */
  readonly service: string;
  /** ISO 8601. */
  readonly now: string;
  readonly memory?: Memory;
}

export interface ServiceLook extends Look {
  /**
   * The same of the deployment before, where that ended without having completed and tasks of it that failed can still be read: CloudFormation
   * rolls a service back by a deployment of its own, which is then the newest.
   */
  readonly before?: Frame;
}

/** Everything of the current or last deployment of a service, outside of any stack operation. Never throws: see `frame.unavailable`. */
export async function lookAtService(aws: AwsApi, cache: Cache, { cluster, service: name, now, memory = {} }: ServiceLookRequest): Promise<ServiceLook> {
  const reading = new Reading();
  const known = await readService(aws, reading, cluster, name);
  const service = known ?? (known === undefined && reading.unavailable.some(wasDenied) ? named(name) : undefined);
  if (!service) return { frame: { at: now, service: known, unavailable: reading.unavailable }, memory };

  const latest = await latestDeployment(aws, reading, cluster, service, now);
  const look = async ({ deploymentId, serviceDeploymentArn }: Found): Promise<Look> => {
    const watched: Watched = { service, cluster, deploymentId };
    const last: Memory = { ...memory, deploymentId, serviceDeploymentArn };
    const need = { tasks: true, serviceDeployment: Boolean(serviceDeploymentArn), failing: true };
    const [facts, next] = await details(aws, reading, cache, last, watched, now, need);
    return { frame: { at: now, operation: { deploymentId }, ...facts, service: known, unavailable: reading.unavailable }, memory: next };
  };
  if (!known && !latest.deploymentId) return { frame: { at: now, service: known, unavailable: reading.unavailable }, memory };
  const current = await look(latest);
  const before = latest.before && endedFrame((await look(latest.before)).frame);
  return { ...current, ...(before?.tasks?.some(isStopped) && { before }) };
}

/** DescribeServices is refused: its service deployments and its tasks can be listed by name all the same. */
function named(nameOrArn: string): Service {
  return nameOrArn.startsWith('arn:') ? { serviceArn: nameOrArn } : { serviceName: nameOrArn };
}

interface Found {
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
}

interface Latest extends Found {
  readonly before?: Found;
}

/**
 * After a rollback the deployment that failed is not among those of the service any more; the service deployments (kept for 90 days, Amazon
 * ECS Developer Guide) still name its revision. Without them the newest of the service's own deployments.
 */
async function latestDeployment(aws: AwsApi, reading: Reading, cluster: string, service: Service, now: string): Promise<Latest> {
  const controller = service.deploymentController?.type;
  const answer = controller && controller !== 'ECS' ? undefined : await reading.attempt('service deployments', () => (
    aws.listServiceDeployments({ cluster, service: service.serviceArn ?? service.serviceName ?? '' })
  ));
  const [newest, previous] = byAge(answer?.serviceDeployments ?? [], (d) => d.createdAt ?? d.startedAt);
  const found = newest && foundIn(newest);
  if (found) {
    const before = followsWell(newest) && previous && endedLately(previous, now) ? foundIn(previous) : undefined;
    return { ...found, ...(before && { before }) };
  }
  const [deployment] = byAge(service.deployments ?? [], (d) => d.createdAt);
  return { deploymentId: deployment?.id };
}

function foundIn({ targetServiceRevisionArn, serviceDeploymentArn }: ServiceDeploymentBrief): Found | undefined {
  const digits = /(\d+)$/.exec(lastPart(targetServiceRevisionArn ?? ''))?.[1];
  return digits ? { deploymentId: `ecs-svc/${digits}`, serviceDeploymentArn } : undefined;
}

/** "ECS keeps stopped tasks for at least one hour" (Amazon ECS Developer Guide, stopped tasks). */
const STOPPED_TASK_KEPT_MS = 3_600_000;

/** What failed itself is explained itself. */
function followsWell({ status = '' }: ServiceDeploymentBrief): boolean {
  return /^(PENDING|IN_PROGRESS|SUCCESSFUL)$/.test(status);
}

/** STOPPED: a newer deployment took over before it was complete, or a monitor ended it. */
function endedLately({ status = '', ...deployment }: ServiceDeploymentBrief, now: string): boolean {
  const ended = deployment.finishedAt ?? deployment.createdAt ?? '';
  return /^(STOPPED|STOP_REQUESTED|ROLLBACK_\w+)$/.test(status) && Date.parse(now) - Date.parse(ended) <= STOPPED_TASK_KEPT_MS;
}

/** The events of the deployment that followed are none of its own. */
function endedFrame(frame: Frame): Frame {
  const ended = Date.parse(frame.serviceDeployment?.finishedAt ?? '');
  const { service } = frame;
  return { ...frame, ...(service && { service: { ...service, events: (service.events ?? []).filter((e) => !(Date.parse(e.createdAt ?? '') > ended)) } }) };
}

function isStopped({ lastStatus, desiredStatus }: Task): boolean {
  return lastStatus === 'STOPPED' || desiredStatus === 'STOPPED';
}

function byAge<T>(items: readonly T[], created: (item: T) => string | undefined): readonly T[] {
  return [...items].sort((a, b) => Date.parse(created(b) ?? '') - Date.parse(created(a) ?? ''));
}
