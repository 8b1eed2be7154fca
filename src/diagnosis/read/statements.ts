import { Frame, Task } from '../../facts/model';
import { normalise, time } from '../text';
import { isBystander } from './containers';
import { deploymentStart, watchedDeployment } from './deployment';
import { oncePer } from './memo';
import { deploymentTasks, failedTasks, hasStopped, isFailed, otherTasks, stoppedUnasked, taskId } from './tasks';

export type Source = 'container' | 'task' | 'attachment' | 'event' | 'rollout' | 'operation';

/** One text of AWS about the deployment under watch, with everything that carries the same text. */
export interface Statement {
  readonly from: Source;
  /** Normalised: what rules match on. */
  readonly text: string;
  /** Verbatim: what messages quote. */
  readonly quote: string;
  /** Tasks that carry it; for an event, the tasks that it names. */
  readonly tasks: readonly Task[];
  readonly container?: string;
  /** Newest event: when, in milliseconds. */
  readonly at?: number;
}

/** A text of AWS (normalised) with the frame that has it, and the container that it is about. */
export interface TextInFrame {
  readonly text: string;
  readonly frame: Frame;
  readonly container?: string;
}

/** All texts of AWS about this deployment, equal texts grouped, most specific source first. */
export const statements = oncePer((frame: Frame): readonly Statement[] => {
  const groups = new Map<string, Omit<Statement, 'tasks'> & { readonly tasks: Set<Task> }>();
  const say = (from: Source, quote: string | null | undefined, tasks: readonly Task[], more: { container?: string; at?: number } = {}) => {
    const text = quote ? normalise(quote) : '';
    if (!quote || !text) return;
    const key = `${from} ${more.container ?? ''} ${text}`;
    const known = groups.get(key);
    if (known) for (const task of tasks) known.tasks.add(task);
    else groups.set(key, { from, text, quote, tasks: new Set(tasks), ...more });
  };

  for (const task of deploymentTasks(frame)) {
    if (hasStopped(task) && !isFailed(frame, task)) continue;
    for (const c of task.containers ?? []) if (!isBystander(task, c)) say('container', c.reason, [task], { container: c.name });
  }
  for (const task of failedTasks(frame)) say('task', task.stoppedReason, [task]);
  for (const task of failedTasks(frame)) {
    for (const a of task.attachments ?? []) {
      for (const d of a.details ?? []) if (/reason/i.test(d.name ?? '')) say('attachment', d.value, [task]);
    }
  }
  for (const event of deploymentEvents(frame)) say('event', event.message, event.tasks, { at: event.at });
  const watched = watchedDeployment(frame);
  say('rollout', watched?.rolloutStateReason, []);
  say('rollout', frame.serviceDeployment?.statusReason, []);
  say('rollout', frame.serviceDeployment?.rollback?.reason, []);
  say('operation', frame.operation?.resourceStatusReason, []);
  return [...groups.values()].map((group) => ({ ...group, tasks: [...group.tasks] }));
});

interface DeploymentEvent {
  readonly message: string;
  readonly at?: number;
  readonly tasks: readonly Task[];
}

/** ECS gives the times of service events and of deployments by different clocks. */
const EVENT_CLOCK_MS = 5000;

/** Service events since the deployment began, without those about other deployments and their tasks; newest first. */
const deploymentEvents = oncePer((frame: Frame): readonly DeploymentEvent[] => {
  const start = deploymentStart(frame);
  const id = watchedDeployment(frame)?.id;
  const others = new Set(otherTasks(frame).map(taskId));
  const asked = new Set(deploymentTasks(frame).filter((t) => hasStopped(t) && !stoppedUnasked(t)).map(taskId));
  const mine = new Map(deploymentTasks(frame).map((t) => [taskId(t), t]));
  const started = (frame.service?.events ?? [])
    .filter((e) => e.message?.includes('has started') && (time(e.createdAt) ?? 0) >= (start ?? 0))
    .map((e) => e.message).join(' ');
  const sorted = [...mine.keys()].sort();
  const isMine = (task: string) => sorted[placeIn(sorted, task)]?.startsWith(task) ?? false;
  // A task that is no longer listed and not known as one of this deployment belonged to an older one.
  const stranger = (task: string) => mine.size > 0 && !isMine(task) && !started.includes(task);
  return (frame.service?.events ?? []).flatMap(({ message, createdAt }) => {
    const at = time(createdAt);
    if (!message || (start !== undefined && at !== undefined && at < start - EVENT_CLOCK_MS)) return [];
    const deployment = /\(deployment (ecs-svc\/\d+)/.exec(message)?.[1];
    if (deployment && id && !id.startsWith(deployment)) return [];
    const named = [...message.matchAll(/\btask[ /]([0-9a-f]{8,}(?:-[0-9a-f-]+)?)/g)].map((m) => m[1]);
    if (named.length && named.every((n) => others.has(n) || asked.has(n) || stranger(n))) return [];
    return [{ message, at, tasks: named.flatMap((n) => mine.get(n) ?? []) }];
  });
});

/** Index of the first text that does not come before this one. */
function placeIn(sorted: readonly string[], text: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (sorted[middle] < text) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Did a task start after that moment? Then the obstacle to placing tasks has passed, at least for one. */
export function startedAfter(frame: Frame, at: number | undefined): boolean {
  if (at === undefined) return false;
  return deploymentTasks(frame).some((t) => (time(t.createdAt) ?? 0) > at && (t.lastStatus === 'RUNNING' || t.startedAt));
}
