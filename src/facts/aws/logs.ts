import { AwsApi } from './api';
import { Cache, lastPart, Reading } from './reading';
import { Container, ContainerDefinition, Frame, LogLine, Task, TaskDefinition } from '../model';

const LINES = 100;
const LINE_LENGTH = 4000;
/** First failed task, and the latest two: equal failures say the same. */
const MAX_TASKS = 3;
const CONTAINERS_PER_TASK = 2;
/** awslogs delivers seconds late; what is read this long after the stop is all there will be. */
const FINAL_AFTER_MS = 30_000;

type Logs = NonNullable<Frame['logs']>;

/** Log tails of the containers that ended in failed tasks, as far as they go to CloudWatch Logs. undefined: nothing to read. */
export async function readLogs(
  aws: AwsApi, reading: Reading, cache: Cache, failed: readonly Task[], definition: TaskDefinition | undefined, now: string,
): Promise<Logs | undefined> {
  const tasks = [...new Set([...failed.slice(0, 1), ...failed.slice(-(MAX_TASKS - 1))])];
  const streams = tasks.flatMap((task) => containersToRead(task).flatMap((container) => streamOf(task, container, definition) ?? []));
  const tails = await Promise.all(streams.map(async (stream) => [stream, await readTail(aws, reading, cache, stream, now)] as const));
  const logs: { [container: string]: { [taskId: string]: readonly LogLine[] } } = {};
  for (const [{ container, taskId }, lines] of tails) if (lines) (logs[container] ??= {})[taskId] = lines;
  return Object.keys(logs).length ? logs : undefined;
}

interface LogStream {
  readonly container: string;
  readonly taskId: string;
  readonly region?: string;
  readonly group: string;
  readonly name: string;
  readonly stoppedAt?: string;
}

/** Those that ran, first the one to blame: an error code of its own, then a clean end, then those that ECS stopped with the task. */
function containersToRead(task: Task): readonly Container[] {
  const order = (c: Container) => (c.exitCode === 143 ? 3 : c.exitCode === 137 ? 2 : c.exitCode === 0 ? 1 : 0);
  const ran = (task.containers ?? []).filter((c) => typeof c.exitCode === 'number' || (c.runtimeId && task.startedAt));
  return [...ran].sort((a, b) => order(a) - order(b)).slice(0, CONTAINERS_PER_TASK);
}

/** `<prefix>/<container>/<task id>`; without a prefix, on EC2, the stream bears the container's runtime id (Amazon ECS Developer Guide, awslogs). */
function streamOf(task: Task, { name: container, runtimeId }: Container, definition: TaskDefinition | undefined): LogStream | undefined {
  const config = (definition?.containerDefinitions ?? []).find((d: ContainerDefinition) => d.name === container)?.logConfiguration;
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': region } = config?.options ?? {};
  if (config?.logDriver !== 'awslogs' || !group || !container || !task.taskArn) return undefined;
  const taskId = lastPart(task.taskArn);
  const name = prefix ? `${prefix}/${container}/${taskId}` : runtimeId;
  return name ? { container, taskId, region, group, name, stoppedAt: task.executionStoppedAt ?? task.stoppingAt ?? task.stoppedAt } : undefined;
}

interface Tail {
  readonly lines: readonly LogLine[];
  readonly at: string;
  readonly final: boolean;
}

/** An empty list: the stream holds nothing or is not there, so nothing was written. undefined: could not be read. */
async function readTail(aws: AwsApi, reading: Reading, cache: Cache, stream: LogStream, now: string): Promise<readonly LogLine[] | undefined> {
  const key = `log ${stream.region} ${stream.group} ${stream.name}`;
  const known = cache.get<Tail>(key);
  // A decision is looked at twice in one step: the second look takes the lines that the first has read.
  if (known && (known.final || known.at === now)) return known.lines;
  const lines = await reading.attempt('logs', () => tail(aws, stream), { container: stream.container });
  const final = Date.parse(now) - Date.parse(stream.stoppedAt ?? '') >= FINAL_AFTER_MS;
  if (lines) cache.set(key, { lines, at: now, final });
  return lines;
}

async function tail(aws: AwsApi, { region, group, name }: LogStream): Promise<readonly LogLine[]> {
  try {
    const input = { logGroupName: group, logStreamName: name, limit: LINES, startFromHead: false };
    const { events = [] } = await aws.getLogEvents(region, input);
    return events.map(({ timestamp, message }) => ({ timestamp, message: (message ?? '').slice(0, LINE_LENGTH) }));
  } catch (error) {
    // Containers make their stream with the first line. A group that is missing is another matter.
    if (error instanceof Error && error.name === 'ResourceNotFoundException' && /stream/i.test(error.message)) return [];
    throw error;
  }
}
