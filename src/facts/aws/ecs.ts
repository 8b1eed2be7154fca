import { ServiceDeploymentBrief } from './api';
import { Reader } from './reader';
import { deploymentOf, ServiceUnderWatch } from './service-under-watch';
import { lastPart } from '../arn';
import { Service, ServiceDeployment, TaskDefinition } from '../model';
import { notRead, wasDenied } from '../unavailable';

/** null: ECS has no such service (yet). undefined: it could not be read. */
export async function readService({ aws, reading }: Reader, cluster: string, nameOrArn: string): Promise<Service | null | undefined> {
  const answer = await reading.attempt('service', () => aws.describeServices({ cluster, services: [nameOrArn] }));
  if (!answer) return undefined;
  if (answer.services?.[0]) return answer.services[0];
  // AWS documents no list of these texts (Amazon ECS API Reference, Failure); ACCESS_DENIED can be one of them.
  const reason = answer.failures?.[0]?.reason ?? 'no service in the answer';
  if (reason === 'MISSING') return null;
  const error = /denied/i.test(reason) ? 'AccessDenied' : 'EmptyAnswer';
  reading.unavailable.push({ what: 'service', error, message: reason });
  return undefined;
}

/**
 * The ECS service deployment of the deployment under watch. When DescribeServiceDeployments is denied, its entry in the list, which holds
 * little more than its status. undefined: not found, or it could not be read.
 * @param knownArn from an earlier look
 */
export async function readServiceDeployment(
  reader: Reader, watched: ServiceUnderWatch, knownArn: string | undefined,
): Promise<ServiceDeployment | undefined> {
  const { aws, reading } = reader;
  const readEntry = () => reading.attempt('service deployment', () => findServiceDeployment(reader, watched));
  const entry = knownArn ? undefined : await readEntry();
  const arn = knownArn ?? entry?.serviceDeploymentArn;
  if (!arn) return undefined;
  const answer = await reading.attempt('service deployment', () => aws.describeServiceDeployments({ serviceDeploymentArns: [arn] }));
  if (answer || !notRead(reading, 'service deployment').some(wasDenied)) return answer?.serviceDeployments?.[0];
  return entry ?? readEntry();
}

/** The one whose target revision ends in the digits of the deployment id (hashicorp/terraform-provider-aws, ecs/service.go). */
async function findServiceDeployment({ aws }: Reader, watched: ServiceUnderWatch): Promise<ServiceDeployment | undefined> {
  const answer = await aws.listServiceDeployments(serviceDeploymentsOf(watched, Date.parse(deploymentOf(watched)?.createdAt ?? '')));
  const { deploymentId } = watched;
  return answer.serviceDeployments?.find((d) => deploymentId && deploymentIdOf(d.targetServiceRevisionArn) === deploymentId);
}

/**
 * Id of the newest deployment that began at `sinceMs` or later, from its service deployment: with some strategies ECS does not list the
 * deployment with the service. Its tasks have the digits of the target revision in `startedBy` all the same.
 */
export async function newestDeploymentId(
  { aws, reading }: Reader, watched: ServiceUnderWatch, sinceMs: number,
): Promise<string | undefined> {
  const answer = await reading.attempt('service deployment', () => aws.listServiceDeployments(serviceDeploymentsOf(watched, sinceMs)));
  const created = (d: ServiceDeploymentBrief) => Date.parse(d.createdAt ?? d.startedAt ?? '');
  // AWS does not document the order of the list.
  const started = (answer?.serviceDeployments ?? []).filter((d) => created(d) >= sinceMs).sort((a, b) => created(b) - created(a));
  return deploymentIdOf(started[0]?.targetServiceRevisionArn);
}

/** DescribeServices and ListServiceDeployments give different times of creation for the same deployment. */
export const CREATED_SLACK_MS = 10_000;

/**
 * A service keeps 90 days of deployments, and the list has 20 of them on its first page, in an order that AWS does not document (Amazon ECS
 * API Reference, ListServiceDeployments). So older ones are left out.
 * @param sinceMs NaN: not known
 */
function serviceDeploymentsOf({ cluster, service }: ServiceUnderWatch, sinceMs: number) {
  return {
    cluster,
    service: service.serviceArn ?? service.serviceName ?? '',
    ...!Number.isNaN(sinceMs) && { createdAt: { after: new Date(sinceMs - CREATED_SLACK_MS) } },
  };
}

/** The deployment that rolls out a service revision has the digits at the end of its ARN. */
export function deploymentIdOf(serviceRevisionArn: string | undefined): string | undefined {
  const digits = /(\d+)$/.exec(lastPart(serviceRevisionArn ?? ''))?.[1];
  return digits && `ecs-svc/${digits}`;
}

/** A revision of a task definition never changes, so it is read once. */
export async function readTaskDefinition({ aws, reading, cache }: Reader, arn: string | undefined): Promise<TaskDefinition | undefined> {
  if (!arn) return undefined;
  const known = cache.get<TaskDefinition>(arn);
  if (known) return known;
  const answer = await reading.attempt('task definition', () => aws.describeTaskDefinition({ taskDefinition: arn }));
  if (answer?.taskDefinition) cache.set(arn, answer.taskDefinition);
  return answer?.taskDefinition;
}
