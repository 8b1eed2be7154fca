import { playLogs } from './container-logs';
import { INIT_CONTAINER_MS, seconds } from './durations';
import { ContainerState, EcsLab, TaskState } from './model';
import { isEssential, later } from './task';
import { runHealthCheck } from './task-health';
import { endTask } from './task-stop';

type Dependency = NonNullable<ContainerState['definition']['dependsOn']>[number];

const dependencies = (container: ContainerState): readonly Dependency[] => container.definition.dependsOn ?? [];
const find = (task: TaskState, name: string | undefined) => task.containers.find((one) => one.name === name);

/** Another container waits until this one has done something: it must run while the task is PENDING. START waits for nothing. */
export function isPrerequisite(container: ContainerState, task: TaskState): boolean {
  return task.containers.some((other) => dependencies(other)
    .some(({ containerName, condition }) => containerName === container.name && condition !== 'START'));
}

/** Some container cannot start yet. */
export function waitsForPrerequisites(task: TaskState): boolean {
  return task.containers.some((container) => container.status === 'PENDING' && !dependencies(container).every((one) => isMet(task, one)));
}

function isMet(task: TaskState, { containerName, condition }: Dependency): boolean {
  const container = find(task, containerName);
  switch (condition) {
    case 'HEALTHY': return container?.healthStatus === 'HEALTHY';
    case 'COMPLETE': return container?.status === 'STOPPED';
    case 'SUCCESS': return container?.status === 'STOPPED' && container.exitCode === 0;
    default: return true;
  }
}

export function startReadyContainers(lab: EcsLab, task: TaskState, which: (container: ContainerState, task: TaskState) => boolean): void {
  for (const container of task.containers) {
    if (container.status === 'PENDING' && which(container, task) && dependencies(container).every((one) => isMet(task, one))) {
      start(lab, task, container);
    }
  }
}

function start(lab: EcsLab, task: TaskState, container: ContainerState): void {
  container.status = 'RUNNING';
  container.startedAt = lab.world.clock.now();
  playLogs(lab, task, container);
  runHealthCheck(lab, task, container, () => dependenciesChanged(lab, task));
  const conduct = task.rule.containers?.[container.name];
  if (conduct?.oom) {
    const { after, code = 137, reason = 'OutOfMemoryError: Container killed due to memory usage' } = conduct.oom;
    later(lab, task, seconds(after), () => exit(lab, task, container, code, reason ?? undefined));
  } else if (conduct?.exit) {
    const { after, code, reason } = conduct.exit;
    later(lab, task, seconds(after), () => exit(lab, task, container, code, reason));
  } else if (mustEnd(task, container)) {
    later(lab, task, INIT_CONTAINER_MS, () => exit(lab, task, container, 0));
  }
}

/** Others wait for its end: an init container. */
function mustEnd(task: TaskState, container: ContainerState): boolean {
  return task.containers.some((other) => dependencies(other)
    .some(({ containerName, condition }) => containerName === container.name && (condition === 'COMPLETE' || condition === 'SUCCESS')));
}

function exit(lab: EcsLab, task: TaskState, container: ContainerState, code: number, reason?: string): void {
  container.status = 'STOPPED';
  container.exitCode = code;
  container.reason = reason;
  const waiting = task.lastStatus === 'PENDING';
  if (isEssential(container)) {
    endTask(lab, task, { code: 'EssentialContainerExited', reason: 'Essential container in task exited' });
    lab.listener.ended(task, waiting ? 'never-ran' : 'exited');
  } else if (waiting && code !== 0 && successWasRequired(task, container)) {
    // Captured on Fargate: a container on which another depends with SUCCESS ends with an error.
    endTask(lab, task, { code: 'TaskFailedToStart', reason: 'Task failed to start' });
    lab.listener.ended(task, 'never-ran');
  } else {
    dependenciesChanged(lab, task);
  }
}

function successWasRequired(task: TaskState, container: ContainerState): boolean {
  return task.containers.some((other) => dependencies(other)
    .some(({ containerName, condition }) => containerName === container.name && condition === 'SUCCESS'));
}

/** A container ended or became healthy: others may start, the task may go on. */
function dependenciesChanged(lab: EcsLab, task: TaskState): void {
  if (task.desiredStatus === 'STOPPED') return;
  startReadyContainers(lab, task, task.lastStatus === 'PENDING' ? isPrerequisite : () => task.lastStatus === 'RUNNING');
  if (task.lastStatus === 'PENDING' && !waitsForPrerequisites(task)) task.whenReady?.();
}
