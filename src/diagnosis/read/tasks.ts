import { Container, ContainerDefinition, Frame, Task } from '../../facts/model';
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
  if (/^(SpotInterruption|TerminationNotice|InfrastructureHealth)$/.test(task.stopCode ?? '')) return 'infrastructure';
  return 'failure';
}

/** Stopped tasks of this deployment that nobody asked to stop, first to stop first. */
export const failedTasks = oncePer((frame: Frame): readonly Task[] => {
  const started = time(frame.operation?.startedAt);
  return deploymentTasks(frame)
    .filter((t) => hasStopped(t) && /^(failure|infrastructure)$/.test(stopKind(t)))
    .filter((t) => started === undefined || (stopTime(t) ?? Infinity) >= started)
    .sort((a, b) => (stopTime(a) ?? Infinity) - (stopTime(b) ?? Infinity));
});

/** Tasks of this deployment that somebody stopped by hand. */
export function tasksStoppedByPerson(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => hasStopped(t) && stopKind(t) === 'person');
}

/** When the task began to stop, in milliseconds since the epoch: ECS replaces it from then on, and stopTimeout may pass until it has stopped. */
export function stopTime(task: Task): number | undefined {
  return time(task.stoppingAt) ?? time(task.executionStoppedAt) ?? time(task.stoppedAt);
}

export function runningTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => t.lastStatus === 'RUNNING' && !hasStopped(t));
}

/** Tasks of this deployment on their way: PROVISIONING, PENDING, ACTIVATING. */
export function pendingTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => !hasStopped(t) && /^(PROVISIONING|PENDING|ACTIVATING)$/.test(t.lastStatus ?? ''));
}

export function definitionOf(frame: Frame, container: string | undefined): ContainerDefinition | undefined {
  return frame.taskDefinition?.containerDefinitions?.find((d) => d.name === container);
}

/** Did the task stop because a container of its own accord ended (rather than ECS stopping it)? */
export function endedByItself(task: Task): boolean {
  if (task.stopCode) return task.stopCode === 'EssentialContainerExited' || task.stopCode === 'TaskFailedToStart';
  return /essential container|failed to start/i.test(task.stoppedReason ?? '');
}

/**
 * The container that broke first. The API gives no stop time per container, so: a container with a reason of its own, then one with an
 * error code, then a clean exit; 143 and 137 without a reason are what ECS does to the siblings afterwards.
 */
export function firstContainerToEnd(frame: Frame, task: Task): Container | undefined {
  const ended = (task.containers ?? []).filter((c) => c.reason || c.exitCode !== undefined && c.exitCode !== null);
  const essential = (c: Container) => definitionOf(frame, c.name)?.essential !== false;
  const candidates = ended.filter((c) => c.reason || essential(c) || isAwaited(frame, c.name));
  return [...(candidates.length ? candidates : ended)].sort((a, b) => blame(a, essential(a)) - blame(b, essential(b))
    || lastWords(frame, task, a) - lastWords(frame, task, b))[0];
}

/** Of two that ended alike, the one that fell silent first; without a log last. */
function lastWords(frame: Frame, task: Task, container: Container): number {
  const lines = frame.logs?.[container.name ?? '']?.[taskId(task)] ?? [];
  return lines[lines.length - 1]?.timestamp ?? Number.MAX_SAFE_INTEGER;
}

function blame(container: Container, essential: boolean): number {
  const { exitCode, reason } = container;
  if (reason && (exitCode === undefined || exitCode !== 0 || /memory/i.test(reason))) return 0;
  if (exitCode === undefined || exitCode === null) return 6;
  if (exitCode === 143) return 5;
  if (exitCode === 137) return 4;
  if (exitCode === 0) return essential ? 3 : 7;
  return essential ? 1 : 2;
}

/** Does another container's `dependsOn` wait for this one to complete? */
export function isAwaited(frame: Frame, container: string | undefined): boolean {
  return waiters(frame, container).length > 0;
}

/** Names of the containers whose `dependsOn` names this one. */
export function waiters(frame: Frame, container: string | undefined): readonly string[] {
  return (frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => d.dependsOn?.some((on) => on.containerName === container))
    .map((d) => d.name ?? '');
}
