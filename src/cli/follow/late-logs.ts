import { Diagnosis } from '../../diagnosis/model';
import { lastPart } from '../../facts/arn';
import { NOT_READ_YET } from '../../facts/aws/log-queue';
import { Frame, Unavailable } from '../../facts/model';
import { notRead } from '../../facts/unavailable';

type Logs = NonNullable<Frame['logs']>;

// A look does not wait for the logs of many services (facts/aws/log-queue.ts). Such a look is judged by the facts without them.

export function isLate({ what, error }: Pick<Unavailable, 'what' | 'error'>): boolean {
  return what === 'logs' && error === NOT_READ_YET;
}

/** A log that may name the cause waits for its turn. */
export function awaitsLog(frame: Pick<Frame, 'unavailable'>): boolean {
  return notRead(frame, 'logs').some(isLate);
}

/** Whether the log of a failure was read, or cannot be read. */
export function isLogSettled(frame: Frame): boolean {
  return !awaitsLog(frame) && (frame.logs !== undefined || notRead(frame, 'logs').length > 0);
}

/**
 * With the lines that an earlier look has read: otherwise the cause would change with each look that reads other logs. One failed task
 * shows why its container fails, so that the logs of further tasks are not missed.
 */
export function withKnownLines(frame: Frame, before: Frame | undefined): Frame {
  const late = notRead(frame, 'logs').filter(isLate);
  if (!late.length) return frame;
  const tasks = new Set((frame.tasks ?? []).map(({ taskArn = '' }) => lastPart(taskArn)));
  const known = late.flatMap(({ container = '' }) => {
    const lines = Object.entries(before?.logs?.[container] ?? {}).filter(([task, of]) => of.length && tasks.has(task));
    const all = Object.fromEntries([...lines, ...Object.entries(frame.logs?.[container] ?? {})].slice(-KEPT_TASKS));
    return Object.keys(all).length ? [[container, all] as const] : [];
  });
  const logs: Logs = { ...frame.logs, ...Object.fromEntries(known) };
  const isRefused = (container: string | undefined) => notRead(frame, 'logs').some((one) => !isLate(one) && one.container === container);
  const unavailable = (frame.unavailable ?? []).filter((one) => !isLate(one) || !(logs[one.container ?? ''] || isRefused(one.container)));
  return { ...frame, ...Object.keys(logs).length && { logs }, unavailable };
}

/** As many as a look reads: the first failed task and the latest two. */
const KEPT_TASKS = 3;

const NOT_YET = 'not read yet: the logs of other services are read first; if it names another cause, that follows';

/** What is late is no fault, and comes without the person. */
export function wordedAsLate(diagnosis: Diagnosis): Diagnosis {
  const { log, unavailable } = diagnosis;
  const isAwaited = unavailable.some((one) => isLate(one) && (!one.container || one.container === log?.container));
  return log?.missing && isAwaited ? { ...diagnosis, log: { ...log, missing: NOT_YET } } : diagnosis;
}
