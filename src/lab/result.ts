import { Stack, StackEvent, STACK_TYPE } from './cloudformation/model';

/** A stack event, timed from the beginning of the stack operation. */
export interface ResultEvent {
  readonly seconds: number;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly status: string;
  readonly reason?: string;
  readonly physicalId?: string;
}

/** How a stack operation went, in simulated seconds. */
export interface OperationResult {
  readonly stackName: string;
  readonly stackStatus: string;
  /** Lab milliseconds since the epoch. */
  readonly startedAt: number;
  readonly seconds: number;
  /** The first event of a resource with a status `*_FAILED`. */
  readonly firstFailure?: { readonly logicalId: string; readonly resourceType: string; readonly reason: string; readonly seconds: number };
  /** Oldest first. */
  readonly events: readonly ResultEvent[];
}

/** `from`: number of the operation's first event in the stack. */
export function resultOf(stack: Stack, startedAt: number, from: number): OperationResult {
  const events = stack.events.slice(from).map((e) => describe(e, startedAt));
  const failure = events.find((e) => e.status.endsWith('_FAILED') && !(e.resourceType === STACK_TYPE && e.physicalId === stack.id));
  return {
    stackName: stack.name,
    stackStatus: stack.status,
    startedAt,
    seconds: events[events.length - 1]?.seconds ?? 0,
    ...failure && {
      firstFailure: {
        logicalId: failure.logicalId, resourceType: failure.resourceType, reason: failure.reason ?? '', seconds: failure.seconds,
      },
    },
    events,
  };
}

/** Nothing was done. */
export function currentStatus(stack: Stack, now: number): OperationResult {
  return { stackName: stack.name, stackStatus: stack.status, startedAt: now, seconds: 0, events: [] };
}

function describe(e: StackEvent, startedAt: number): ResultEvent {
  return {
    seconds: (e.at - startedAt) / 1000,
    logicalId: e.logicalId,
    resourceType: e.resourceType,
    status: e.status,
    ...e.reason !== undefined && { reason: e.reason },
    ...e.physicalId && { physicalId: e.physicalId },
  };
}
