import type { TaskStopCode } from '@aws-sdk/client-ecs';
import { DEPROVISIONING_MS, OBEYS_SIGTERM_MS, STOP_TIMEOUT_S, STOPPED_TASK_KEPT_MS, seconds } from './durations';
import { deregisterTargets } from './load-balancing';
import { ContainerState, EcsLab, nowOf, TaskState } from './model';
import { setStatus } from './task';

interface StopCause {
  readonly code: TaskStopCode;
  readonly reason: string;
}

/** The scheduler stops a task: targets drain first, then the containers get SIGTERM. */
export function stopTask(lab: EcsLab, task: TaskState, cause: StopCause): void {
  if (task.desiredStatus === 'STOPPED') return;
  const ran = task.lastStatus === 'RUNNING';
  begin(lab, task, cause);
  const drainMs = deregisterTargets(lab, task);
  if (!ran) return terminate(lab, task);
  if (drainMs === 0) return terminate(lab, task);
  setStatus(lab, task, 'DEACTIVATING');
  lab.world.clock.after(drainMs, () => terminate(lab, task));
}

/** The task ends by itself, or is taken away at once: its targets are deregistered without a wait for draining. */
export function endTask(lab: EcsLab, task: TaskState, cause: StopCause): void {
  if (task.desiredStatus === 'STOPPED') return;
  begin(lab, task, cause);
  deregisterTargets(lab, task);
  terminate(lab, task);
}

function begin(lab: EcsLab, task: TaskState, { code, reason }: StopCause): void {
  for (const timer of task.timers) timer.cancel();
  task.timers.length = 0;
  task.desiredStatus = 'STOPPED';
  task.stoppingAt = nowOf(lab);
  task.stopCode = code;
  task.stoppedReason = reason;
}

function terminate(lab: EcsLab, task: TaskState): void {
  const running = task.containers.filter(({ status }) => status === 'RUNNING');
  if (!running.length) return deprovision(lab, task);
  setStatus(lab, task, 'STOPPING');
  let left = running.length;
  for (const container of running) {
    const [exitCode, ms] = endOf(task, container);
    lab.world.clock.after(ms, () => {
      container.status = 'STOPPED';
      container.exitCode = exitCode;
      left -= 1;
      if (left === 0) deprovision(lab, task);
    });
  }
}

/** 143 = SIGTERM obeyed, 137 = SIGKILL after `stopTimeout`, or the scenario's exit code of a container that fails its check. */
function endOf(task: TaskState, container: ContainerState): [exitCode: number, ms: number] {
  const timeoutMs = seconds(container.definition.stopTimeout ?? STOP_TIMEOUT_S);
  const { containerHealth } = task.rule;
  const exitCode = containerHealth?.container === container.name ? containerHealth.exit ?? 143 : 143;
  return exitCode === 137 || timeoutMs < OBEYS_SIGTERM_MS ? [137, timeoutMs] : [exitCode, OBEYS_SIGTERM_MS];
}

function deprovision(lab: EcsLab, task: TaskState): void {
  task.executionStoppedAt = nowOf(lab);
  for (const container of task.containers) container.status = 'STOPPED';
  setStatus(lab, task, 'DEPROVISIONING');
  lab.world.clock.after(DEPROVISIONING_MS, () => {
    task.stoppedAt = nowOf(lab);
    setStatus(lab, task, 'STOPPED');
    forget(task);
  });
}

/**
 * Drops a stopped task from its deployment; the cluster shows it for another hour. Three hours of a crash loop leave thousands of tasks.
 */
function forget(task: TaskState): void {
  const { tasks, service } = task.deployment;
  const at = tasks.indexOf(task);
  if (at >= 0) tasks.splice(at, 1);
  const now = task.stoppedAt?.getTime() ?? 0;
  for (const [id, { stoppedAt }] of service.cluster.tasks) {
    if (stoppedAt && now - stoppedAt.getTime() <= STOPPED_TASK_KEPT_MS) break;
    if (stoppedAt) service.cluster.tasks.delete(id);
  }
}
