import { Frame, Task } from '../../facts/model';
import { time } from '../text';
import { oncePer } from './memo';
import { hasTargetGroups, targetsByTask } from './targets';
import { hasStopped, runningTasks } from './tasks';

/**
 * Without any health check, ECS counts a task as healthy 40 s after RUNNING: a fact about ECS, no choice of ours (Amazon ECS API Reference,
 * DeploymentConfiguration, minimumHealthyPercent).
 */
const HEALTHY_AFTER_MS = 40_000;

/**
 * Running tasks of this deployment that pass every health check that they have. Unknown is not healthy: a task whose target health was
 * not read, or that has only just started, does not count.
 */
export const healthyTasks = oncePer((frame: Frame): readonly Task[] => runningTasks(frame).filter((task) => {
  const mine = targetsByTask(frame).get(task) ?? [];
  if (hasTargetGroups(frame) && !mine.length) return false;
  if (mine.some((t) => t.health.TargetHealth?.State !== 'healthy')) return false;
  if (task.healthStatus === 'UNHEALTHY' || task.containers?.some((c) => c.healthStatus === 'UNHEALTHY')) return false;
  const checked = frame.taskDefinition?.containerDefinitions?.some((d) => d.healthCheck && d.essential !== false);
  if (checked) return task.healthStatus === 'HEALTHY';
  if (mine.length) return true;
  return hasSettled(frame, task);
}));

const healthySet = oncePer((frame: Frame): ReadonlySet<Task> => new Set(healthyTasks(frame)));

/** The task is one of `healthyTasks`. */
export function isHealthy(frame: Frame, task: Task): boolean {
  return healthySet(frame).has(task);
}

/** The container check or the load balancer says so; without both, ECS says nothing about its health. */
export function isHealthyByCheck(frame: Frame, task: Task): boolean {
  const checked = task.healthStatus === 'HEALTHY' || targetsByTask(frame).has(task);
  return checked && isHealthy(frame, task);
}

export function hasSettled(frame: Frame, task: Task): boolean {
  return (time(frame.at) ?? 0) - (time(task.startedAt) ?? Infinity) >= HEALTHY_AFTER_MS;
}

/** During the grace period after the start of a task, ECS ignores the verdict of the load balancer, and so do we. */
export function inGrace(frame: Frame, task: Task): boolean {
  const grace = (frame.service?.healthCheckGracePeriodSeconds ?? 0) * 1000;
  return !hasStopped(task) && (time(frame.at) ?? Infinity) - (time(task.startedAt) ?? 0) < grace;
}
