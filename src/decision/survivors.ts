import { Cause, Stage } from '../diagnosis/model';
import { failedTasks, runningTasks } from '../diagnosis/read';
import { time } from '../diagnosis/text';
import { Frame, Task } from '../facts/model';

/** A task that outlives the failed ones by so much has passed what they failed at. */
const MARGIN_MS = 10_000;
/** More is not waited for: by then ECS has started the next tasks, and they tell. */
const LONGEST_WAIT_MS = 30_000;
/** To run shows nothing about health checks: those have their own evidence. */
const SHOWN_BY_RUNNING: readonly Stage[] = ['pull', 'start', 'run'];

export interface Survivors {
  /** A task of the same revision runs, and has for longer than the failed ones did. */
  readonly works: boolean;
  /** Milliseconds until a task that runs will have shown that. */
  readonly showsInMs?: number;
}

/** Do other tasks of the new revision get past the point at which these failed? One bad task among many is no bad revision. */
export function survivors(frame: Frame, cause: Cause, now: string): Survivors {
  if (!SHOWN_BY_RUNNING.includes(cause.stage)) return { works: false };
  const enough = Math.max(0, ...failedTasks(frame).map(lifeMs)) + MARGIN_MS;
  const missing = runningTasks(frame).map((t) => enough - (Date.parse(now) - (time(t.startedAt) ?? Infinity))).filter(Number.isFinite);
  if (missing.some((ms) => ms <= 0)) return { works: true };
  const soon = Math.min(...missing);
  return { works: false, ...soon <= LONGEST_WAIT_MS && { showsInMs: soon } };
}

function lifeMs(task: Task): number {
  const end = time(task.executionStoppedAt) ?? time(task.stoppingAt) ?? time(task.stoppedAt);
  const start = time(task.startedAt);
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}
