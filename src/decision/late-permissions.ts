import { History, StepInput } from './model';
import { LATE_POLICIES_MS } from './policy';
import { FactName } from '../facts/model';
import { notRead, wasDenied } from '../facts/unavailable';

/**
 * Was one of these facts denied, and may its permission still come? The first watch of a stack begins before its policies exist. Only the
 * role of the watcher is made with the stack: a person (`ecs-why watch`) has the permissions that they have.
 */
export function mayStillBePermitted({ frame, now, request }: StepInput, { startedAt }: History, ...names: readonly FactName[]): boolean {
  if (!request || Date.parse(now) - Date.parse(startedAt) >= LATE_POLICIES_MS) return false;
  return notRead(frame, ...names).some(wasDenied);
}
