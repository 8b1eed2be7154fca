import { AccountApi } from './account-api';
import { AwsApi, ServiceDeploymentBrief } from './api';
import { readDetails } from './details';
import { deploymentIdOf, readService } from './ecs';
import { Look } from './look';
import { Memory } from './memory';
import { newReader, Reader } from './reader';
import { Cache } from './reading';
import { listServiceDeployments } from './service-deployments';
import { withOwnDefinitions } from './service-revisions';
import { ServiceUnderWatch } from './service-under-watch';
import { withShortTexts } from '../long-texts';
import { Deployment, Frame, Service } from '../model';
import { originOf } from '../rollback';
import { isStoppedOrStopping } from '../stops';
import { wasDenied } from '../unavailable';

interface ServiceLookRequest {
  /** Name or ARN. */
  readonly cluster: string;
  /** Name or ARN. */
  readonly service: string;
  /** ISO 8601. */
  readonly now: string;
  /** From the previous look at this service; default: empty. */
  readonly memory?: Memory;
}

export type ServiceApi = AwsApi & Pick<AccountApi, 'describeServiceRevisions'>;

interface ServiceLook extends Look {
  /**
   * Facts about the previous deployment, if it ended without completing and its failed tasks can still be read. CloudFormation rolls a
   * service back with a new deployment, which is then the current one.
   */
  readonly previousDeployment?: Frame;
}

/**
 * Everything about the current or last deployment of a service, outside of any stack operation. Never throws: what could not be read is in
 * `frame.unavailable`.
 */
export async function lookAtService(aws: ServiceApi, cache: Cache, request: ServiceLookRequest): Promise<ServiceLook> {
  const { cluster, service: nameOrArn, now, memory = {} } = request;
  const reader = newReader(aws, cache, now);
  const { unavailable } = reader.reading;
  const known = await readService(reader, cluster, nameOrArn);
  const isRefused = known === undefined && unavailable.some(wasDenied);
  const service = isRefused ? serviceFrom(nameOrArn) : known;
  const { current, previous } = service ? await findDeployments(reader, { service, cluster }) : NO_DEPLOYMENTS;
  if (!service || (isRefused && !current.deploymentId)) return { frame: { at: now, service: known, unavailable }, memory };

  const look = async ({ deploymentId, serviceDeploymentArn }: Found): Promise<Look> => {
    const plan = { tasks: true, serviceDeployment: Boolean(serviceDeploymentArn), failing: true };
    const details = await readDetails(reader, { ...memory, deploymentId, serviceDeploymentArn }, { service, cluster, deploymentId }, plan);
    const facts = await withOwnDefinitions(aws, reader, deploymentId, details.facts);
    const frame: Frame = { at: now, operation: { deploymentId }, ...facts, service: known, unavailable };
    return { frame: withShortTexts(frame), memory: details.memory };
  };
  const latest = await look(current);
  const previousDeployment = previous && untilItsEnd((await look(previous)).frame);
  return { ...latest, ...(previousDeployment?.tasks?.some(isStoppedOrStopping) && { previousDeployment }) };
}

/** If DescribeServices is denied, the service deployments and the tasks can still be listed by the name of the service. */
export function serviceFrom(nameOrArn: string): Service {
  return nameOrArn.startsWith('arn:') ? { serviceArn: nameOrArn } : { serviceName: nameOrArn };
}

interface Found {
  readonly deploymentId?: string;
  readonly serviceDeploymentArn?: string;
}

interface FoundDeployments {
  /** Empty if none was found. */
  readonly current: Found;
  /** The one before, if it failed and its failure can still be explained. */
  readonly previous?: Found;
}

const NO_DEPLOYMENTS: FoundDeployments = { current: {} };

/**
 * After a rollback ECS does not list the failed deployment with the service any more. Its service deployment, kept for 90 days (Amazon ECS
 * Developer Guide), still names its revision. Without service deployments, the current one is the newest that the service lists.
 */
async function findDeployments(reader: Reader, { cluster, service }: ServiceUnderWatch): Promise<FoundDeployments> {
  const listed = await listServiceDeployments(reader, { cluster, service });
  const [newest, second] = newestFirst(listed ?? [], (d) => d.createdAt ?? d.startedAt);
  const current = newest && foundIn(newest);
  if (!current) return { current: { deploymentId: newestOf(service)?.id } };
  const explains = second && !hasFailed(newest) && endedRecently(second, reader.now);
  return { current, previous: explains ? foundIn(second) : undefined };
}

/** Not the one with which ECS rolls back, if the service shows that. */
function newestOf(service: Service): Deployment | undefined {
  const origin = originOf(service);
  return (origin.kind === 'rollback' ? origin.failed : undefined) ?? newestFirst(service.deployments ?? [], (d) => d.createdAt)[0];
}

function foundIn({ targetServiceRevisionArn, serviceDeploymentArn }: ServiceDeploymentBrief): Found | undefined {
  const deploymentId = deploymentIdOf(targetServiceRevisionArn);
  return deploymentId ? { deploymentId, serviceDeploymentArn } : undefined;
}

/** "ECS keeps stopped tasks for at least one hour" (Amazon ECS Developer Guide, stopped tasks). */
const STOPPED_TASK_KEPT_MS = 3_600_000;

/** A deployment that failed itself is explained itself. */
function hasFailed({ status = '' }: ServiceDeploymentBrief): boolean {
  return !['PENDING', 'IN_PROGRESS', 'SUCCESSFUL'].includes(status);
}

/** STOPPED: a newer deployment replaced it before it was complete, or somebody stopped it. */
function endedRecently({ status = '', ...deployment }: ServiceDeploymentBrief, now: string): boolean {
  const ended = deployment.finishedAt ?? deployment.createdAt ?? '';
  return /^(STOPPED|STOP_REQUESTED|ROLLBACK_\w+)$/.test(status) && Date.parse(now) - Date.parse(ended) <= STOPPED_TASK_KEPT_MS;
}

/** Without the service events after its end: they belong to the next deployment. */
function untilItsEnd(frame: Frame): Frame {
  const { service, serviceDeployment } = frame;
  if (!service) return frame;
  const endMs = Date.parse(serviceDeployment?.finishedAt ?? '');
  return { ...frame, service: { ...service, events: (service.events ?? []).filter((e) => !(Date.parse(e.createdAt ?? '') > endMs)) } };
}

function newestFirst<T>(items: readonly T[], created: (item: T) => string | undefined): readonly T[] {
  return [...items].sort((a, b) => Date.parse(created(b) ?? '') - Date.parse(created(a) ?? ''));
}
