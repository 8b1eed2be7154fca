import { Frame, LogLine, Task } from '../../facts/model';
import { notRead, wasCutShort } from '../../facts/unavailable';
import { LogTail } from '../model';
import { addedBy, containerOf, definitionOf, hasExited } from './containers';
import { logErrors, ReadLine } from './log-errors';
import { isNoise, isStackLine, loudness, plainLines } from './logline';
import { oncePer } from './memo';
import { isFarewell, isRoutine } from './routine';
import { shortened } from './shortened';
import { hasStopped, taskId } from './tasks';
import { normalise } from '../text';

/** More lines than this are never shown; the decisive ones come last. */
const KEPT = 60;
/** An error further up is kept with this number of lines from there on, its stack, and with what leads up to it. */
const LEAD = 5;
const BEFORE = 3;

/** Cleaned lines of one container in one task, oldest first. Empty: none were read (see `whyNoLines`). */
export function logLines(frame: Frame, container: string | undefined, task: Task | undefined): readonly ReadLine[] {
  return clean(rawLines(frame, container, task)).lines;
}

/** Events of the log as the container wrote them, latest first: JSON is not unpacked, and nothing is left out. */
export function writtenEvents(frame: Frame, container: string | undefined, task: Task | undefined): readonly string[] {
  return [...rawLines(frame, container, task)].reverse().map(({ message }) => String(message ?? ''));
}

const NO_LINES: readonly LogLine[] = [];

function rawLines(frame: Frame, container: string | undefined, task: Task | undefined): readonly LogLine[] {
  return container && task ? frame.logs?.[container]?.[taskId(task)] ?? NO_LINES : NO_LINES;
}

/** Events of one log that are read; ecs-why reads the last 100 itself. */
const MOST_EVENTS = 1000;

const clean = oncePer((raw: readonly LogLine[]) => {
  const lines: ReadLine[] = [];
  for (const { timestamp, message } of raw.slice(-MOST_EVENTS)) {
    for (const { text, mild } of plainLines(String(message ?? ''))) {
      lines.push(mild ? { timestamp, message: text, mild } : { timestamp, message: text });
    }
  }
  return shortened(lines);
});

/** Place of a line in `logLines`. */
interface At {
  readonly line: number;
}

/** No person reads a longer line, and to normalise one costs time. */
const LONG_LINE = 5000;

/** The whole line of which a part was shown; the part itself, if the log of the task does not have it. */
export function wholeLine(frame: Frame, container: string | undefined, task: Task, part: string | undefined): string | undefined {
  if (!part) return part;
  const words = normalise(part);
  const has = (line: string) => line.includes(part) || (line.length <= LONG_LINE && normalise(line).includes(words));
  return logLines(frame, container, task).find((l) => has(l.message ?? ''))?.message ?? part;
}

/** The tail of a container's log, or the honest reason why there is none. `decisive`: the line that shows the cause. */
export function logTail(frame: Frame, container: string, task: Task, decisive?: At): LogTail {
  const all = logLines(frame, container, task);
  const at = decisive?.line ?? logErrors(all)[0]?.index;
  const hasReason = Boolean(decisive) || task.stopCode !== 'EssentialContainerExited';
  const lines = worthShowing(all, at, hasReason).map((i) => all[i]);
  const missing = lines.length ? null : whyNoLines(frame, container, task);
  const written = all.filter((l) => /[\p{L}\p{N}]/u.test(l.message ?? ''));
  const error = at === undefined ? undefined : all[at]?.message?.trim();
  const raw = rawLines(frame, container, task);
  const omitted = Math.max(0, raw.length - MOST_EVENTS) + clean(raw).cut + written.length - lines.length;
  return { container, task: taskId(task), lines, error, decisive: Boolean(decisive), omitted, missing };
}

/**
 * Places of the last lines that can say something about a failure, and of the error with those beside it, however early it came. A log has
 * thousands of lines: it stops as soon as it has enough.
 * @param hasReason the reason does not lie in how the program took its leave
 */
function worthShowing(all: readonly ReadLine[], at: number | undefined, hasReason: boolean): readonly number[] {
  const farewells: number[] = [];
  const isWorth = (i: number): boolean => {
    const message = all[i].message ?? '';
    if (i === at || isStackLine(message)) return true;
    const loud = loudness(message);
    if (loud >= 4) return true;
    if (isRoutine(message) || (loud < 3 && isNoise(message))) return false;
    if (loud >= 3 || !hasReason || i <= (at ?? -1) || !isFarewell(message)) return true;
    farewells.push(i);
    return false;
  };
  const lead = range(Math.max(0, (at ?? 0) - BEFORE), at === undefined ? 0 : at + LEAD, all.length).filter(isWorth);
  farewells.length = 0;
  const last: number[] = [];
  for (let i = all.length - 1; i >= 0 && last.length < KEPT; i--) if (isWorth(i)) last.push(i);
  // A mark for one line takes the room of that line.
  if (farewells.length === 1) last.push(farewells[0]);
  const early = lead.filter((i) => !last.includes(i));
  const found = [...new Set([...early, ...last.sort((a, b) => a - b).slice(early.length - KEPT)])];
  return found.length ? found : range(0, all.length, all.length).filter((i) => !isNoise(all[i].message ?? '')).slice(-KEPT);
}

/** Whole numbers from `from` up to `until`, below `end`. */
function range(from: number, until: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.min(until, end) - from) }, (_, i) => from + i);
}

/** Seven different answers: not configured, another driver, not readable, never started, not read, not read to its end, nothing written. */
function whyNoLines(frame: Frame, container: string, task: Task): string {
  const definition = definitionOf(frame, container);
  const feature = definition ? undefined : addedBy(container);
  if (feature) return `none here: ${feature} adds this container to the task, and the task definition has no log configuration for it`;
  const driver = definition?.logConfiguration?.logDriver;
  const options = definition?.logConfiguration?.options ?? {};
  if (definition && !driver) return 'none configured: the container has no log driver; set logging: LogDrivers.awsLogs(...)';
  if (driver === 'awsfirelens') {
    return 'the log driver is FireLens (awsfirelens): look in the destination of the log router and in the router\'s own log';
  }
  if (driver && driver !== 'awslogs') {
    return `the log driver is ${driver}: look there${destination(driver, options)}; only awslogs can be read here`;
  }

  const unread = notRead(frame, 'logs').find((u) => !u.container || u.container === container);
  const where = options['awslogs-group'] ? `log group ${options['awslogs-group']}` : 'its log group';
  if (unread && wasCutShort(unread)) return `not read to its end: ${where}: ${unread.message ?? 'it has more pages'}`;
  if (unread) return `not readable: ${where}: ${[unread.error, unread.message].filter(Boolean).join(': ') || 'no reason given'}`;
  const it = containerOf(task, container);
  // Fargate gives a container its runtimeId before it pulls the image, so the stop code of the task decides.
  const neverRan = !it?.runtimeId || task.stopCode === 'TaskFailedToStart';
  if (hasStopped(task) && it && !hasExited(it) && neverRan && !task.startedAt) return 'no line: the container never started';
  if (!frame.logs?.[container]?.[taskId(task)]) {
    return `not read: ${definition ? where : 'its task definition, which names the log group, was not read'}`;
  }
  return `no line was written to ${where}`;
}

function destination(driver: string, options: { readonly [option: string]: string }): string {
  const keys = ['splunk-url', 'splunk-index', 'gelf-address', 'syslog-address', 'fluentd-address', 'logentries-token', 'tag'];
  const prefix = `${driver}-`;
  const known = keys.filter((k) => options[k] && !/token/.test(k)).map((k) => `${k.replace(prefix, '')} ${options[k]}`);
  return known.length ? ` (${known.join(', ')})` : '';
}
