import { Frame, Task } from '../../facts/model';
import { stopBegan, stopKind, stoppedUnasked as stoppedUnaskedByFacts } from '../../facts/stops';
import { lastPart, sortedBy, time } from '../text';
import { watchedDeployment } from './deployment';
import { oncePer } from './memo';

export { executionEnded, isExitOfStop, isInfrastructureCode, stopBegan, stopKind } from '../../facts/stops';
export type { InfrastructureCode } from '../../facts/stops';

/** True when nobody asked for the stop: neither a scale-in nor a person. */
export const stoppedUnasked = oncePer(stoppedUnaskedByFacts);

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
  return sortedBy(mine, (t) => time(t.createdAt) ?? 0);
});

/** Tasks of the service that belong to other deployments: they serve while the new ones come up. */
export const otherTasks = oncePer((frame: Frame): readonly Task[] => {
  const mine = new Set(deploymentTasks(frame));
  return ofService(frame).filter((t) => !mine.has(t));
});

/** Those that run. The list may lack some; `oldTasksCounted` has ECS's own count. */
export function oldTasksListed(frame: Frame): readonly Task[] {
  return otherTasks(frame).filter((t) => t.lastStatus === 'RUNNING');
}

export function hasStopped(task: Task): boolean {
  return task.lastStatus === 'STOPPED' || Boolean(task.stopCode || task.stoppedReason || task.stoppedAt);
}

/** Stopped tasks of this deployment that nobody asked to stop, first to stop first. */
export const failedTasks = oncePer((frame: Frame): readonly Task[] => {
  const started = time(frame.operation?.startedAt);
  const stopped = deploymentTasks(frame)
    .filter((t) => hasStopped(t) && stoppedUnasked(t))
    .filter((t) => started === undefined || (stopBegan(t) ?? Infinity) >= started);
  return sortedBy(stopped, (t) => stopBegan(t) ?? Infinity);
});

const failedSet = oncePer((frame: Frame): ReadonlySet<Task> => new Set(failedTasks(frame)));

/** The task is one of `failedTasks`. */
export function isFailed(frame: Frame, task: Task): boolean {
  return failedSet(frame).has(task);
}

/** Tasks of this deployment that somebody stopped by hand. */
export const tasksStoppedByPerson = oncePer((frame: Frame): readonly Task[] => (
  deploymentTasks(frame).filter((t) => hasStopped(t) && !stoppedUnasked(t) && stopKind(t) === 'person')));

/**
 * How long the deployment under watch has had no task at all; undefined: it has one, or its age is not known. ECS starts the first task
 * within seconds.
 */
export function withoutTaskMs(frame: Frame): number | undefined {
  const [now, created] = [time(frame.at), time(watchedDeployment(frame)?.createdAt)];
  return now === undefined || created === undefined || deploymentTasks(frame).length ? undefined : now - created;
}

export function runningTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => t.lastStatus === 'RUNNING' && !hasStopped(t));
}

const BEFORE_RUNNING: ReadonlySet<string> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING']);

/** Tasks of this deployment on their way to RUNNING (Amazon ECS Developer Guide, task lifecycle). */
export function pendingTasks(frame: Frame): readonly Task[] {
  return deploymentTasks(frame).filter((t) => !hasStopped(t) && BEFORE_RUNNING.has(t.lastStatus ?? ''));
}

/** Did the task stop because one of its containers ended by itself (ECS did not stop it)? */
export function endedByItself(task: Task): boolean {
  if (task.stopCode) return task.stopCode === 'EssentialContainerExited' || task.stopCode === 'TaskFailedToStart';
  return /essential container|failed to start/i.test(task.stoppedReason ?? '');
}
