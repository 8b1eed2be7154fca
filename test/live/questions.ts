import { DIAGNOSIS, SERVICE, STACK } from './apps';
import { Finding, Outcome } from './model';
import { Operation, SeenEvent } from './recording';

// Questions about recordings; pure.

type Events = Pick<Operation, 'events' | 'stackId'>;

export const ms = (event: SeenEvent) => Date.parse(event.at);
export const secondsBetween = (from: SeenEvent, to: SeenEvent) => (ms(to) - ms(from)) / 1000;
/** `1.2 s` */
export const seconds = (value: number) => `${value.toFixed(1)} s`;

/** The first failure of a resource. CloudFormation's own `cancelled` comes later. */
export function firstFailure({ events, stackId }: Events): SeenEvent | undefined {
  return events.find(({ status, physicalId }) => status.endsWith('_FAILED') && physicalId !== stackId);
}

export function firstOf({ events }: Pick<Operation, 'events'>, type: string, status: RegExp): SeenEvent | undefined {
  return events.find((event) => event.type === type && status.test(event.status));
}

/** The event with which CloudFormation takes back an update or a creation. */
export function rollbackOf({ events, stackId }: Events): SeenEvent | undefined {
  return events.find(({ type, physicalId, status }) => type === STACK && physicalId === stackId && /ROLLBACK_IN_PROGRESS$/.test(status));
}

/** The operation from its rollback on. */
export function inRollback<T extends Events>(operation: T): T {
  const begin = rollbackOf(operation);
  return { ...operation, events: begin ? operation.events.slice(operation.events.indexOf(begin)) : [] };
}

/** Seconds from the failure of the diagnosis until CloudFormation cancels the service. */
export function cancelSeconds(operation: Events): number | undefined {
  const failed = firstOf(operation, DIAGNOSIS, /_FAILED$/);
  const cancelled = operation.events.find(({ type, status, reason = '' }) => (
    type === SERVICE && status.endsWith('_FAILED') && /cancell?ed/i.test(reason)
  ));
  return failed && cancelled && secondsBetween(failed, cancelled);
}

// ---- findings

export function checked(question: string, ok: boolean | undefined, answer: string): Finding {
  return finding(question, outcomeOf(ok), answer);
}

/** @param answer undefined: this run has not shown it */
export function settled(question: string, answer: string | undefined): Finding {
  return answer === undefined ? finding(question, 'open', 'not seen in this run') : finding(question, 'settled', answer);
}

function outcomeOf(ok: boolean | undefined): Outcome {
  if (ok === undefined) return 'open';
  return ok ? 'pass' : 'fail';
}

function finding(question: string, outcome: Outcome, answer: string): Finding {
  return { question, outcome, answer };
}

/** CloudFormation cancels "within seconds" (docs/aws.md); the whole product rests on it. */
const MAX_CANCEL_SECONDS = 10;

export function cancelFinding(operations: readonly Events[]): Finding {
  const taken = operations.map(cancelSeconds);
  const known = taken.filter((value) => value !== undefined);
  const failures = operations.map(firstFailure);
  const ok = known.length ? known.length === operations.length && known.every((value) => value <= MAX_CANCEL_SECONDS) : undefined;
  const missing = failures.map((event) => `${event?.logicalId ?? 'nothing'} failed first`).join('; ');
  return checked(`CloudFormation cancels the service at most ${MAX_CANCEL_SECONDS} s after the diagnosis has failed`, ok,
    known.length ? known.map(seconds).join(', ') : `the service was not cancelled: ${missing}`);
}

export function diagnosisFirst(operations: readonly Events[]): Finding {
  const failures = operations.map(firstFailure);
  return checked('The first resource that fails is the diagnosis', failures.every((event) => event?.type === DIAGNOSIS),
    failures.map((event) => (event ? `${event.logicalId} (${event.type})` : 'nothing failed')).join(', '));
}

/** The log of the watcher, of one or more stacks. */
export function watchedFinding(logs: readonly (readonly string[])[]): Finding {
  const unwatched = logs.filter((lines) => lines.some((line) => line.includes('not watched')));
  return checked('The watch begins, although its policies are only seconds old', logs.some(({ length }) => length) ? !unwatched.length : undefined,
    `${unwatched.length} of ${logs.length} not watched`);
}

/**
 * A new policy can permit nothing for some seconds (docs/aws.md). The watcher expects that until its watch has begun, and asks again. If
 * the watch never begins, each refusal counts.
 */
export function deniedFinding(logs: readonly (readonly string[])[]): Finding {
  const denied = logs.map((lines) => {
    const begin = Math.max(0, lines.findIndex((line) => line.includes('started to watch')));
    const count = (some: readonly string[]) => some.filter((line) => /AccessDenied/.test(line)).length;
    return { before: count(lines.slice(0, begin)), after: count(lines.slice(begin)) };
  });
  const list = (counts: readonly number[]) => counts.join(', ');
  return checked('No AccessDenied in the log of the watcher once its watch has begun',
    logs.some(({ length }) => length) ? denied.every(({ after }) => !after) : undefined,
    `lines with AccessDenied: ${list(denied.map(({ after }) => after))}; before: ${list(denied.map(({ before }) => before))}`);
}
