import { ListTasks } from './api';
import { Reader } from './reader';
import { serviceName } from './service-arn';
import { deploymentOf, ServiceUnderWatch, startedTaskIds } from './service-under-watch';
import { lastPart } from '../arn';
import { Task } from '../model';
import { isStoppedOrStopping } from '../stops';

/** Of a service with more pages of tasks than this, only some tasks are read. */
const MAX_PAGES = 3;
/** DescribeTasks takes at most 100 tasks a call (Amazon ECS API Reference). */
const TASKS_PER_CALL = 100;

/**
 * Tasks of the service, running and stopped; of the stopped ones only those of the deployment under watch. ListTasks does not combine
 * `startedBy` with another filter (Amazon ECS API Reference), so it is compared here. undefined: they could not be read.
 */
export async function readTasks(reader: Reader, watched: ServiceUnderWatch): Promise<readonly Task[] | undefined> {
  const { cluster, service, deploymentId } = watched;
  const list = (desiredStatus: ListTasks['desiredStatus'], filter: Pick<ListTasks, 'serviceName' | 'family'>) =>
    reader.reading.attempt('tasks', () => listAll(reader, { cluster, desiredStatus, ...filter }));
  const byService = { serviceName: serviceName(service) };
  const [running, stopped] = await Promise.all([list('RUNNING', byService), list('STOPPED', byService)]);
  // A task that stops between the two calls is in both lists.
  const listed = [...new Set([...running ?? [], ...stopped ?? []].map(lastPart))];
  // The list of a service may miss tasks that stopped early (AWS CDK CLI); its events name them.
  const named = deploymentId ? startedTaskIds(watched).filter((id) => !listed.includes(id)) : [];
  if (!running && !stopped && !named.length) return undefined;

  const tasks = await describe(reader, cluster, [...listed, ...named]);
  if (!tasks) return undefined;
  const isMine = (task: Task) => !deploymentId || task.startedBy === deploymentId;
  const family = familyOf(deploymentOf(watched)?.taskDefinition ?? service.taskDefinition);
  const missesFailed = running && stopped && failedTasksAreMissing(watched, tasks.filter(isMine));
  const more = family && missesFailed ? (await list('STOPPED', { family }) ?? []).map(lastPart) : [];
  const unknown = more.filter((id) => !listed.includes(id) && !named.includes(id));
  const found = [...tasks, ...(await describe(reader, cluster, unknown) ?? []).filter(isMine)];
  return found.filter((t) => t.desiredStatus !== 'STOPPED' || isMine(t));
}

/** ECS counts failed tasks, and no stopped task was listed. */
function failedTasksAreMissing(watched: ServiceUnderWatch, mine: readonly Task[]): boolean {
  return (deploymentOf(watched)?.failedTasks ?? 0) > 0 && !mine.some(isStoppedOrStopping);
}

async function listAll({ aws, reading }: Reader, input: ListTasks): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.listTasks({ ...input, ...(nextToken && { nextToken }) });
    for (const arn of answer.taskArns ?? []) arns.push(arn);
    nextToken = answer.nextToken;
    if (!nextToken) return arns;
  }
  reading.cutShort('tasks', `more than ${arns.length} tasks are ${input.desiredStatus ?? 'RUNNING'}: the others were not read`);
  return arns;
}

/** A stopped task never changes, so it is described once. */
async function describe({ aws, reading, cache }: Reader, cluster: string, ids: readonly string[]): Promise<readonly Task[] | undefined> {
  const known = ids.flatMap((id) => cache.get<Task>(`task ${id}`) ?? []);
  const unknown = ids.filter((id) => !cache.get(`task ${id}`));
  const callCount = Math.ceil(unknown.length / TASKS_PER_CALL);
  const calls = Array.from({ length: callCount }, (_, i) => unknown.slice(i * TASKS_PER_CALL, (i + 1) * TASKS_PER_CALL));
  const answers = await Promise.all(calls.map((tasks) => reading.attempt('tasks', () => aws.describeTasks({ cluster, tasks }))));
  if (answers.length && answers.every((a) => !a) && !known.length) return undefined;
  const fresh = answers.flatMap((a) => a?.tasks ?? []);
  for (const task of fresh) if (task.lastStatus === 'STOPPED' && task.taskArn) cache.set(`task ${lastPart(task.taskArn)}`, task);
  return [...known, ...fresh];
}

function familyOf(taskDefinitionArn: string | undefined): string | undefined {
  return taskDefinitionArn && lastPart(taskDefinitionArn).replace(/:\d+$/, '');
}
