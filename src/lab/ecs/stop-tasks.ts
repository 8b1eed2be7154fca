import { emit, taskList } from './events';
import { EcsLab, ServiceState, TaskState } from './model';
import { stopTask } from './task-stop';

/** The service scheduler stops tasks, and writes service events about it. */
export function stopTasks(lab: EcsLab, service: ServiceState, tasks: readonly TaskState[], reason: string): void {
  if (!tasks.length) return;
  service.steady = false;
  const running = tasks.filter(({ lastStatus }) => lastStatus === 'RUNNING');
  const draining = running.filter(({ targets }) => targets.length);
  const pending = tasks.length - running.length;
  for (const task of tasks) stopTask(lab, task, { code: 'ServiceSchedulerInitiated', reason });
  if (draining.length) emit(lab, service, `has begun draining connections on ${draining.length} tasks.`);
  if (running.length) emit(lab, service, `has stopped ${running.length} running tasks: ${taskList(running)}.`);
  if (pending) emit(lab, service, `stopped ${pending} pending tasks.`);
}
