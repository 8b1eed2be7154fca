import { Reader } from './reader';
import { lastPart } from '../arn';
import { Container, Frame, LogLine, Task, TaskDefinition } from '../model';
import { blameRank, executionEnded } from '../stops';
import { NOT_READ_TO_END } from '../unavailable';
import { wholeTokens } from '../whole-tokens';

const LINES = 100;
/** One more shows where the first of them begins: see `lastLines`. */
const EVENTS = LINES + 1;
/** Characters. The diagnosis shortens what is longer than a message, and knows where the error is in it; this only keeps a look small. */
const LINE_LENGTH = 65_536;
/**
 * Bytes at which the awslogs driver splits a line into two events: the buffer of Docker and of Fargate (moby/moby#34887, #41794), and the
 * largest event (aws/shim-loggers-for-containerd#239).
 */
const SPLIT_AT = [16_384, 262_118];
/** A character that the split cuts is up to three bytes, for each of which the event has U+FFFD with three bytes. */
const MORE_OF_A_CUT_CHARACTER = 6;
/**
 * GetLogEvents cuts its pages by time: a page "might only be partially full, or even empty", although the stream has lines (Amazon
 * CloudWatch Logs API Reference, GetLogEvents; boto/boto3#3718, dstackai/dstack#2501).
 */
const MAX_PAGES = 10;
/** The first failed task and the latest two: more tasks that fail in the same way show nothing new. */
const MAX_TASKS = 3;
const CONTAINERS_PER_TASK = 2;
/** awslogs delivers lines seconds late; this long after the containers ended, all lines have arrived. */
const FINAL_AFTER_MS = 30_000;

type Logs = NonNullable<Frame['logs']>;

interface FailedTasks {
  /** In the order in which they failed. */
  readonly tasks: readonly Task[];
  /** Of these tasks; without it no log group is known. */
  readonly definition: TaskDefinition | undefined;
  /** Names of the containers that are registered in target groups. */
  readonly registered: readonly string[];
}

/** The last log lines of the containers that ended, by container name, then by task id. undefined: nothing to read. */
export async function readLogs(reader: Reader, failed: FailedTasks): Promise<Logs | undefined> {
  const { tasks, definition } = failed;
  const chosen = [...new Set([...tasks.slice(0, 1), ...tasks.slice(-(MAX_TASKS - 1))])];
  const streams = chosen.flatMap((task) => (
    containersToRead(task, failed).flatMap((container) => streamOf(task, container, definition) ?? [])
  ));
  const tails = await Promise.all(streams.map(async (stream) => ({ stream, lines: await readTail(reader, stream) })));
  // A map: ECS allows the name `__proto__`, and as a member of an object it would be that of all objects.
  const logs = new Map<string, Map<string, readonly LogLine[]>>();
  for (const { stream: { container, taskId }, lines } of tails) {
    if (lines) logs.set(container, (logs.get(container) ?? new Map<string, readonly LogLine[]>()).set(taskId, lines));
  }
  return logs.size ? Object.fromEntries([...logs].map(([container, ofTasks]) => [container, Object.fromEntries(ofTasks)])) : undefined;
}

/**
 * Containers that ran, in the order in which the diagnosis suspects them: it shows the log of the first. If no container ended the task,
 * ECS stopped it, mostly because of a health check. Then exit codes show nothing: the container that failed the check has 137 or 143, and
 * its helpers may end with 0. The container that is registered in a target group or UNHEALTHY goes first.
 */
function containersToRead(task: Task, { definition, registered }: FailedTasks): readonly Container[] {
  const ran = (task.containers ?? []).filter((c) => typeof c.exitCode === 'number' || (c.runtimeId && task.startedAt));
  const endedByContainer = task.stopCode === 'EssentialContainerExited';
  const rank = (c: Container) => (endedByContainer ? undefined : checkRank(c, definition, registered)) ?? blameRank(c, definition);
  return [...ran].sort((a, b) => rank(a) - rank(b)).slice(0, CONTAINERS_PER_TASK);
}

/** From -3: how likely a failed health check of this container stopped the task. undefined: it failed none. */
function checkRank({ name = '', healthStatus }: Container, definition: TaskDefinition | undefined, registered: readonly string[]) {
  const isRegistered = registered.includes(name);
  // Only essential containers count for the health of a task (Amazon ECS API Reference, HealthCheck).
  const isEssential = definition?.containerDefinitions?.find((d) => d.name === name)?.essential !== false;
  if (healthStatus === 'UNHEALTHY' && isEssential) return isRegistered ? -3 : -2;
  return isRegistered ? -1 : undefined;
}

interface LogStream {
  readonly container: string;
  readonly taskId: string;
  readonly region?: string;
  readonly group: string;
  readonly name: string;
  /** When its task was created: it has no earlier lines, and AWS has less to search. Milliseconds since the epoch. */
  readonly startTime?: number;
  /** Milliseconds since the epoch. */
  readonly endedAtMs?: number;
}

/**
 * `<prefix>/<container>/<task id>`; without a prefix, on EC2, the runtime id of the container (Amazon ECS Developer Guide, awslogs).
 * undefined: the container does not log to CloudWatch Logs.
 */
function streamOf(task: Task, { name: container, runtimeId }: Container, definition: TaskDefinition | undefined): LogStream | undefined {
  const config = definition?.containerDefinitions?.find((d) => d.name === container)?.logConfiguration;
  const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix, 'awslogs-region': region } = config?.options ?? {};
  if (config?.logDriver !== 'awslogs' || !group || !container || !task.taskArn) return undefined;
  const taskId = lastPart(task.taskArn);
  const name = prefix ? `${prefix}/${container}/${taskId}` : runtimeId;
  const startTime = task.createdAt ? Date.parse(task.createdAt) : undefined;
  return name ? { container, taskId, region, group, name, startTime, endedAtMs: executionEnded(task) } : undefined;
}

interface Tail {
  readonly lines: readonly LogLine[];
  /** When it was read, ISO 8601. */
  readonly at: string;
  /** No more lines will come. */
  readonly final: boolean;
}

/** Empty: nothing was written, for the stream is empty or does not exist. undefined: it could not be read, or not to its end. */
async function readTail(reader: Reader, stream: LogStream): Promise<readonly LogLine[] | undefined> {
  const { reading, cache, now } = reader;
  const key = `log ${stream.region} ${stream.group} ${stream.name}`;
  const known = cache.get<Tail>(key);
  // Before a decision, a step looks twice at the same moment: the second look takes the lines that the first has read.
  if (known && (known.final || known.at === now)) return known.lines;
  const lines = await reading.attempt('logs', () => tail(reader, stream), { container: stream.container });
  const final = Date.parse(now) - (stream.endedAtMs ?? NaN) >= FINAL_AFTER_MS;
  if (lines) cache.set(key, { lines, at: now, final });
  return lines;
}

async function tail({ aws }: Reader, { region, group, name, startTime }: LogStream): Promise<readonly LogLine[]> {
  let lines: readonly LogLine[] = [];
  try {
    const input = { logGroupName: group, logStreamName: name, limit: EVENTS, startFromHead: false, ...startTime && { startTime } };
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const { events = [], nextBackwardToken } = await aws.getLogEvents(region, { ...input, ...nextToken && { nextToken } });
      lines = [...events, ...lines];
      // "If you have reached the end of the stream, it returns the same token you passed in." (GetLogEvents)
      const isAll = !nextBackwardToken || nextBackwardToken === nextToken;
      if (isAll || lines.length >= EVENTS) return lastLines(lines);
      nextToken = nextBackwardToken;
    }
  } catch (error) {
    // The first line of a container creates its stream, so a missing stream is no error. A missing log group is one.
    if (error instanceof Error && error.name === 'ResourceNotFoundException' && /stream/i.test(error.message)) return [];
    throw error;
  }
  if (lines.length) return lastLines(lines);
  throw Object.assign(new Error(`the latest ${MAX_PAGES} pages hold no line, and there are more`), { name: NOT_READ_TO_END });
}

/** The event before the lines is left out with what it goes on in: it may be the rest of a line, without the name of a secret in it. */
function lastLines(events: readonly LogLine[]): readonly LogLine[] {
  const lines = joined(events.slice(-EVENTS)).slice(events.length < EVENTS ? 0 : 1);
  return lines.map(({ timestamp, message = '' }) => ({ timestamp, message: wholeTokens(message, LINE_LENGTH) }));
}

/** Events of one line become one: a secret can be in both, and half of it would not be recognised. */
function joined(lines: readonly LogLine[]): readonly LogLine[] {
  const found: LogLine[] = [];
  let isOpen = false;
  for (const { timestamp, message = '' } of lines) {
    const before = isOpen ? found.pop() : undefined;
    found.push({ timestamp: before?.timestamp ?? timestamp, message: (before?.message ?? '') + message });
    isOpen = wasSplit(message);
  }
  return found;
}

function wasSplit(message: string): boolean {
  if (message.length < SPLIT_AT[0] / 3) return false;
  const bytes = Buffer.byteLength(message);
  return SPLIT_AT.some((at) => bytes >= at && bytes <= at + MORE_OF_A_CUT_CHARACTER);
}
