import { failedTasks, taskId, watchedDeployment } from '../../diagnosis/read';
import { taskDefinitionName, time } from '../../diagnosis/text';
import { Deployment, Frame, Task } from '../../facts/model';

/** What happened when, put together from frames. Times in milliseconds since the epoch. */
export interface Timeline {
  readonly deployments: readonly DeploymentBar[];
  readonly tasks: readonly TaskBar[];
  readonly events: readonly Moment[];
  /** Of the last frame. */
  readonly to: number;
  readonly forgotten: Forgotten;
}

/** What a long watch no longer remembers of its tasks, in numbers. */
export interface Forgotten {
  /** Tasks of the deployment under watch. */
  readonly tasks: number;
  /** How many of them had failed by then. */
  readonly failed: number;
  /** Of all that went: what ECS still lists, or may list again, must not be counted twice. */
  readonly ids: readonly string[];
}

export interface DeploymentBar {
  readonly id: string;
  readonly definition: string;
  /** The one that the diagnosis is about. */
  readonly watched: boolean;
  readonly from: number;
  /** Absent: it lives. */
  readonly to?: number;
  readonly state: string;
}

export type Phase = 'pending' | 'pulling' | 'starting' | 'running' | 'stopping';

export interface TaskBar {
  readonly id: string;
  readonly definition: string;
  readonly watched: boolean;
  readonly phases: readonly { readonly phase: Phase; readonly from: number; readonly to?: number }[];
  /** Health as the frames saw it change: containers' own checks and load balancer. */
  readonly health: readonly Moment[];
  /** It stops or has stopped, not on anybody's wish, since then. */
  readonly failedAt?: number;
  readonly stopped?: { readonly at: number; readonly text: string };
}

export interface Moment {
  readonly at: number;
  readonly text: string;
}

export const NO_TIMELINE: Timeline = { deployments: [], tasks: [], events: [], to: 0, forgotten: { tasks: 0, failed: 0, ids: [] } };

/** A watch of hours stays small: what is oldest goes first, but of the tasks those in the middle. */
const MAX_TASKS = 150;
/** The failures that a deployment began with: its diagnosis mostly names them. */
const FIRST_FAILED = 20;
/** ECS lists stopped tasks for an hour, in no particular order, and not all of very many at once. */
const MAX_IDS = 1000;
const MAX_EVENTS = 150;
const MAX_DEPLOYMENTS = 20;
const MAX_HEALTH = 30;

export function timelineOf(frames: readonly Frame[]): Timeline {
  return frames.reduce(addFrame, NO_TIMELINE);
}

/** What is known after one more frame. A task or deployment that ECS no longer lists stays as it was last seen. */
export function addFrame(before: Timeline, frame: Frame): Timeline {
  const at = time(frame.at) ?? before.to;
  const watched = watchedDeployment(frame)?.id;
  const failed = new Set(failedTasks(frame).map(taskId));
  const gone = new Set(before.forgotten.ids);
  const tasks = (frame.tasks ?? []).filter((task) => !gone.has(taskId(task)))
    .map((task) => taskBar(task, frame, at, watched, failed, before.tasks.find((t) => t.id === taskId(task))));
  const deployments = (frame.service?.deployments ?? []).filter((d) => d.id).map((d) => deploymentBar(d, watched));
  const known = before.deployments.map((d) => (frame.service && d.to === undefined && !deployments.some((now) => now.id === d.id) ? { ...d, to: at } : d));
  const events = (frame.service?.events ?? []).flatMap((e) => {
    const when = time(e.createdAt);
    return when === undefined || !e.message ? [] : [{ at: when, text: e.message.replace(/^\(service [^)]*\) /, '') }];
  });
  return {
    deployments: merged(known, deployments, (d) => d.id, (d) => d.from).slice(-MAX_DEPLOYMENTS),
    ...remembered(merged(before.tasks, tasks, (t) => t.id, (t) => t.phases[0]?.from ?? 0), before.forgotten, new Set((frame.tasks ?? []).map(taskId))),
    events: merged(before.events, events, (e) => `${e.at} ${e.text}`, (e) => e.at).slice(-MAX_EVENTS),
    to: Math.max(at, before.to),
  };
}

/** The first that failed and the newest; the others are counted. */
function remembered(tasks: readonly TaskBar[], before: Forgotten, listed: ReadonlySet<string>): Pick<Timeline, 'tasks' | 'forgotten'> {
  if (tasks.length <= MAX_TASKS) return { tasks, forgotten: before };
  const first = tasks.filter((t) => t.failedAt !== undefined).slice(0, FIRST_FAILED);
  const kept = new Set([...first, ...tasks.filter((t) => !first.includes(t)).slice(first.length - MAX_TASKS)]);
  const left = tasks.filter((t) => !kept.has(t));
  const mine = left.filter((t) => t.watched);
  const ids = [...before.ids, ...left.map((t) => t.id)];
  return {
    tasks: tasks.filter((t) => kept.has(t)),
    forgotten: {
      tasks: before.tasks + mine.length,
      failed: before.failed + mine.filter((t) => t.failedAt !== undefined).length,
      ids: ids.filter((id, i) => listed.has(id) || i >= ids.length - MAX_IDS),
    },
  };
}

function merged<T>(before: readonly T[], now: readonly T[], key: (item: T) => string, at: (item: T) => number): readonly T[] {
  const byKey = new Map(before.map((item) => [key(item), item]));
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

function taskBar(task: Task, frame: Frame, at: number, watched: string | undefined, failed: ReadonlySet<string>, before: TaskBar | undefined): TaskBar {
  const id = taskId(task);
  const end = time(task.stoppedAt);
  const stopped = end ?? (task.lastStatus === 'STOPPED' ? time(task.stoppingAt) ?? at : undefined);
  const health = healthOf(task, frame);
  const last = before?.health[before.health.length - 1]?.text;
  return {
    id,
    definition: taskDefinitionName(task.taskDefinitionArn) ?? '',
    watched: !watched || task.startedBy === watched,
    phases: phases(task, end),
    health: health && health !== last ? [...before?.health ?? [], { at, text: health }].slice(-MAX_HEALTH) : before?.health ?? [],
    ...(failed.has(id) && { failedAt: time(task.stoppingAt) ?? time(task.executionStoppedAt) ?? stopped ?? at }),
    ...(stopped !== undefined && { stopped: { at: stopped, text: stopText(task) } }),
  };
}

function phases(task: Task, end: number | undefined): TaskBar['phases'] {
  const stopping = time(task.stoppingAt) ?? time(task.executionStoppedAt);
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

function healthOf(task: Task, frame: Frame): string | undefined {
  const addresses = new Set([
    ...(task.containers ?? []).flatMap((c) => (c.networkInterfaces ?? []).map((n) => n.privateIpv4Address)),
    ...(task.attachments ?? []).flatMap((a) => (a.details ?? []).filter((d) => d.name === 'privateIPv4Address').map((d) => d.value)),
  ]);
  const target = Object.values(frame.targetHealth ?? {}).flat().find((t) => t.Target?.Id && addresses.has(t.Target.Id))?.TargetHealth;
  const own = task.healthStatus && task.healthStatus !== 'UNKNOWN' ? `container check ${task.healthStatus.toLowerCase()}` : undefined;
  const seen = target?.State ? `target ${target.State}${target.Reason ? ` (${target.Reason})` : ''}` : undefined;
  return [own, seen].filter(Boolean).join(', ') || undefined;
}

function stopText(task: Task): string {
  const exits = (task.containers ?? []).filter((c) => typeof c.exitCode === 'number').map((c) => `${c.name} exited with ${c.exitCode}${c.reason ? ` (${c.reason})` : ''}`);
  return [task.stoppedReason ?? task.stopCode, ...exits].filter(Boolean).join('; ');
}
