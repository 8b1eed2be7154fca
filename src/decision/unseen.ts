import { pendingTasks, runningTasks, watchedDeployment } from '../diagnosis/read';
import { Frame } from '../facts/model';

/** ECS counts tasks and lists none of them: its lists are eventually consistent (Amazon ECS API Reference, RunTask), and this says nothing. */
export function tasksUnseen(frame: Frame): boolean {
  const { runningCount = 0, pendingCount = 0 } = watchedDeployment(frame) ?? {};
  return frame.tasks !== undefined && runningCount + pendingCount > 0 && !runningTasks(frame).length && !pendingTasks(frame).length;
}
