import { countFailure, taskBecameHealthy } from './breaker';
import { MAX_START_DELAY_MS, seconds, START_DELAY_MS, TARGET_HEALTH_POLL_MS } from './durations';
import { emit, emitTrouble, resolveTrouble } from './events';
import { DeploymentState, EcsLab, FailedCheck, TaskListener, TaskState } from './model';
import { stopTasks } from './stop-tasks';
import { later } from './task';
import { wake } from './wake';

/** How the service scheduler reacts to changes of its tasks. */
export function taskListener(lab: () => EcsLab): TaskListener {
  return {
    changed: (task) => {
      // Counted only now: a task is a failure "if it fails any of its defined health checks and is stopped" (Amazon ECS API
      // Reference, Deployment); in a capture of 2026 the breaker trips 64 s after the last failed check.
      if (task.lastStatus === 'STOPPED' && task.failed) fail(lab(), task.deployment);
      task.deployment.updatedAt = new Date(lab().world.clock.now());
      wake(lab(), task.deployment.service);
    },
    running: ({ deployment }) => {
      deployment.startFailures = 0;
      if (lab().switches.failedTasksEndAt === 'RUNNING') endCounting(deployment);
    },
    healthy: ({ deployment }) => {
      resolveTrouble(deployment.service);
      endCounting(deployment);
      taskBecameHealthy(deployment);
      wake(lab(), deployment.service);
    },
    unhealthy: (task, check) => {
      // The grace period covers checks of load balancers and of containers (Amazon ECS API Reference, Service).
      const graceMs = seconds(task.deployment.service.settings.healthCheckGracePeriodSeconds ?? 0);
      const graceLeftMs = (task.startedAt?.getTime() ?? 0) + graceMs - lab().world.clock.now();
      const waitMs = Math.max(graceLeftMs, check.kind === 'target' ? TARGET_HEALTH_POLL_MS : 0);
      if (waitMs > 0) later(lab(), task, waitMs, () => stopUnhealthy(lab(), task, check));
      else stopUnhealthy(lab(), task, check);
    },
    ended: (task, how) => {
      const { deployment } = task;
      if (how === 'never-ran') {
        emitTrouble(lab(), deployment.service, `was unable to place a task. Reason: ${task.stoppedReason?.replace(/\.?$/, '.')}`);
        throttleStarts(lab(), deployment);
      }
      task.failed = how === 'never-ran' || (how === 'exited' && lab().switches.exitAfterRunningCounts);
      deployment.service.steady = false;
      wake(lab(), deployment.service);
    },
  };
}

function stopUnhealthy(lab: EcsLab, task: TaskState, check: FailedCheck): void {
  const containersRecovered = !task.containers.some(({ healthStatus }) => healthStatus === 'UNHEALTHY');
  const recovered = check.kind === 'target' ? check.target.healthy : containersRecovered;
  if (recovered || task.desiredStatus === 'STOPPED') return;
  const { service } = task.deployment;
  service.toReplace += 1;
  task.failed = true;
  if (check.kind === 'container') {
    emit(lab, service, `(task ${task.id}) failed container health checks.`);
    stopTasks(lab, service, [task], 'Task failed container health checks');
  } else {
    const { targetGroupArn, port } = check.target;
    const reason = `(reason ${check.description})`;
    emit(lab, service, `(task ${task.id}) (port ${port}) is unhealthy in (target-group ${targetGroupArn}) due to ${reason}.`);
    stopTasks(lab, service, [task], `Task failed ELB health checks in (target-group ${targetGroupArn})`);
  }
}

/** One more failed task, for `failedTasks` and for the circuit breaker. */
export function fail(lab: EcsLab, deployment: DeploymentState): void {
  if (!deployment.failedTasksEnded) deployment.failedTasks += 1;
  countFailure(lab, deployment);
}

function endCounting(deployment: DeploymentState): void {
  deployment.failedTasks = 0;
  deployment.failedTasksEnded = true;
}

/** Tasks that fail together delay the next start once. */
export function throttleStarts(lab: EcsLab, deployment: DeploymentState): void {
  const now = lab.world.clock.now();
  if (now < deployment.notBefore) return;
  deployment.startFailures += 1;
  deployment.notBefore = now + Math.min(MAX_START_DELAY_MS, START_DELAY_MS * 2 ** (deployment.startFailures - 1));
  if (deployment.startFailures === 3) emitTrouble(lab, deployment.service, 'is unable to consistently start tasks successfully.');
}

