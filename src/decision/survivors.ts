import { LONGEST_SURVIVOR_WAIT_MS } from './policy';
import { Cause, Stage } from '../diagnosis/model';
import { SURVIVAL_MARGIN_MS } from '../diagnosis/outlives';
import { executionEnded, failedTasks, pendingTasks, runningTasks, stopBegan } from '../diagnosis/read';
import { largest, smallest, time } from '../diagnosis/text';
import { Frame, Task } from '../facts/model';

/** Running shows nothing about health checks: those have their own evidence. */
const SHOWN_BY_RUNNING: ReadonlySet<Stage> = new Set(['pull', 'start', 'run']);

interface Survivors {
  /** A task of the same revision has run for longer than the failed ones did. */
  readonly revisionWorks: boolean;
  /** Milliseconds until a task will have shown that; absent: none can. */
  readonly knownInMs?: number;
}

/**
 * Do other tasks of the new revision run for longer than the failed ones did? One bad task among many is no bad revision. For tasks that do
 * not run yet the wait begins at the first failure. For running tasks it begins at the failure that would end the deployment.
 * @param allowed failed tasks that would end it
 */
export function survivors(frame: Frame, cause: Cause, now: string, allowed: number): Survivors {
  const stops = failedTasks(frame).map((task) => stopBegan(task) ?? Infinity);
  const startedWithThem = (task: Task) => (time(task.createdAt) ?? Infinity) < stops[0];
  const leftSince = (stop = -Infinity) => LONGEST_SURVIVOR_WAIT_MS - (Date.parse(now) - stop);
  const pending = pendingTasks(frame).some(startedWithThem) ? [leftSince(stops[0])] : [];
  if (!SHOWN_BY_RUNNING.has(cause.stage)) return { revisionWorks: false, ...soonest(pending) };
  const enough = largest(failedTasks(frame).map(lifeMs), 0) + SURVIVAL_MARGIN_MS;
  const missingMs = (task: Task) => enough - (Date.parse(now) - (time(task.startedAt) ?? Infinity));
  const running = runningTasks(frame);
  if (running.some((task) => missingMs(task) <= 0)) return { revisionWorks: true };
  const leftMs = leftSince(stops[Math.min(allowed, stops.length) - 1]);
  // If nothing heals, the task that ECS has started in place of a failed one fails like it.
  const candidates = cause.retry === 'never' ? running.filter(startedWithThem) : running;
  const waits = candidates.map(missingMs).filter((ms) => ms <= LONGEST_SURVIVOR_WAIT_MS).map((ms) => Math.min(ms, leftMs));
  return { revisionWorks: false, ...soonest([...pending, ...waits]) };
}

function soonest(waits: readonly number[]): Pick<Survivors, 'knownInMs'> {
  const open = waits.filter((ms) => ms > 0);
  return open.length ? { knownInMs: smallest(open) } : {};
}

function lifeMs(task: Task): number {
  const [start, end] = [time(task.startedAt), executionEnded(task)];
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}
