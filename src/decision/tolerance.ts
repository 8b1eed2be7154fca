import { StepInput } from './model';
import { boundedThreshold, DENIED_TASKS, LAST_TRY_THRESHOLD, SETTLED_MS, Tolerance, toleranceOf, unboundedThreshold } from './policy';
import { Cause } from '../diagnosis/model';
import {
  desiredCount, hasDrainingTarget, heldRoom, isRolling, mayStopTask, oldTasksCounted, scalingProvider, watchedDeployment,
} from '../diagnosis/read';
import { Frame } from '../facts/model';

/** Fresh: the stack operation creates the service or permissions, or the task definition names other roles than the one before. */
export function toleranceIn(frame: Frame, cause: Cause): Tolerance {
  const { taskDefinition: mine, previousTaskDefinition: old, operation } = frame;
  const otherRoles = mine && old && (mine.executionRoleArn !== old.executionRoleArn || mine.taskRoleArn !== old.taskRoleArn);
  const isCreated = operation?.resourceStatus?.startsWith('CREATE_');
  return toleranceOf(cause, Boolean(isCreated || operation?.permissionsChanged || otherRoles));
}

/** Failed tasks that end the deployment. */
export function allowedTasks(cause: Cause, { frame, options }: StepInput): number {
  const { failedTasks: tolerated } = toleranceIn(frame, cause);
  if (tolerated !== 'threshold') return tolerated;
  // Tolerated only because the role is new: no more often than that could explain, and no more often than ECS allows.
  const provenSoon = cause.retry === 'never' && cause.traits?.deniedToNewRoles;
  return provenSoon ? Math.min(DENIED_TASKS, options.failureThreshold, breakerThreshold(frame)) : options.failureThreshold;
}

/** If the circuit breaker trips at the second failure, ECS's next try is its last. A cause that needs a stopped task needs it even then. */
export function patienceMs(cause: Cause, frame: Frame): number {
  const { withoutTasksMs } = toleranceIn(frame, cause);
  const isLastTry = breakerThreshold(frame) <= LAST_TRY_THRESHOLD && withoutTasksMs !== Infinity;
  return isLastTry ? Math.min(withoutTasksMs, SETTLED_MS) : withoutTasksMs;
}

/** Something else is about to bring what is missing. Then only `stuckAfter` counts. */
export function makesRoom({ traits }: Cause, frame: Frame): boolean {
  return (traits?.needs === 'instances' && scalingProvider(frame) !== undefined) || (Boolean(traits?.freedByOldTasks) && oldTasksGo(frame));
}

/** ECS can stop old tasks without going below the minimum healthy percent, or some of them drain or stop already. */
function oldTasksGo(frame: Frame): boolean {
  // The other strategies keep the old tasks until all new ones have passed.
  if (!isRolling(frame.service)) return false;
  const old = oldTasksCounted(frame);
  const isGoing = hasDrainingTarget(frame) || Boolean(heldRoom(frame)?.leaving.length);
  return isGoing || (old > 0 && mayStopTask(frame, old + (watchedDeployment(frame)?.runningCount ?? 0)));
}

/** Failed tasks at which the circuit breaker trips (Amazon ECS API Reference, ThresholdConfiguration); Infinity: no threshold was set. */
export function breakerThreshold(frame: Frame): number {
  const { enable, thresholdConfiguration: { type, value } = {} } = frame.service?.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  if (!enable || value === undefined) return Infinity;
  if (type === 'COUNT') return value;
  return (type === 'UNBOUNDED_PERCENT' ? unboundedThreshold : boundedThreshold)(value, desiredCount(frame) ?? 1);
}
