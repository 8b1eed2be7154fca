import { failedTasks, stopBegan, taskId, watchedDeployment } from '../../diagnosis/read';
import { taskDefinitionName, time } from '../../diagnosis/text';
import { Deployment, Frame, TargetHealthDescription, Task } from '../../facts/model';

/** The course of a deployment, put together from frames. Times in milliseconds since the epoch. */
export interface Timeline {
  readonly deployments: readonly DeploymentBar[];
  readonly tasks: readonly TaskBar[];
  readonly events: readonly Moment[];
  /** Of the last frame. */
  readonly to: number;
  readonly forgotten: Forgotten;
}

/** Counts of the tasks that a long watch no longer keeps. */
interface Forgotten {
  /** Tasks of the deployment under watch. */
  readonly tasks: number;
  /** How many of them had failed by then. */
  readonly failed: number;
  /** Ids of all of them: ECS may list a task again, and it must not be counted twice. */
  readonly ids: readonly string[];
}

export interface DeploymentBar {
  readonly id: string;
  readonly definition: string;
  /** The diagnosis is about this deployment. */
  readonly watched: boolean;
  readonly from: number;
  /** Absent: it has not ended. */
  readonly to?: number;
  readonly state: string;
}

export type Phase = 'pending' | 'pulling' | 'starting' | 'running' | 'stopping';

export interface TaskBar {
  readonly id: string;
  readonly definition: string;
  readonly watched: boolean;
  readonly phases: readonly { readonly phase: Phase; readonly from: number; readonly to?: number }[];
  /** Changes of health between frames: by container health checks and by the load balancer. */
  readonly health: readonly Moment[];
  /** Since then it stops or has stopped, and nobody asked for it. */
  readonly failedAt?: number;
  readonly stopped?: { readonly at: number; readonly text: string };
}

export interface Moment {
  readonly at: number;
  readonly text: string;
}

export const NO_TIMELINE: Timeline = { deployments: [], tasks: [], events: [], to: 0, forgotten: { tasks: 0, failed: 0, ids: [] } };

/** Limits for a watch of hours. The oldest entries go first; of the tasks, those in the middle go. */
const MAX_TASKS = 150;
/** The first failed tasks are kept: the diagnosis mostly names them. */
const FIRST_FAILED = 20;
/** ECS lists stopped tasks for about an hour, in no order, and not all at once if there are very many. */
const MAX_IDS = 1000;
const MAX_EVENTS = 150;
const MAX_DEPLOYMENTS = 20;
const MAX_HEALTH = 30;

/** The same with other texts: those of AWS without secrets and without what acts in an output. */
export function cleanedTimeline({ deployments, tasks, events, ...more }: Timeline, clean: (text: string) => string): Timeline {
  const moment = ({ at, text }: Moment): Moment => ({ at, text: clean(text) });
  return {
    ...more,
    deployments: deployments.map((d) => ({ ...d, id: clean(d.id), definition: clean(d.definition), state: clean(d.state) })),
    tasks: tasks.map(({ stopped, ...task }) => ({
      ...task, id: clean(task.id), definition: clean(task.definition), health: task.health.map(moment),
      ...(stopped && { stopped: moment(stopped) }),
    })),
    events: events.map(moment),
  };
}

export function timelineOf(frames: readonly Frame[]): Timeline {
  return frames.reduce(addFrame, NO_TIMELINE);
}

/** The timeline after one more frame. A task or deployment that ECS no longer lists keeps its last state. */
export function addFrame(previous: Timeline, frame: Frame): Timeline {
  const at = time(frame.at) ?? previous.to;
  const watched = watchedDeployment(frame)?.id;
  const failed = new Set(failedTasks(frame).map(taskId));
  const gone = new Set(previous.forgotten.ids);
  const bars = new Map(previous.tasks.map((bar) => [bar.id, bar]));
  const targets = targetsOf(frame);
  const tasks = (frame.tasks ?? []).filter((task) => !gone.has(taskId(task)))
    .map((task) => taskBar(task, { targets, at, watched, failed, known: bars.get(taskId(task)) }));
  const deployments = (frame.service?.deployments ?? []).filter((d) => d.id).map((d) => deploymentBar(d, watched));
  const listed = new Set(deployments.map((d) => d.id));
  const ended = (d: DeploymentBar) => frame.service && d.to === undefined && !listed.has(d.id);
  const known = previous.deployments.map((d) => (ended(d) ? { ...d, to: at } : d));
  const events = (frame.service?.events ?? []).flatMap((e) => {
    const when = time(e.createdAt);
    return when === undefined || !e.message ? [] : [{ at: when, text: e.message.replace(/^\(service [^)]*\) /, '') }];
  });
  return {
    deployments: merged(known, deployments, (d) => d.id, (d) => d.from).slice(-MAX_DEPLOYMENTS),
    ...limited(merged(previous.tasks, tasks, (t) => t.id, (t) => t.phases[0]?.from ?? 0), previous.forgotten, frame),
    events: merged(previous.events, events, (e) => `${e.at} ${e.text}`, (e) => e.at).slice(-MAX_EVENTS),
    to: Math.max(at, previous.to),
  };
}

/** Keeps the tasks that failed first and the newest ones; counts the others. */
function limited(tasks: readonly TaskBar[], forgotten: Forgotten, frame: Frame): Pick<Timeline, 'tasks' | 'forgotten'> {
  if (tasks.length <= MAX_TASKS) return { tasks, forgotten };
  const listed = new Set((frame.tasks ?? []).map(taskId));
  const first = tasks.filter((t) => t.failedAt !== undefined).slice(0, FIRST_FAILED);
  const kept = new Set([...first, ...tasks.filter((t) => !first.includes(t)).slice(first.length - MAX_TASKS)]);
  const left = tasks.filter((t) => !kept.has(t));
  const watched = left.filter((t) => t.watched);
  const ids = [...forgotten.ids, ...left.map((t) => t.id)];
  return {
    tasks: tasks.filter((t) => kept.has(t)),
    forgotten: {
      tasks: forgotten.tasks + watched.length,
      failed: forgotten.failed + watched.filter((t) => t.failedAt !== undefined).length,
      ids: ids.filter((id, i) => listed.has(id) || i >= ids.length - MAX_IDS),
    },
  };
}

function merged<T>(known: readonly T[], now: readonly T[], key: (item: T) => string, at: (item: T) => number): readonly T[] {
  const byKey = new Map(known.map((item) => [key(item), item]));
  for (const item of now) byKey.set(key(item), item);
  return [...byKey.values()].sort((a, b) => at(a) - at(b));
}

function deploymentBar(d: Deployment, watched: string | undefined): DeploymentBar {
  return {
    id: d.id ?? '',
    definition: taskDefinitionName(d.taskDefinition) ?? '',
    watched: d.id === watched,
    from: time(d.createdAt) ?? 0,
    state: d.rolloutState ?? d.status ?? '',
  };
}

interface TaskContext {
  readonly targets: ReadonlyMap<string, Target>;
  /** When, in milliseconds. */
  readonly at: number;
  /** Id of the deployment under watch. */
  readonly watched: string | undefined;
  /** Ids of the failed tasks. */
  readonly failed: ReadonlySet<string>;
  /** The task as the frames before had it. */
  readonly known: TaskBar | undefined;
}

function taskBar(task: Task, { targets, at, watched, failed, known }: TaskContext): TaskBar {
  const id = taskId(task);
  const end = time(task.stoppedAt);
  const stopped = end ?? (task.lastStatus === 'STOPPED' ? stopBegan(task) ?? at : undefined);
  const health = healthOf(task, targets);
  const last = known?.health[known.health.length - 1]?.text;
  return {
    id,
    definition: taskDefinitionName(task.taskDefinitionArn) ?? '',
    watched: !watched || task.startedBy === watched,
    phases: phases(task, end),
    health: health && health !== last ? [...known?.health ?? [], { at, text: health }].slice(-MAX_HEALTH) : known?.health ?? [],
    ...(failed.has(id) && { failedAt: stopBegan(task) ?? stopped ?? at }),
    ...(stopped !== undefined && { stopped: { at: stopped, text: stopText(task) } }),
  };
}

function phases(task: Task, end: number | undefined): TaskBar['phases'] {
  // A task of which only the end is known has no phase of stopping.
  const stopping = stopBegan({ ...task, stoppedAt: undefined });
  const marks: readonly (readonly [Phase, number | undefined])[] = [
    ['pending', time(task.createdAt)],
    ['pulling', time(task.pullStartedAt)],
    ['starting', time(task.pullStoppedAt)],
    ['running', time(task.startedAt)],
    ['stopping', stopping],
  ];
  const reached = marks.flatMap(([phase, from]) => (from === undefined ? [] : [{ phase, from }])).sort((a, b) => a.from - b.from);
  return reached.map((mark, i) => {
    const to = reached[i + 1]?.from ?? end;
    return { ...mark, ...(to !== undefined && { to }) };
  });
}

interface Target {
  /** Place among all targets. */
  readonly place: number;
  readonly health: TargetHealthDescription['TargetHealth'];
}

/** By its id: an address of a task. The first one counts. */
function targetsOf(frame: Frame): ReadonlyMap<string, Target> {
  const found = new Map<string, Target>();
  Object.values(frame.targetHealth ?? {}).flat().forEach((target, place) => {
    const id = target?.Target?.Id;
    if (id && !found.has(id)) found.set(id, { place, health: target.TargetHealth });
  });
  return found;
}

function healthOf(task: Task, targets: ReadonlyMap<string, Target>): string | undefined {
  const addresses = [
    ...(task.containers ?? []).flatMap((c) => (c.networkInterfaces ?? []).map((n) => n.privateIpv4Address)),
    ...(task.attachments ?? []).flatMap((a) => (a.details ?? []).filter((d) => d.name === 'privateIPv4Address').map((d) => d.value)),
  ];
  const mine = addresses.flatMap((address) => targets.get(address ?? '') ?? []);
  const target = mine.sort((a, b) => a.place - b.place)[0]?.health;
  const own = task.healthStatus && task.healthStatus !== 'UNKNOWN' ? `container check ${task.healthStatus.toLowerCase()}` : undefined;
  const state = target?.State && withDetail(`target ${target.State}`, target.Reason);
  return [own, state].filter(Boolean).join(', ') || undefined;
}

function withDetail(text: string, detail: string | undefined): string {
  return detail ? `${text} (${detail})` : text;
}

function stopText(task: Task): string {
  const exits = (task.containers ?? []).filter((c) => typeof c.exitCode === 'number')
    .map((c) => withDetail(`${c.name} exited with ${c.exitCode}`, c.reason));
  return [task.stoppedReason ?? task.stopCode, ...exits].filter(Boolean).join('; ');
}
