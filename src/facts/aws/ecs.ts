import { AwsApi } from './api';
import { Cache, lastPart, Reading } from './reading';
import { Deployment, Service, ServiceDeployment, Task, TaskDefinition } from '../model';
import { serviceName } from './service-arn';
import { notRead, wasDenied } from '../unavailable';

/** Service with the deployment under watch in it, where one is known. */
export interface Watched {
  readonly service: Service;
  readonly cluster: string;
  readonly deploymentId?: string;
}

/** null: ECS has no such service (yet); undefined: could not be read. */
export async function readService(aws: AwsApi, reading: Reading, cluster: string, arn: string): Promise<Service | null | undefined> {
  const answer = await reading.attempt('service', () => aws.describeServices({ cluster, services: [arn] }));
  if (!answer) return undefined;
  if (answer.services?.[0]) return answer.services[0];
  if (answer.failures?.some((f) => f.reason === 'MISSING')) return null;
  reading.unavailable.push({ what: 'service', error: 'EmptyAnswer', message: 'DescribeServices returned neither the service nor a failure' });
  return undefined;
}

export function deploymentOf({ service, deploymentId }: Watched): Deployment | undefined {
  return service.deployments?.find((d) => d.id === deploymentId);
}

/** The ECS service deployment of the deployment under watch. Where it may not be described, its entry in the list tells how it goes, and no more. */
export async function readServiceDeployment(
  aws: AwsApi, reading: Reading, watched: Watched, known: string | undefined,
): Promise<ServiceDeployment | undefined> {
  const listed = known ? undefined : await reading.attempt('service deployment', () => findServiceDeployment(aws, watched));
  const arn = known ?? listed?.serviceDeploymentArn;
  if (!arn) return undefined;
  const answer = await reading.attempt('service deployment', () => aws.describeServiceDeployments({ serviceDeploymentArns: [arn] }));
  if (answer || !notRead(reading, 'service deployment').some(wasDenied)) return answer?.serviceDeployments?.[0];
  return listed ?? reading.attempt('service deployment', () => findServiceDeployment(aws, watched));
}

/** That whose target revision ends in the digits of the deployment id (hashicorp/terraform-provider-aws, ecs/service.go). */
async function findServiceDeployment(aws: AwsApi, { cluster, service, deploymentId }: Watched): Promise<ServiceDeployment | undefined> {
  const digits = deploymentId && lastPart(deploymentId);
  const answer = await aws.listServiceDeployments({ cluster, service: service.serviceArn ?? service.serviceName ?? '' });
  return answer.serviceDeployments?.find((d) => digits && d.targetServiceRevisionArn?.endsWith(digits));
}

/**
 * Id of the deployment that began last after that moment, from its service deployment: for strategies whose deployments do not stand
 * among those of the service. Tasks carry the digits of the target revision in `startedBy` either way.
 */
export async function newestDeploymentId(aws: AwsApi, reading: Reading, { cluster, service }: Watched, since: number): Promise<string | undefined> {
  const answer = await reading.attempt('service deployment', () => aws.listServiceDeployments({ cluster, service: service.serviceArn ?? service.serviceName ?? '' }));
  const started = (answer?.serviceDeployments ?? []).filter((d) => Date.parse(d.createdAt ?? d.startedAt ?? '') >= since);
  const digits = /(\d+)$/.exec(started[0]?.targetServiceRevisionArn ?? '')?.[1];
  return digits && `ecs-svc/${digits}`;
}

/**
 * Tasks of the service, running and stopped; of the stopped ones only those of the deployment under watch. `startedBy` cannot be combined
 * with another filter of ListTasks (Amazon ECS API Reference), so it is compared here. undefined: could not be read.
 */
export async function readTasks(aws: AwsApi, reading: Reading, cache: Cache, watched: Watched): Promise<readonly Task[] | undefined> {
  const { cluster, service, deploymentId } = watched;
  const list = (desiredStatus: 'RUNNING' | 'STOPPED', filter: { serviceName?: string; family?: string }) =>
    reading.attempt('tasks', () => listAll(aws, { cluster, desiredStatus, ...filter }));
  const byService = { serviceName: serviceName(service) };
  const [running, stopped] = await Promise.all([list('RUNNING', byService), list('STOPPED', byService)]);
  const ids = [...running ?? [], ...stopped ?? []].map(lastPart);
  // The list of a service may miss tasks that died early (AWS CDK CLI); its events name them.
  const named = deploymentId ? startedTaskIds(watched).filter((id) => !ids.includes(id)) : [];
  if (!running && !stopped && !named.length) return undefined;

  const isMine = (task: Task) => !deploymentId || task.startedBy === deploymentId;
  const tasks = await describe(aws, reading, cache, cluster, [...ids, ...named]);
  if (!tasks) return undefined;
  let found = tasks;
  const family = familyOf(deploymentOf(watched)?.taskDefinition ?? service.taskDefinition);
  if (family && lost(watched, tasks.filter(isMine)) && running && stopped) {
    const more = (await list('STOPPED', { family }) ?? []).map(lastPart).filter((id) => !ids.includes(id) && !named.includes(id));
    found = [...tasks, ...(await describe(aws, reading, cache, cluster, more) ?? []).filter(isMine)];
  }
  return found.filter((t) => t.desiredStatus !== 'STOPPED' || isMine(t));
}

/** ECS counts failed tasks, and not one of them was listed. */
function lost(watched: Watched, mine: readonly Task[]): boolean {
  return (deploymentOf(watched)?.failedTasks ?? 0) > 0 && !mine.some((t) => t.desiredStatus === 'STOPPED' || t.lastStatus === 'STOPPED');
}

/** `(service web) has started 2 tasks: (task 0123...) (task 4567...).` since the deployment began. */
export function startedTaskIds(watched: Watched): readonly string[] {
  return startEvents(watched).flatMap((message) => [...message.matchAll(/\(task ([0-9a-f-]+)\)/g)].map((m) => m[1]));
}

/** Tasks that ECS says it has started for this deployment. */
export function startedTasks(watched: Watched): number {
  return startEvents(watched).reduce((sum, message) => sum + Number(/has started (\d+) tasks/.exec(message)?.[1] ?? 0), 0);
}

function startEvents(watched: Watched): readonly string[] {
  return eventsSince(watched).filter((message) => message.includes('has started'));
}

/** Service events since the deployment began. */
export function eventsSince(watched: Watched): readonly string[] {
  const created = Date.parse(deploymentOf(watched)?.createdAt ?? '');
  return (watched.service.events ?? []).filter((e) => !(Date.parse(e.createdAt ?? '') < created)).map((e) => e.message ?? '');
}

/** A service with more tasks than this is described in part. */
const MAX_PAGES = 3;

async function listAll(aws: AwsApi, input: Parameters<AwsApi['listTasks']>[0]): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.listTasks({ ...input, ...(nextToken && { nextToken }) });
    arns.push(...answer.taskArns ?? []);
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return arns;
}

/** DescribeTasks takes 100 tasks a call. What has stopped for good never changes and is described once. */
async function describe(aws: AwsApi, reading: Reading, cache: Cache, cluster: string, ids: readonly string[]): Promise<readonly Task[] | undefined> {
  const known = ids.flatMap((id) => cache.get<Task>(`task ${id}`) ?? []);
  const unknown = ids.filter((id) => !cache.get(`task ${id}`));
  const chunks = Array.from({ length: Math.ceil(unknown.length / 100) }, (_, i) => unknown.slice(i * 100, i * 100 + 100));
  const answers = await Promise.all(chunks.map((tasks) => reading.attempt('tasks', () => aws.describeTasks({ cluster, tasks }))));
  if (answers.length && answers.every((a) => !a) && !known.length) return undefined;
  const fresh = answers.flatMap((a) => a?.tasks ?? []);
  for (const task of fresh) if (task.lastStatus === 'STOPPED' && task.taskArn) cache.set(`task ${lastPart(task.taskArn)}`, task);
  return [...known, ...fresh];
}

function familyOf(taskDefinitionArn: string | undefined): string | undefined {
  return taskDefinitionArn && lastPart(taskDefinitionArn).replace(/:\d+$/, '');
}

/** A revision of a task definition never changes. */
export async function readTaskDefinition(aws: AwsApi, reading: Reading, cache: Cache, arn: string | undefined): Promise<TaskDefinition | undefined> {
  if (!arn) return undefined;
  const known = cache.get<TaskDefinition>(arn);
  if (known) return known;
  const answer = await reading.attempt('task definition', () => aws.describeTaskDefinition({ taskDefinition: arn }));
  if (answer?.taskDefinition) cache.set(arn, answer.taskDefinition);
  return answer?.taskDefinition;
}
