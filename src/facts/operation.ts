import { Operation } from './model';

/**
 * The two states of a stack in which CloudFormation creates or changes resources as asked. In all others it cleans up, rolls back or has
 * ended.
 */
export function isInProgress(stackStatus: string | null | undefined): boolean {
  return stackStatus === 'CREATE_IN_PROGRESS' || stackStatus === 'UPDATE_IN_PROGRESS';
}

/**
 * The states in which CloudFormation accepts the next update or create (AWS CloudFormation User Guide, stack status codes). It sends no
 * Create or Update to a custom resource of such a stack: right after a request, such a status is older than the request.
 */
const BETWEEN_OPERATIONS: ReadonlySet<string> = new Set([
  'REVIEW_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_FAILED', 'UPDATE_COMPLETE', 'UPDATE_FAILED', 'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE',
]);

export function mayPrecedeUpdate(stackStatus: string | null | undefined): boolean {
  return BETWEEN_OPERATIONS.has(stackStatus ?? '');
}

/** "Resource creation cancelled", "Resource update cancelled": another resource has failed before, or a person has ended the operation. */
export function isCalledOff(resourceStatusReason: string | null | undefined): boolean {
  return /^Resource \w+ cancell?ed/i.test(resourceStatusReason ?? '');
}

/** CloudFormation and ECS each have their own clock. */
const STACK_TO_ECS_CLOCK_MS = 10_000;

/** A deployment that began earlier, in milliseconds since the epoch, is not of the operation that began then (ISO 8601). */
export function earliestDeploymentMs(operationStartedAt: string): number {
  return Date.parse(operationStartedAt) - STACK_TO_ECS_CLOCK_MS;
}

/** Has this operation begun with the service? Until then the status of the service is that of the operation before. */
export function touchesService(operation: Operation): boolean {
  if (!operation.resourceStatus) return false;
  // An operation ends only when all of its resources have ended.
  if (operation.resourceStatus.endsWith('_IN_PROGRESS')) return true;
  const [started, updated] = [operation.startedAt, operation.resourceStatusAt].map((iso) => (iso ? Date.parse(iso) : NaN));
  return Number.isNaN(started) || Number.isNaN(updated) || updated >= started;
}
