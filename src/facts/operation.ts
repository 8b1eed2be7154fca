import { Operation } from './model';

/** The two states of a stack in which CloudFormation creates or changes resources on somebody's behalf; all others clean up or are over. */
export function isInProgress(stackStatus: string | null | undefined): boolean {
  return stackStatus === 'CREATE_IN_PROGRESS' || stackStatus === 'UPDATE_IN_PROGRESS';
}

/** Has this operation come to the service yet? Until then its status is the one that the operation before left behind. */
export function touchesService(operation: Operation): boolean {
  if (!operation.resourceStatus) return false;
  const [started, updated] = [operation.startedAt, operation.resourceStatusAt].map((iso) => (iso ? Date.parse(iso) : NaN));
  return Number.isNaN(started) || Number.isNaN(updated) || updated >= started;
}
