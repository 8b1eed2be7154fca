import { deploymentTasks, hasStopped, stopBegan, taskId } from './read';
import { count, duration, shortId, taskDefinitionName, time } from './text';
import { Frame, Task } from '../facts/model';

/**
 * How many tasks stopped, and when:
 * `2 of 3 new tasks stopped, the first 6 s after start (tasks 6b1d6e32, 9802d212; task definition api:42)`.
 */
export function stoppedTasksFact(frame: Frame, tasks: readonly Task[]): readonly string[] {
  const stopped = tasks.filter(hasStopped);
  if (!stopped.length) return [];
  const all = deploymentTasks(frame).length;
  const ids = stopped.slice(0, 4).map((t) => shortId(taskId(t)));
  const more = stopped.length > ids.length ? ` and ${stopped.length - ids.length} more` : '';
  const definition = taskDefinitionName(stopped[0].taskDefinitionArn);
  const of = definition ? `; task definition ${definition}` : '';
  const names = `${ids.length === 1 ? 'task' : 'tasks'} ${ids.join(', ')}${more}${of}`;
  return [`${stopped.length} of ${count(Math.max(all, stopped.length), 'new task')} stopped${after(stopped[0])} (${names})`];
}

function after(task: Task): string {
  const end = stopBegan(task);
  const start = time(task.startedAt);
  const created = time(task.createdAt);
  if (end === undefined) return '';
  if (start !== undefined) return end < start ? '' : `, the first ${duration(end - start)} after start`;
  return created === undefined || end < created ? ' before start' : ` before start, the first after ${duration(end - created)}`;
}
