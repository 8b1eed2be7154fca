import { emit, emitTrouble, sentence, taskList } from './events';
import { DeploymentState, EcsLab, ServiceState, TaskState } from './model';
import { ruleFor } from './scenario-rules';
import { fail, throttleStarts } from './scheduler';
import { launchTask } from './task-start';
import { wake } from './wake';

/** Starts up to `count` tasks of the deployment, as far as start throttling and the placement rules of the scenario allow. */
export function startTasks(lab: EcsLab, deployment: DeploymentState, count: number): void {
  const { service } = deployment;
  const waitMs = deployment.notBefore - lab.world.clock.now();
  if (deployment.halted || count <= 0) return;
  if (waitMs > 0) return wake(lab, service, waitMs);
  const started: TaskState[] = [];
  while (started.length < count) {
    const rule = ruleFor(deployment, ++deployment.attempts);
    const refusal = rule.place ?? rule.quota;
    if (refusal || rule.role) {
      emitTrouble(lab, service, refusal ? placementText(refusal.text) : `failed to launch a task with (error ${rule.role?.text}).`);
      emitStarted(lab, service, started);
      throttleStarts(lab, deployment);
      fail(lab, deployment);
      return wake(lab, service);
    }
    started.push(launchTask(lab, deployment, rule));
  }
  emitStarted(lab, service, started);
}

/** A scenario quotes the whole message, which AWS words in several ways, or only the reason in it. */
function placementText(text: string): string {
  return sentence(text.startsWith('was unable to place') ? text : `was unable to place a task. Reason: ${text}`);
}

function emitStarted(lab: EcsLab, service: ServiceState, tasks: readonly TaskState[]): void {
  if (!tasks.length) return;
  service.steady = false;
  const replaced = Math.min(service.toReplace, tasks.length);
  service.toReplace = 0;
  // The second sentence as captured in 2026-09.
  emit(lab, service, `has started ${tasks.length} tasks: ${taskList(tasks)}.`
    + (replaced ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ''));
}
