import { Cause, Stage } from '../diagnosis/model';
import { failedTasks, pendingTasks, runningTasks, stopBegan } from '../diagnosis/read';
import { time } from '../diagnosis/text';
import { Frame, Task } from '../facts/model';

/** A task that outlives the failed ones by so much has passed what they failed at. */
const MARGIN_MS = 10_000;
/** Longer is not waited: by then ECS has started the next tasks, and they tell. */
const LONGEST_WAIT_MS = 30_000;
/** To run shows nothing about health checks: those have their own evidence. */
const SHOWN_BY_RUNNING: readonly Stage[] = ['pull', 'start', 'run'];

export interface Survivors {
  /** A task of the same revision runs, and has for longer than the failed ones did. */
  readonly works: boolean;
  /** Milliseconds until a task will have shown that: one that runs, or one that was started with those that failed and does not run yet. */
  readonly showsInMs?: number;
}

/**
 * Do other tasks of the new revision get past the point at which these failed? One bad task among many is no bad revision. Those that do not
 * run yet are waited for from the first failure on, those that run from the failure on that would end the deployment.
 * @param allowed failed tasks that would end it
 */
export function survivors(frame: Frame, cause: Cause, now: string, allowed: number): Survivors {
  const stops = failedTasks(frame).map((task) => stopBegan(task) ?? Infinity);
  const isMate = (task: Task) => (time(task.createdAt) ?? Infinity) < stops[0];
  const leftSince = (stop = -Infinity) => LONGEST_WAIT_MS - (Date.parse(now) - stop);
  const pending = pendingTasks(frame).some(isMate) ? [leftSince(stops[0])] : [];
  if (!SHOWN_BY_RUNNING.includes(cause.stage)) return { works: false, ...soonest(pending) };
  const enough = Math.max(0, ...failedTasks(frame).map(lifeMs)) + MARGIN_MS;
  const missingMs = (task: Task) => enough - (Date.parse(now) - (time(task.startedAt) ?? Infinity));
  const running = runningTasks(frame);
  if (running.some((task) => missingMs(task) <= 0)) return { works: true };
  const leftMs = leftSince(stops[Math.min(allowed, stops.length) - 1]);
  // Where nothing heals, what ECS has started in place of a failed task is not waited for.
  const telling = cause.retry === 'never' ? running.filter(isMate) : running;
  const shows = telling.map(missingMs).filter((ms) => ms <= LONGEST_WAIT_MS).map((ms) => Math.min(ms, leftMs));
  return { works: false, ...soonest([...pending, ...shows]) };
}

function soonest(waits: readonly number[]): Pick<Survivors, 'showsInMs'> {
  const open = waits.filter((ms) => ms > 0);
  return open.length ? { showsInMs: Math.min(...open) } : {};
}

function stopMs(task: Task): number | undefined {
  return time(task.executionStoppedAt) ?? time(task.stoppingAt) ?? time(task.stoppedAt);
}

function lifeMs(task: Task): number {
  const [start, end] = [time(task.startedAt), stopMs(task)];
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}
