import { Frame, Task } from '../../facts/model';
import { lastPart, normalise, time } from '../text';
import { watchedDeployment } from './deployment';
import { oncePer } from './memo';

export function taskId(task: Task): string {
  return task.taskArn ? lastPart(task.taskArn) : 'unknown';
}

/** Tasks of the service under watch; a list made with `aws ecs list-tasks` may hold those of the whole cluster. */
function ofService(frame: Frame): readonly Task[] {
  const name = frame.service?.serviceName;
  return (frame.tasks ?? []).filter((t) => !t.group || (name ? t.group === `service:${name}` : t.group.startsWith('service:')));
}

/** Tasks that the deployment under watch started, in the order they were created. */
export const deploymentTasks = oncePer((frame: Frame): readonly Task[] => {
  const watched = watchedDeployment(frame);
  const definition = frame.taskDefinition?.taskDefinitionArn ?? watched?.taskDefinition;
  const mine = ofService(frame).filter((t) => {
    if (watched?.id && t.startedBy) return t.startedBy === watched.id;
    if (definition && t.taskDefinitionArn) return t.taskDefinitionArn === definition;
    return true;
  });
  return [...mine].sort((a, b) => (time(a.createdAt) ?? 0) - (time(b.createdAt) ?? 0));
});

/** Tasks of the service that belong to other deployments: they serve while the new ones come up. */
export const otherTasks = oncePer((frame: Frame): readonly Task[] => {
  const mine = new Set(deploymentTasks(frame));
  return ofService(frame).filter((t) => !mine.has(t));
});

export function hasStopped(task: Task): boolean {
  return task.lastStatus === 'STOPPED' || Boolean(task.stopCode || task.stoppedReason || task.stoppedAt);
}

/**
 * Why a task stopped, as far as blame goes. ECS has one stop code for scale-in and failed health checks, told apart only by the text
 * (aws/containers-roadmap#612). The text of a UserInitiated stop is whatever the caller wrote, so it is never read.
 */
export type StopKind = 'failure' | 'infrastructure' | 'scale-in' | 'person';

export function stopKind(task: Task): StopKind {
  const reason = normalise(task.stoppedReason ?? '');
  if (task.stopCode === 'UserInitiated' || (!task.stopCode && /stopped by user/i.test(reason))) return 'person';
  if (/^\(?scaling activity initiated/i.test(reason) || /deployment.{0,40} (was )?(stopped|replaced|deleted)|service .{0,80}(deleted|updated)/i.test(reason)) return 'scale-in';
  if (TAKEN_BY_AWS.has(task.stopCode ?? '')) return 'infrastructure';
  return 'failure';
}

/** Stop codes of tasks that AWS takes away (Amazon ECS API Reference, Task, stopCode). */
const TAKEN_BY_AWS: ReadonlySet<string> = new Set(['SpotInterruption', 'TerminationNotice', 'InfrastructureHealth']);

/** True when nobody asked for the stop: neither a scale-in nor a person. */
export function stoppedUnasked(task: Task): boolean {
  const kind = stopKind(task);
  return kind === 'failure' || kind === 'infrastructure';
}

/** Stopped tasks of this deployment that nobody asked to stop, first to stop first. */
export const failedTasks = oncePer((frame: Frame): readonly Task[] => {
  const started = time(frame.operation?.startedAt);
  return deploymentTasks(frame)
    .filter((t) => hasStopped(t) && stoppedUnasked(t))
    .filter((t) => started === undefined || (stopBegan(t) ?? Infinity) >= started)
    .sort((a, b) => (stopBegan(a) ?? Infinity) - (stopBegan(b) ?? Infinity));
});

/** Tasks of this deployment that somebody stopped by hand. */
export function tasksStoppedByPerson(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => hasStopped(t) && stopKind(t) === 'person');
}

/**
 * When the task began to stop, in milliseconds since the epoch: ECS replaces it from then on, and stopTimeout may pass until it has stopped.
 * undefined: the task has no time of a stop.
 */
export function stopBegan(task: Task): number | undefined {
  return time(task.stoppingAt) ?? time(task.executionStoppedAt) ?? time(task.stoppedAt);
}

/**
 * When the containers of the task ended, in milliseconds since the epoch ("the time when the task execution stopped", Amazon ECS API
 * Reference, Task): how long it ran, and when its last lines were logged. undefined: the task has no time of a stop.
 */
export function executionEnded(task: Task): number | undefined {
  return time(task.executionStoppedAt) ?? time(task.stoppingAt) ?? time(task.stoppedAt);
}

export function runningTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => t.lastStatus === 'RUNNING' && !hasStopped(t));
}

const BEFORE_RUNNING: ReadonlySet<string> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/** Tasks of this deployment on their way to RUNNING (Amazon ECS Developer Guide, task lifecycle). */
export function pendingTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => !hasStopped(t) && BEFORE_RUNNING.has(t.lastStatus ?? ''));
}

/** Did the task stop because a container of its own accord ended (rather than ECS stopping it)? */
export function endedByItself(task: Task): boolean {
  if (task.stopCode) return task.stopCode === 'EssentialContainerExited' || task.stopCode === 'TaskFailedToStart';
  return /essential container|failed to start/i.test(task.stoppedReason ?? '');
}
