import {
  definitionOf, hasDrainingTarget, hasTargetGroups, oldTasksCounted, pendingTasks, runningTasks, stageThatWaits, startedByThisOperation,
  targets, waitingHook, watchedDeployment,
} from '../diagnosis/read';
import { Deployment, Frame, Task } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** A wait that ends by itself. Nothing moves meanwhile, and nothing is stuck. */
export function isIntendedWait(frame: Frame): boolean {
  return isInStageThatWaits(frame) || watchesAlarms(frame) || hasDrainingTarget(frame) || runsWithoutFault(frame);
}

/** Bake time, traffic shifts with their pauses, lifecycle hooks: ECS ends each of them. */
function isInStageThatWaits(frame: Frame): boolean {
  return stageThatWaits(frame) !== undefined || waitingHook(frame) !== undefined;
}

/**
 * A rolling update that only watches its alarms. ECS computes the bake time from them, and returns neither the bake time nor a stage
 * (Amazon ECS Developer Guide, "How CloudWatch alarms detect Amazon ECS deployment failures").
 */
function watchesAlarms(frame: Frame): boolean {
  const { alarms, bakeTimeInMinutes } = frame.service?.deploymentConfiguration ?? {};
  const deployment = watchedDeployment(frame);
  if (!startedByThisOperation(frame) || !deployment || !(alarms?.enable || bakeTimeInMinutes)) return false;
  return deployment.rolloutState === 'IN_PROGRESS' && hasItsTasks(deployment) && !oldTasksCounted(frame);
}

const NOT_HEALTHY: ReadonlySet<string> = new Set(['initial', 'unhealthy', 'unhealthy.draining', 'unused']);

/**
 * All tasks of the new revision run, and none is known to be unhealthy. ECS waits for its own monitoring, or for old tasks, which may
 * finish their work first under task scale-in protection. A rollback would repair nothing. A look that reads only the counts does not
 * know the health, so it does not decide this; a look that could not read the tasks does.
 */
function runsWithoutFault(frame: Frame): boolean {
  const deployment = watchedDeployment(frame);
  const triedTasks = frame.tasks !== undefined || notRead(frame, 'tasks').length > 0;
  if (!startedByThisOperation(frame) || !deployment || !hasItsTasks(deployment) || !triedTasks) return false;
  const mine = targets(frame);
  const unregistered = hasTargetGroups(frame) && frame.targetHealth !== undefined && Boolean(deployment.desiredCount) && !mine.length;
  return !unregistered && !pendingTasks(frame).length && runningTasks(frame).every((task) => passes(frame, task))
    && mine.every((t) => !NOT_HEALTHY.has(t.health.TargetHealth?.State ?? ''));
}

function passes(frame: Frame, task: Task): boolean {
  const failing = task.healthStatus === 'UNHEALTHY' || task.containers?.some((c) => c.healthStatus === 'UNHEALTHY');
  const checked = task.containers?.some(({ name }) => {
    const definition = definitionOf(frame, name);
    return definition?.healthCheck && definition.essential !== false;
  });
  return !failing && (!checked || task.healthStatus === 'HEALTHY');
}

/** The desired number of tasks runs, and no more are on their way. */
export function hasItsTasks({ runningCount, pendingCount, desiredCount }: Deployment): boolean {
  return desiredCount !== undefined && runningCount === desiredCount && !pendingCount;
}
