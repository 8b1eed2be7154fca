import { pendingTasks, runningTasks, watchedDeployment } from '../diagnosis/read';
import { Frame } from '../facts/model';
import { notRead, wasDenied } from '../facts/unavailable';

/**
 * ECS counts tasks of the deployment and lists none of them: its lists are eventually consistent (Amazon ECS API Reference, RunTask). The
 * empty list is no evidence about the tasks.
 */
export function tasksNotListedYet(frame: Frame): boolean {
  const { runningCount = 0, pendingCount = 0 } = watchedDeployment(frame) ?? {};
  return frame.tasks !== undefined && runningCount + pendingCount > 0 && !runningTasks(frame).length && !pendingTasks(frame).length;
}

/**
 * Failed tasks that ECS counts, if the permission to read tasks is missing: then the counter is all there is. 0: none, or they can be read.
 */
export function failedTasksNotReadable(frame: Frame): number {
  return notRead(frame, 'tasks').some(wasDenied) ? watchedDeployment(frame)?.failedTasks ?? 0 : 0;
}
