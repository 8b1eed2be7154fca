import { Cause } from './model';
import { endedByItself, executionEnded, failedTasks, hasStopped, isHealthyByCheck, logLines, ReadLine, taskId } from './read';
import { listeningIn } from './read/listening';
import { oncePer } from './read/memo';
import { failureKey, time } from './text';
import { Frame, Task } from '../facts/model';

/**
 * A task that runs for this much longer than the failed ones did makes it doubtful that all tasks fail: the same program does not take
 * equally long in every task. `decision/survivors.ts` waits for that.
 */
export const SURVIVAL_MARGIN_MS = 10_000;
/** Only a task that lives for this much longer than each failed one shows by that alone that the failure is over ... */
const CLEARLY_LONGER_MS = 30_000;
/** ... and for this share longer: of tasks that fail after ten minutes, none fails to the second. */
const CLEARLY_LONGER_SHARE = 0.5;
/** Last lines of a log in which the line that shows the failure is not followed by anything. */
const LAST_LINES = 3;

/**
 * The task got past the point at which the tasks of the cause ended by themselves. A task of a crash loop runs for a moment, too: only a
 * clearly longer life shows it, or a longer one that passes its check, or its log.
 */
export function outlives(frame: Frame, task: Task, cause: Cause): boolean {
  if (task.lastStatus !== 'RUNNING' || task.desiredStatus === 'STOPPED' || hasStopped(task)) return false;
  const lines = logLines(frame, logOf(cause), task);
  if (endsAsTheyDid(frame, lines, cause)) return false;
  const longest = longestLifeMs(frame, cause);
  const life = lifeMs(frame, task);
  const margin = Math.max(CLEARLY_LONGER_MS, longest * CLEARLY_LONGER_SHARE);
  return life > longest + margin || (life > longest && isHealthyByCheck(frame, task)) || isFirstToListen(frame, lines, cause);
}

function logOf({ container, seen }: Cause): string | undefined {
  return seen?.container ?? container ?? undefined;
}

function tasksOf(frame: Frame, { tasks }: Cause): readonly Task[] {
  const mine = new Set(tasks);
  return failedTasks(frame).filter((task) => mine.has(taskId(task)));
}

/** Its last lines have the one that shows the failure of the others. */
function endsAsTheyDid(frame: Frame, lines: readonly ReadLine[], { seen }: Cause): boolean {
  if (!seen || !lines.length) return false;
  const key = keyOf(logLines(frame, seen.container, seen.task)[seen.line]);
  return key !== '' && lines.slice(-LAST_LINES).some((line) => keyOf(line) === key);
}

/** Times and counts differ from task to task. */
function keyOf(line: ReadLine | undefined): string {
  return failureKey(line?.message ?? '').replace(/\d+/g, '#');
}

/** It logs the address on which it listens; the failed ones, whose logs were read, did not get there. */
function isFirstToListen(frame: Frame, lines: readonly ReadLine[], cause: Cause): boolean {
  if (!lines.some(isListening)) return false;
  const others = tasksOf(frame, cause).map((task) => logLines(frame, logOf(cause), task)).filter((log) => log.length);
  return others.length > 0 && !others.some((log) => log.some(isListening));
}

function isListening({ message = '' }: ReadLine): boolean {
  return listeningIn(message) !== undefined;
}

/** Of the tasks of the cause, and of the others that ended by themselves. */
function longestLifeMs(frame: Frame, cause: Cause): number {
  const known = lives(frame).get(cause);
  if (known !== undefined) return known;
  const mine = new Set(cause.tasks);
  const counted = failedTasks(frame).filter((task) => mine.has(taskId(task)) || endedByItself(task));
  const longest = counted.reduce((most, task) => Math.max(most, lifeMs(frame, task)), 0);
  lives(frame).set(cause, longest);
  return longest;
}

/** Asked for each later task: of thousands of tasks it is found once. */
const lives = oncePer((_frame: Frame) => new WeakMap<Cause, number>());

function lifeMs(frame: Frame, task: Task): number {
  const start = time(task.startedAt);
  const end = hasStopped(task) ? executionEnded(task) : time(frame.at);
  return start === undefined || end === undefined ? 0 : Math.max(0, end - start);
}
