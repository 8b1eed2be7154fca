import { StepInput } from './model';
import { DENIED_TASKS, SETTLED_MS, Tolerance, toleranceOf } from './policy';
import { Cause } from '../diagnosis/model';
import { desiredCount, watchedDeployment } from '../diagnosis/read';
import { Frame } from '../facts/model';

/** Fresh is what the stack operation creates: the service, permissions, or roles that the task definition names and the one before did not. */
export function toleranceIn(frame: Frame, cause: Cause): Tolerance {
  const { taskDefinition: mine, previousTaskDefinition: old, operation } = frame;
  const changed = operation?.permissionsChanged || (mine && old && (mine.executionRoleArn !== old.executionRoleArn || mine.taskRoleArn !== old.taskRoleArn));
  return toleranceOf(cause, /^CREATE_/.test(operation?.resourceStatus ?? '') || Boolean(changed));
}

/** Failed tasks that end the deployment. */
export function allowedTasks(cause: Cause, { frame, options }: StepInput): number {
  const { failedTasks: tolerated } = toleranceIn(frame, cause);
  if (tolerated !== 'threshold') return tolerated;
  // Allowed only because the role is new: no more often than that could explain, nor than ECS allows.
  const provenSoon = cause.retry === 'never' && cause.traits?.deniedToNewRoles;
  return provenSoon ? Math.min(DENIED_TASKS, options.failureThreshold, breakerThreshold(frame)) : options.failureThreshold;
}

/** Where the circuit breaker was set to trip at the second failure, ECS's next try is its last. */
export function patienceMs(cause: Cause, frame: Frame): number {
  const { withoutTasksMs } = toleranceIn(frame, cause);
  return breakerThreshold(frame) < 3 ? Math.min(withoutTasksMs, SETTLED_MS) : withoutTasksMs;
}

/** Something else is about to make room: then only `stuckAfter` counts. */
export function makesRoom({ traits }: Cause, frame: Frame): boolean {
  return (traits?.needs === 'instances' && scales(frame)) || (Boolean(traits?.freedByOldTasks) && oldTasksGo(frame));
}

function scales(frame: Frame): boolean {
  return (frame.service?.capacityProviderStrategy ?? []).some((p) => !/^FARGATE(_SPOT)?$/.test(p.capacityProvider ?? ''));
}

/** Old tasks run that ECS may stop without going below the minimum healthy percent, or some of them drain already. */
function oldTasksGo(frame: Frame): boolean {
  const { desiredCount: desired = 0, deployments = [], deploymentConfiguration } = frame.service ?? {};
  // Blue tasks stay until all green ones have passed.
  if ((deploymentConfiguration?.strategy ?? 'ROLLING') !== 'ROLLING') return false;
  const running = deployments.reduce((sum, d) => sum + (d.runningCount ?? 0), 0);
  const old = running - (watchedDeployment(frame)?.runningCount ?? 0);
  const draining = Object.values(frame.targetHealth ?? {}).some((list) => list.some((t) => t.TargetHealth?.State === 'draining'));
  return draining || (old > 0 && running > Math.ceil((desired * (deploymentConfiguration?.minimumHealthyPercent ?? 100)) / 100));
}

/** Failed tasks at which the circuit breaker trips, where it was set to another threshold than its own (Amazon ECS API Reference, ThresholdConfiguration). */
export function breakerThreshold(frame: Frame): number {
  const { enable, thresholdConfiguration: { type, value } = {} } = frame.service?.deploymentConfiguration?.deploymentCircuitBreaker ?? {};
  if (!enable || value === undefined) return Infinity;
  return type === 'COUNT' ? value : Math.max(type === 'UNBOUNDED_PERCENT' ? 1 : 3, Math.ceil(((desiredCount(frame) ?? 1) * value) / 100));
}
