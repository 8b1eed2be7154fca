import { Frame } from '../../facts/model';
import { largest, time } from '../text';
import { rolloutVerdict, startedByThisOperation } from './deployment';
import { oncePer } from './memo';
import { instanceIn, instanceOf, isLeaving } from './room';
import { NO_TASK_FOR_MS } from './silence';
import { Statement, statements } from './statements';
import { deploymentTasks, oldTasksListed, pendingTasks, runningTasks } from './tasks';

/** An instance for which the deployment of a daemon service waits, while the others have their task. */
export interface InstanceAwaited {
  /** Last part of the ARN of the container instance. */
  readonly instance: string;
  /**
   * `draining`: ECS places no daemon task there, and stops the old one after all other tasks of the instance. `attribute`: the instance
   * lacks one that the task needs. `old-task`: only the old task runs there, which no text explains.
   */
  readonly why: 'draining' | 'attribute' | 'old-task';
  /** The event that names it. */
  readonly said?: Statement;
}

/**
 * Instances for which a daemon service waits (Amazon ECS Developer Guide, daemon scheduling and managed instance draining:
 * a daemon task is the last to stop; aws/containers-roadmap#856). Empty for other services and once the deployment is over.
 */
export const instancesAwaited = oncePer((frame: Frame): readonly InstanceAwaited[] => {
  const isOver = ['completed', 'failed'].includes(rolloutVerdict(frame) ?? '');
  if (frame.service?.schedulingStrategy !== 'DAEMON' || isOver || !startedByThisOperation(frame)) return [];
  const named = new Map<string, InstanceAwaited>();
  for (const said of statements(frame)) {
    const instance = said.from === 'event' ? instanceIn(said.text) : undefined;
    const why = reasonIn(said.text);
    // ECS writes "no container instance met all of its requirements" of one instance, too; that others have the task shows it
    const isOne = why === 'draining' || runningTasks(frame).length > 0;
    if (instance && why && isOne && !named.has(instance)) named.set(instance, { instance, why, said });
  }
  return named.size ? [...named.values()] : withOldTask(frame);
});

/** ECS writes this event about the placement of a daemon task on the instance for which the deployment only waits. */
export function isAboutInstanceAwaited(frame: Frame, statement: Statement): boolean {
  return statement.from === 'event' && instancesAwaited(frame).some(({ said }) => said === statement || sameInstance(said, statement));
}

function sameInstance(said: Statement | undefined, { text }: Statement): boolean {
  return said !== undefined && instanceIn(text) === instanceIn(said.text) && reasonIn(text) !== undefined;
}

function reasonIn(text: string): 'draining' | 'attribute' | undefined {
  if (!/unable to place|not placed|cannot (be )?place/i.test(text)) return undefined;
  if (/\bdraining\b/i.test(text)) return 'draining';
  return /missing an attribute|"ATTRIBUTE"|\battribute required\b/i.test(text) ? 'attribute' : undefined;
}

/** All other instances have had their new task for a while, and ECS leaves this one as it is. */
function withOldTask(frame: Frame): readonly InstanceAwaited[] {
  const now = time(frame.at);
  const mine = runningTasks(frame);
  const newest = largest(mine.map((task) => time(task.startedAt) ?? Infinity));
  const moves = pendingTasks(frame).length > 0 || deploymentTasks(frame).some(isLeaving) || oldTasksListed(frame).some(isLeaving);
  if (!mine.length || now === undefined || moves || now - newest < NO_TASK_FOR_MS) return [];
  const renewed = new Set(mine.map(instanceOf));
  const left = oldTasksListed(frame).flatMap((task) => instanceOf(task) ?? []).filter((instance) => !renewed.has(instance));
  return [...new Set(left)].map((instance) => ({ instance, why: 'old-task' }));
}
