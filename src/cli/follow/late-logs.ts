import { Diagnosis } from '../../diagnosis/model';
import { failedTasks } from '../../diagnosis/read';
import { lastPart } from '../../facts/arn';
import { NOT_READ_YET } from '../../facts/aws/log-queue';
import { Frame, Unavailable } from '../../facts/model';
import { notRead } from '../../facts/unavailable';

type Logs = NonNullable<Frame['logs']>;

// Where many services share the rates of AWS, a look does not wait for all facts (facts/aws/log-queue.ts, late-facts.ts). Such a look is
// judged by the facts without them.

export function isLate({ error }: Pick<Unavailable, 'error'>): boolean {
  return error === NOT_READ_YET;
}

/** The log may name another cause; a task definition names the log, and what the deployment has changed. */
const AWAITED = ['logs', 'task definition'] as const;
const AWAITED_OF_TARGETS = [...AWAITED, 'target groups', 'target health'] as const;
/** A fact that may change what is said of the failure waits for its turn. */
export function awaitsFacts(frame: Pick<Frame, 'unavailable'>, { causes: [first] }: Pick<Diagnosis, 'causes'>): boolean {
  return notRead(frame, ...first?.stage === 'health' ? AWAITED_OF_TARGETS : AWAITED).some(isLate);
}

/** Whether what was awaited of a failure was read, or cannot be read. */
export function isSettled(frame: Frame, diagnosis: Pick<Diagnosis, 'causes'>): boolean {
  if (awaitsFacts(frame, diagnosis)) return false;
  // With its definition, the log of a failed task is looked for. It may have none.
  return frame.logs !== undefined || notRead(frame, 'logs').length > 0 || (Boolean(frame.taskDefinition) && failedTasks(frame).length > 0);
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
  const isKnown = ({ container }: Unavailable) => Boolean(logs[container ?? '']) || isRefused(container);
  const unavailable = (frame.unavailable ?? []).filter((one) => one.what !== 'logs' || !isLate(one) || !isKnown(one));
  return { ...frame, ...Object.keys(logs).length && { logs }, unavailable };
}

/** As many as a look reads: the first failed task and the latest two. */
const KEPT_TASKS = 3;

const NOT_YET = 'not read yet: the logs of other services are read first; if this one names another cause, a line says so then';

/** What is late is no fault, and comes without the person. */
export function wordedAsLate(diagnosis: Diagnosis): Diagnosis {
  const { log, unavailable } = diagnosis;
  const isAwaited = unavailable.some((one) => one.what === 'logs' && isLate(one) && (!one.container || one.container === log?.container));
  return log?.missing && isAwaited ? { ...diagnosis, log: { ...log, missing: NOT_YET } } : diagnosis;
}
