import type { HealthStatus } from '@aws-sdk/client-ecs';
import { seconds } from './durations';
import { ContainerState, EcsLab, TaskState } from './model';
import { isEssential, later } from './task';

/** Defaults of a container's health check (Amazon ECS API Reference, HealthCheck). */
const INTERVAL_S = 30;
const RETRIES = 3;

export const hasChecks = (task: TaskState): boolean => task.deployment.revision.loadBalancers.length > 0
  || task.containers.some((container) => container.definition.healthCheck !== undefined);

/**
 * HEALTHY at the first check that passes. A failing check counts once the start period is over; `retries` of them in a row make
 * the container UNHEALTHY (Amazon ECS Developer Guide, "Determine task health using container health checks").
 */
export function runHealthCheck(lab: EcsLab, task: TaskState, container: ContainerState, onHealthy: () => void): void {
  const { healthCheck } = container.definition;
  if (!healthCheck) return;
  const intervalMs = seconds(healthCheck.interval ?? INTERVAL_S);
  const startPeriodMs = seconds(healthCheck.startPeriod ?? 0);
  const passesFrom = passesAfterMs(task, container);
  let failures = 0;
  const check = () => {
    if (container.status !== 'RUNNING') return;
    const age = lab.world.clock.now() - container.startedAt!;
    if (age >= passesFrom) {
      container.healthStatus = 'HEALTHY';
      task.version += 1;
      onHealthy();
      reviewHealth(lab, task);
      return;
    }
    if (age > startPeriodMs) failures += 1;
    if (failures >= (healthCheck.retries ?? RETRIES) && container.healthStatus !== 'UNHEALTHY') {
      container.healthStatus = 'UNHEALTHY';
      task.version += 1;
      if (isEssential(container)) lab.listener.unhealthy(task, { kind: 'container' });
    }
    if (container.healthStatus !== 'UNHEALTHY' || passesFrom !== Infinity) later(lab, task, intervalMs, check);
  };
  later(lab, task, intervalMs, check);
}

/** Milliseconds after its start from which a container's check passes. */
function passesAfterMs(task: TaskState, container: ContainerState): number {
  const { containerHealth, slow } = task.rule;
  if (containerHealth?.container !== container.name) return seconds(slow?.healthy ?? 0);
  return containerHealth.healthyAfter === undefined ? Infinity : seconds(containerHealth.healthyAfter);
}

/** Notifies the scheduler once, when every check passes. */
export function reviewHealth(lab: EcsLab, task: TaskState): void {
  if (task.healthy || task.lastStatus !== 'RUNNING' || task.desiredStatus === 'STOPPED') return;
  const checked = task.containers.filter((container) => container.definition.healthCheck && isEssential(container));
  const targets = task.deployment.revision.loadBalancers.filter(({ targetGroupArn }) => targetGroupArn).length;
  if (checked.every(({ healthStatus }) => healthStatus === 'HEALTHY')
    && task.targets.length >= targets && task.targets.every(({ healthy }) => healthy)) {
    task.healthy = true;
    lab.listener.healthy(task);
  }
}

/** As in DescribeTasks: UNKNOWN without checks, UNHEALTHY when at least one essential container is. */
export function taskHealth(task: TaskState): HealthStatus {
  const statuses = task.containers
    .filter((container) => container.definition.healthCheck && isEssential(container))
    .map(({ healthStatus }) => healthStatus);
  if (statuses.includes('UNHEALTHY')) return 'UNHEALTHY';
  return statuses.length && statuses.every((status) => status === 'HEALTHY') ? 'HEALTHY' : 'UNKNOWN';
}
