import { Cause, Stage } from './model';
import { outlives } from './outlives';
import {
  deploymentTasks, desiredCount, hasExited, hasStopped, isAwaited, isHealthy, pendingTasks, runningTasks, statements, stopBegan, taskId,
} from './read';
import { oncePer } from './read/memo';
import { Source } from './read/statements';
import { groupedBy, normalise, time } from './text';
import { Frame, Task } from '../facts/model';
import { isStoppedOrStopping } from '../facts/stops';

/** The times of events and of tasks come from different clocks. */
const CLOCK_SLACK_MS = 5_000;

/**
 * The task that shows that a cause is over: ECS created it after everything that showed the cause, and it got past that point. A first task
 * may fail before the image is pushed, before IAM has spread, or before the log collector of its instance runs. undefined: the cause may
 * still hold.
 */
export function gotPast(frame: Frame, cause: Cause): Task | undefined {
  if (cause.waiting) return undefined;
  const at = lastShown(frame, cause);
  if (at === undefined) return undefined;
  const passed = PASSED[stageOf(frame, cause)]?.(frame, cause);
  if (!passed) return undefined;
  const mine = new Set(tasksOf(frame, cause));
  return deploymentTasks(frame).find((task) => (time(task.createdAt) ?? -Infinity) > at && !mine.has(task) && passed(task));
}

/** Those that show the cause, in the order in which they were created. Asked for each cause: of thousands, each is looked up by its id. */
function tasksOf(frame: Frame, { tasks }: Cause): readonly Task[] {
  const found = tasks.flatMap((id) => placesById(frame).get(id) ?? []);
  return found.sort((a, b) => a - b).map((place) => deploymentTasks(frame)[place]);
}

const placesById = oncePer((frame: Frame) => groupedBy(deploymentTasks(frame).keys(), (place) => taskId(deploymentTasks(frame)[place])));

/**
 * When the cause was last seen, in milliseconds since the epoch. undefined: that is not known (a statement of CloudFormation or about the
 * rollout), or a task that shows it still runs.
 */
function lastShown(frame: Frame, cause: Cause): number | undefined {
  const { tasks, evidence } = cause;
  const stops = tasksOf(frame, cause).map((t) => (hasStopped(t) ? stopBegan(t) : undefined));
  const texts = new Set(evidence.map(normalise));
  const said = statements(frame).filter((s) => texts.has(s.text) && !OF_A_TASK.has(s.from));
  const events = said.filter((s) => s.from === 'event').map(({ at }) => (at === undefined ? undefined : at + CLOCK_SLACK_MS));
  const all = [...stops, ...(tasks.length ? [] : events)];
  if (!all.length || stops.length < tasks.length || said.some((s) => s.from !== 'event')) return undefined;
  return all.reduce((last, one) => (last === undefined || one === undefined ? undefined : Math.max(last, one)));
}

const OF_A_TASK: ReadonlySet<Source> = new Set<Source>(['task', 'container', 'attachment']);

/** If a task carries a fault of these stages, it was refused after its placement. */
const BY_TASK: { readonly [stage in Stage]?: Stage } = { service: 'start', placement: 'start' };

/**
 * If ECS stopped the tasks because of a health check, only a healthy task shows that it is over: each task runs before its check fails. If
 * the container started and exited, each task starts before it fails, whatever stage the cause is of (`sh: ./run.sh: not found`).
 */
function stageOf(frame: Frame, cause: Cause): Stage {
  const { stage, tasks, container } = cause;
  const stopped = tasksOf(frame, cause);
  if (stopped.some(({ stoppedReason }) => /health ?checks?\b/i.test(stoppedReason ?? ''))) return 'health';
  const exited = stopped.some((t) => t.containers?.some((c) => c.name === container && hasExited(c) && !c.reason));
  if (exited && (stage === 'start' || stage === 'pull')) return 'run';
  return tasks.length ? BY_TASK[stage] ?? stage : stage;
}

type Passed = (frame: Frame, cause: Cause) => (task: Task) => boolean;

/** Which sign of a task shows that it got past the stage. Absent: none does. */
const PASSED: { readonly [stage in Stage]?: Passed } = {
  service: () => wasPlaced,
  // A place for one task is none for all of them.
  placement: (frame) => {
    const areThere = allAreThere(frame);
    return (task) => areThere && wasPlaced(task);
  },
  pull: (_frame, { container }) => (task) => hasRun(task, container) || (!isStoppedOrStopping(task) && Boolean(task.pullStoppedAt)),
  start: (_frame, { container }) => (task) => hasRun(task, container),
  run: (frame, cause) => (isOfWaiters(frame, cause)
    ? (task) => letsOthersStart(task, cause.container)
    : (task) => outlives(frame, task, cause)),
  health: (frame) => (task) => isHealthy(frame, task),
};

/** A task with a capacity provider is in PROVISIONING while it waits for an instance (Amazon ECS Developer Guide, cluster auto scaling). */
function wasPlaced(task: Task): boolean {
  return Boolean(task.lastStatus) && task.lastStatus !== 'PROVISIONING' && (!hasStopped(task) || hasRun(task, null));
}

function allAreThere(frame: Frame): boolean {
  return runningTasks(frame).length + pendingTasks(frame).length >= (desiredCount(frame) ?? Infinity);
}

/** Other containers wait for this one (`dependsOn`), and none of the failed tasks got to RUNNING: the task is there once they run, too. */
function isOfWaiters(frame: Frame, cause: Cause): boolean {
  return cause.container !== null && isAwaited(frame, cause.container) && tasksOf(frame, cause).every((t) => !t.startedAt);
}

function letsOthersStart(task: Task, container: string | null): boolean {
  return Boolean(task.startedAt) || (task.containers ?? []).some((c) => c.name === container && c.exitCode === 0);
}

/** The container ran, or the whole task if none is blamed. */
function hasRun(task: Task, container: string | null): boolean {
  if (task.startedAt || task.lastStatus === 'RUNNING') return true;
  return (task.containers ?? []).some((c) => c.name === container && (hasExited(c) || c.lastStatus === 'RUNNING'));
}
