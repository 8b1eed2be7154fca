import type { TaskStopCode } from '@aws-sdk/client-ecs';
import { TaskRule } from '../world';
import { isPrerequisite, startReadyContainers, waitsForPrerequisites } from './containers';
import { ACTIVATING_MS, HEALTHY_WITHOUT_CHECKS_MS, PENDING_MS, PROVISIONING_MS, seconds } from './durations';
import { registerTargets } from './load-balancing';
import { DeploymentState, EcsLab, nowOf, TaskState } from './model';
import { later, newTask, setStatus } from './task';
import { hasChecks } from './task-health';
import { endTask } from './task-stop';

/** Takes a task from PROVISIONING to RUNNING, or to the state in which its rule lets it fail. */
export function launchTask(lab: EcsLab, deployment: DeploymentState, rule: TaskRule): TaskState {
  const task = newTask(lab, deployment, rule);
  lab.listener.changed(task);
  if (rule.hang === 'PROVISIONING') return task;
  if (rule.init) {
    const { init } = rule;
    later(lab, task, init.after === undefined ? PROVISIONING_MS : seconds(init.after), () => failToStart(lab, task, init, false));
  } else {
    later(lab, task, rule.slow?.provisioning === undefined ? PROVISIONING_MS : seconds(rule.slow.provisioning), () => pend(lab, task));
  }
  return task;
}

function pend(lab: EcsLab, task: TaskState): void {
  const { pull, hang, slow } = task.rule;
  task.pullStartedAt = nowOf(lab);
  setStatus(lab, task, 'PENDING');
  if (hang === 'PENDING') return;
  if (pull) {
    later(lab, task, pull.after === undefined ? PENDING_MS : seconds(pull.after), () => failToStart(lab, task, pull, true));
    return;
  }
  later(lab, task, slow?.pending === undefined ? PENDING_MS : seconds(slow.pending), () => {
    task.pullStoppedAt = nowOf(lab);
    // Containers that others wait for (`dependsOn`) run while the task is still PENDING.
    task.whenReady = () => activate(lab, task);
    startReadyContainers(lab, task, isPrerequisite);
    if (!waitsForPrerequisites(task)) activate(lab, task);
  });
}

function activate(lab: EcsLab, task: TaskState): void {
  setStatus(lab, task, 'ACTIVATING');
  later(lab, task, ACTIVATING_MS, () => run(lab, task));
}

function run(lab: EcsLab, task: TaskState): void {
  task.startedAt = nowOf(lab);
  setStatus(lab, task, 'RUNNING');
  lab.listener.running(task);
  registerTargets(lab, task);
  startReadyContainers(lab, task, () => true);
  const { spot, infra, user, slow } = task.rule;
  if (!hasChecks(task)) {
    later(lab, task, slow?.healthy === undefined ? HEALTHY_WITHOUT_CHECKS_MS : seconds(slow.healthy), () => {
      task.healthy = true;
      lab.listener.healthy(task);
    });
  }
  const interrupt = (after: number, code: TaskStopCode, reason: string) =>
    later(lab, task, seconds(after), () => {
      endTask(lab, task, { code, reason });
      lab.listener.ended(task, 'interrupted');
    });
  // Texts without scenario: Amazon ECS Developer Guide, "Fargate Spot termination notices" and "Task retirement".
  if (spot) interrupt(spot.after, spot.stopCode ?? 'SpotInterruption', spot.text ?? 'Your Spot Task was interrupted.');
  if (infra) {
    const text = infra.text ?? 'ECS is performing maintenance on the underlying infrastructure hosting the task.';
    interrupt(infra.after, 'InfrastructureHealth', text);
  }
  if (user) interrupt(user.after, 'UserInitiated', user.text);
}

/** A task that never ran: no container has an exit code. AWS puts the text on the task, and for pulls on a container, too. */
function failToStart(lab: EcsLab, task: TaskState, failure: NonNullable<TaskRule['pull']>, containerReasonByDefault: boolean): void {
  if (failure.containerReason ?? containerReasonByDefault) {
    const blamed = task.containers.find((one) => one.name === failure.container) ?? task.containers[0];
    if (blamed) blamed.reason = failure.text;
  }
  if (failure.noContainers) task.containers = [];
  endTask(lab, task, { code: 'TaskFailedToStart', reason: failure.text });
  lab.listener.ended(task, 'never-ran');
}
