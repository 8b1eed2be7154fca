import { isOurs } from './ours';
import { definitionOf, pendingTasks, runningTasks, targets, watchedDeployment } from '../diagnosis/read';
import { Deployment, Frame, Task } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** Intended waits, each of which ends by itself: nothing moves, and nothing is stuck. */
export function isHeld(frame: Frame): boolean {
  return isStaged(frame) || bakes(frame) || drains(frame) || isUp(frame);
}

const HELD_STAGES = /^(BAKE_TIME|(TEST|PRODUCTION)_TRAFFIC_SHIFT)$/;

/** Bake time, traffic shifts with their pauses, hooks: ECS ends each of them. */
function isStaged({ serviceDeployment: deployment }: Frame): boolean {
  if (!deployment || !/^(IN_PROGRESS|PENDING)$/.test(deployment.status ?? '')) return false;
  return HELD_STAGES.test(deployment.lifecycleStage ?? '')
    || (deployment.lifecycleHookDetails ?? []).some((h) => /^(AWAITING_ACTION|IN_PROGRESS)$/.test(h.status ?? ''));
}

/**
 * A rolling update that has nothing left to do but to watch its alarms: ECS computes the bake time from them, and names neither it nor a
 * stage (Amazon ECS Developer Guide, "How CloudWatch alarms detect Amazon ECS deployment failures").
 */
function bakes(frame: Frame): boolean {
  const { alarms, bakeTimeInMinutes } = frame.service?.deploymentConfiguration ?? {};
  const deployment = watchedDeployment(frame);
  if (!isOurs(frame) || !deployment || !(alarms?.enable || bakeTimeInMinutes)) return false;
  const others = (frame.service?.deployments ?? []).filter((d) => d.id !== deployment.id);
  return deployment.rolloutState === 'IN_PROGRESS' && hasItsTasks(deployment) && others.every((d) => !d.runningCount);
}

/**
 * Targets drain for as long as `deregistration_delay.timeout_seconds` says, an hour at most (Elastic Load Balancing documentation, target
 * group attributes). Their state tells it, so nobody need be permitted to read the attribute.
 */
function drains(frame: Frame): boolean {
  return Object.values(frame.targetHealth ?? {}).some((list) => list?.some((t) => t.TargetHealth?.State === 'draining'));
}

/**
 * All tasks of the new revision run, and nothing that can be read of them is unhealthy: ECS waits for old tasks, which under task scale-in
 * protection may finish their work first, or for its own monitoring. A rollback would mend nothing. A look at the counts alone says nothing
 * about health, unless the tasks cannot be read.
 */
function isUp(frame: Frame): boolean {
  const deployment = watchedDeployment(frame);
  const tasksTried = frame.tasks !== undefined || notRead(frame, 'tasks').length > 0;
  if (!isOurs(frame) || !deployment || !hasItsTasks(deployment) || !tasksTried) return false;
  const balanced = (frame.service?.loadBalancers ?? []).some((b) => b.targetGroupArn);
  const mine = targets(frame);
  const unregistered = balanced && frame.targetHealth !== undefined && Boolean(deployment.desiredCount) && !mine.length;
  return !unregistered && !pendingTasks(frame).length && runningTasks(frame).every((task) => passes(frame, task))
    && mine.every((t) => !/^(initial|unhealthy|unused)/.test(t.health.TargetHealth?.State ?? ''));
}

function passes(frame: Frame, task: Task): boolean {
  const failing = task.healthStatus === 'UNHEALTHY' || task.containers?.some((c) => c.healthStatus === 'UNHEALTHY');
  const checked = task.containers?.some(({ name }) => {
    const definition = definitionOf(frame, name);
    return definition?.healthCheck && definition.essential !== false;
  });
  return !failing && (!checked || task.healthStatus === 'HEALTHY');
}

/** As many as are desired run, and no more are on their way. */
export function hasItsTasks({ runningCount, pendingCount, desiredCount }: Deployment): boolean {
  return desiredCount !== undefined && runningCount === desiredCount && !pendingCount;
}
