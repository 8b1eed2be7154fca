import type { TaskStop } from '../../src/lab/lab';

/** What must be readable before the documented policy (docs/how-it-works.md) fails the deployment. */
export interface Decisive {
  /** Failed tasks that it takes. */
  readonly tasks: number;
  /** The log line that names the cause: seconds before the end of its task, and seconds until it can be read. */
  readonly line?: { readonly beforeEnd: number; readonly lateness: number };
}

/**
 * The moment from which everything decisive could be read, in lab milliseconds since the epoch, out of the lab's own books and not of
 * any diagnosis: ECS's API shows the last of the tasks that it takes as stopping, with the reason, and the first of their log lines
 * can be read. undefined: it never came to that.
 */
export function conclusiveMoment(stops: readonly TaskStop[], { tasks, line }: Decisive): number | undefined {
  const failed = stops.filter(({ stopCode, stoppedReason }) => stopCode !== 'UserInitiated' && !/^Scaling activity initiated/.test(stoppedReason ?? ''))
    .sort((a, b) => a.at - b.at);
  const first = failed[0];
  // Those of another deployment (the one that rolls back) prove nothing about this one.
  const last = failed.filter(({ startedBy }) => startedBy === first?.startedBy)[tasks - 1];
  if (!last) return undefined;
  const readable = line ? first.at + 1000 * (line.lateness - line.beforeEnd) : -Infinity;
  return Math.max(last.at, readable);
}
