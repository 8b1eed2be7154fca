import { Operation } from './model';

/**
 * The two states of a stack in which CloudFormation creates or changes resources as asked. In all others it cleans up, rolls back or has
 * ended.
 */
export function isInProgress(stackStatus: string | null | undefined): boolean {
  return stackStatus === 'CREATE_IN_PROGRESS' || stackStatus === 'UPDATE_IN_PROGRESS';
}

/** Has this operation begun with the service? Until then the status of the service is that of the operation before. */
export function touchesService(operation: Operation): boolean {
  if (!operation.resourceStatus) return false;
  const [started, updated] = [operation.startedAt, operation.resourceStatusAt].map((iso) => (iso ? Date.parse(iso) : NaN));
  return Number.isNaN(started) || Number.isNaN(updated) || updated >= started;
}
