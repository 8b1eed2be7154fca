import { WatchedServiceState } from './model';
import { awaited } from '../../diagnosis/awaited';
import { failedTasks, firstContainerToEnd, taskId } from '../../diagnosis/read';
import { failureKey, normalise, shortId } from '../../diagnosis/text';
import { Frame, Task } from '../../facts/model';
import { flat } from '../../presentation/plain';
import { Counts, countsOf } from '../service-state';

/** `desired 2, pending 1, running 1, healthy 0, failed 0, targets 0/1 healthy` */
export function countsText({ desired, pending, running, healthy, failed, targets }: Counts): string {
  const tasks = `desired ${desired}, pending ${pending}, running ${running}, healthy ${healthy}, failed ${failed}`;
  return targets ? `${tasks}, targets ${targets.healthy}/${targets.all} healthy` : tasks;
}

/** A deployment that is looked at again and again. */
export type Viewed = Pick<WatchedServiceState, 'frame' | 'diagnosis' | 'failed' | 'over'>;

/** What the deployment waits for; empty if it waits for nothing. */
export function waitText(service: Viewed): string {
  const { frame, diagnosis, failed, over } = service;
  if (over || failed) return '';
  if (!frame?.service) return 'the service to be created';
  const [top] = diagnosis?.causes ?? [];
  return flat(top?.waiting ? top.headline : awaited(frame).what);
}

/** Differs from `lastPrinted` if the counts, the deployment or the reasons of stopped tasks have changed. */
export function changeOf(service: WatchedServiceState): string {
  const { frame } = service;
  if (!frame?.service || service.over) return service.lastPrinted;
  const counts = countsOf(frame);
  return `${countsText(counts)} ${counts.deployment ?? ''} ${stopKeys(frame).join(' ')}`;
}

/** `2 x Essential container in task exited: container app exited with 1 (0123abcd, 4567cdef)` */
export function groupText({ tasks, text }: StopGroup): string {
  return `${tasks.length} x ${text} (${tasks.slice(0, 3).join(', ')}${tasks.length > 3 ? ', ...' : ''})`;
}

/** One key for each way in which tasks stopped. */
export function stopKeys(frame: Frame): readonly string[] {
  return stopGroups(frame).map(({ text }) => failureKey(text)).sort();
}

/** Tasks that stopped in the same way. */
interface StopGroup {
  /** Short ids. */
  readonly tasks: readonly string[];
  readonly text: string;
}

/** Failed tasks by the reason of ECS and of their container, most frequent first. */
export function stopGroups(frame: Frame): readonly StopGroup[] {
  const groups = new Map<string, { tasks: string[]; text: string }>();
  for (const task of failedTasks(frame)) {
    const text = flat(stopText(frame, task));
    const group = groups.get(failureKey(text)) ?? { tasks: [], text };
    groups.set(failureKey(text), group);
    group.tasks.push(shortId(taskId(task)));
  }
  return [...groups.values()].sort((a, b) => b.tasks.length - a.tasks.length);
}

function stopText(frame: Frame, task: Task): string {
  const container = firstContainerToEnd(frame, task);
  const reason = normalise(task.stoppedReason ?? task.stopCode ?? 'stopped');
  if (typeof container?.exitCode !== 'number') return reason;
  const exit = `${reason}: container ${container.name} exited with ${container.exitCode}`;
  return container.reason ? `${exit} (${normalise(container.reason)})` : exit;
}

/** Newest service events of the deployment, newest first, without the name of the service. `since`: ISO 8601. */
export function newestEvents(frame: Frame, since: string, max: number): readonly { readonly at: string; readonly text: string }[] {
  const events = (frame.service?.events ?? []).filter((e) => !(Date.parse(e.createdAt ?? '') < Date.parse(since)));
  return events.slice(0, max).map(({ createdAt: at = '', message = '' }) => (
    { at, text: flat(normalise(message).replace(/^\(service [^)]*\) /, '')) }));
}
