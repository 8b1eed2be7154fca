import { withShortTexts } from './long-texts';
import { FactName, Frame, LogLine, Recording, TargetHealthDescription, Unavailable } from './model';
import { fitting, kindOf } from './shape';
import { frame } from './shapes';

/** A recording not of the form of docs/recording-format.md. The message names the field, and quotes keys of the file as they are. */
export class RecordingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordingError';
  }
}

/** Text of a recording -> the recording, checked as far as the diagnosis relies on its shape. Throws RecordingError. */
export function parseRecording(text: string, file?: string): Recording {
  const fail = (message: string): never => { throw new RecordingError(file ? `${file}: ${message}` : message); };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return fail(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    checkRecording(value);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  return withFactNames(withShortFrames(value as Recording));
}

function withShortFrames(recording: Recording): Recording {
  return { ...recording, frames: recording.frames.map(withShortTexts) };
}

/** Other names of facts, in recordings made by hand: the name of the field in the frame, or the API operation. */
const OTHER_NAMES: ReadonlyMap<string, FactName> = new Map(Object.entries<FactName>({
  serviceDeployment: 'service deployment',
  taskDefinition: 'task definition',
  targetGroups: 'target groups',
  targetHealth: 'target health',
  DescribeStacks: 'stack',
  DescribeStackResource: 'stack resource',
  DescribeStackEvents: 'stack events',
  DescribeServices: 'service',
  ListServiceDeployments: 'service deployment',
  DescribeServiceDeployments: 'service deployment',
  DescribeServiceRevisions: 'service revisions',
  ListTasks: 'tasks',
  DescribeTasks: 'tasks',
  DescribeTaskDefinition: 'task definition',
  DescribeTargetGroups: 'target groups',
  DescribeTargetHealth: 'target health',
  GetLogEvents: 'logs',
}));

/** The same recording with the names that the readers of `unavailable` ask for. A name that nobody knows stays: messages print it. */
function withFactNames(recording: Recording): Recording {
  if (!recording.frames.some((f) => f.unavailable?.length)) return recording;
  const named = (u: Unavailable): Unavailable => ({ ...u, what: OTHER_NAMES.get(u.what.replace(/^.*:/, '')) ?? u.what });
  return { ...recording, frames: recording.frames.map((f) => (f.unavailable ? { ...f, unavailable: f.unavailable.map(named) } : f)) };
}

/** Every field of a frame but `at` and the name of an unread fact may be absent or null: "not looked at". */
function checkRecording(value: unknown): void {
  const recording = objectAt('', value);
  if (recording.recording !== 1) wrong('recording', 'the version number 1', recording.recording);
  if (recording.provenance !== undefined && recording.provenance !== null) objectAt('provenance', recording.provenance);
  const { frames } = recording;
  if (!Array.isArray(frames) || !frames.length) return wrong('frames', 'a list of at least 1', frames);
  frames.forEach((one: unknown, i) => checkFrame(one, `frames[${i}]`));
}

function checkFrame(value: unknown, path: string): void {
  const { at, unavailable } = objectAt(path, value);
  if (typeof at !== 'string') wrong(`${path}.at`, 'a time as ISO 8601 text', at);
  fitting(frame, value, (misfit) => wrong(misfit.path, misfit.expected, misfit.value), path);
  for (const [i, { what }] of ((unavailable ?? []) as readonly Partial<Unavailable>[]).entries()) {
    if (typeof what !== 'string') wrong(`${path}.unavailable[${i}].what`, 'a text', what);
  }
}

function objectAt(path: string, value: unknown): { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, 'an object', value);
  return value as { readonly [key: string]: unknown };
}

function wrong(path: string, expected: string, value: unknown): never {
  throw new RecordingError(`${path || 'the file'}: expected ${expected}, found ${kindOf(value)}`);
}

/**
 * The last frame, with the facts of earlier frames that AWS has dropped since. ECS keeps stopped tasks for about an hour and 100 events;
 * target health ends with the registration of the target.
 */
export function lastFrame(recording: Recording): Frame {
  const last = recording.frames[recording.frames.length - 1];
  if (recording.frames.length === 1) return last;
  const earlier = recording.frames.slice(0, -1).reverse();
  const tasks = unseen(last.tasks, earlier.flatMap((f) => (f.tasks ?? []).filter((t) => t.lastStatus === 'STOPPED')), (t) => t.taskArn);
  const events = unseen(last.service?.events, earlier.flatMap((f) => f.service?.events ?? []), (e) => `${e.createdAt} ${e.message}`);
  return {
    ...last,
    ...(tasks.length && { tasks: [...last.tasks ?? [], ...tasks] }),
    ...(last.service && events.length && { service: { ...last.service, events: [...last.service.events ?? [], ...events] } }),
    targetHealth: withFormer(last.targetHealth, earlier.map((f) => f.targetHealth)),
    logs: withEarlier(last.logs, earlier.map((f) => f.logs)),
  };
}

function unseen<T>(known: readonly T[] | null | undefined, more: readonly T[], key: (item: T) => string | undefined): readonly T[] {
  const keys = new Set((known ?? []).map(key));
  return more.filter((item) => !keys.has(key(item)) && keys.add(key(item)));
}

/** Targets that are no longer registered and were unhealthy when last seen. @param former newest first */
function withFormer(known: Frame['targetHealth'], former: readonly Frame['targetHealth'][]): Frame['targetHealth'] {
  const groups = new Map<string, { readonly all: TargetHealthDescription[]; readonly seen: Set<string> }>();
  for (const [arn, targets] of former.flatMap((one) => Object.entries(one ?? {}))) {
    const now = known?.[arn] ?? [];
    const { all, seen } = groups.get(arn) ?? { all: [...now], seen: new Set(now.map(targetName)) };
    groups.set(arn, { all, seen });
    for (const target of targets ?? []) {
      if (target.TargetHealth?.State !== 'unhealthy' || seen.has(targetName(target))) continue;
      seen.add(targetName(target));
      all.push(target);
    }
  }
  return groups.size ? { ...known, ...Object.fromEntries([...groups].map(([arn, { all }]) => [arn, all])) } : known;
}

const targetName = ({ Target: target }: TargetHealthDescription) => `${target?.Id}:${target?.Port}`;

/** Logs of tasks, by container; of each task those that were read last. @param former newest first */
function withEarlier(known: Frame['logs'], former: readonly Frame['logs'][]): Frame['logs'] {
  const all = [known, ...former].map((logs) => Object.entries(logs ?? {}));
  if (!all.slice(1).some((logs) => logs.length)) return known;
  const byName = new Map(all.flat().map(([name]) => [name, new Map<string, readonly LogLine[]>()]));
  for (const [name, tasks] of all.reverse().flat()) {
    for (const [task, lines] of Object.entries(tasks ?? {})) byName.get(name)?.set(task, lines);
  }
  return Object.fromEntries([...byName].map(([name, tasks]) => [name, Object.fromEntries(tasks)]));
}
