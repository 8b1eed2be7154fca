import { Frame, Task } from '../../facts/model';
import { groupedBy, largest, lastPart, smallest, time } from '../text';
import { otherDeployments, watchedDeployment } from './deployment';
import { oncePer } from './memo';
import { isRolling, mayStopTask } from './rollout';
import { hasDrainingTarget } from './targets';
import { deploymentTasks, hasStopped, otherTasks } from './tasks';

/** The states after RUNNING (Amazon ECS Developer Guide, task lifecycle): the containers, or the network interface, are still there. */
const LEAVING: ReadonlySet<string> = new Set(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING']);

/** ECS stops the task, and it is not gone yet. */
export function isLeaving({ lastStatus = '', desiredStatus }: Task): boolean {
  return lastStatus !== 'STOPPED' && (LEAVING.has(lastStatus) || (desiredStatus === 'STOPPED' && Boolean(lastStatus)));
}

/** Tasks of the service that hold CPU, memory, ports and network interfaces of container instances. On Fargate a task has its own host. */
export interface HeldRoom {
  /** ECS stops them, and they have not ended. */
  readonly leaving: readonly Task[];
  /** Of other deployments, and ECS does not stop them yet. */
  readonly running: readonly Task[];
}

/**
 * Tasks in the way of new ones; undefined: no task of the service is. Tasks of other services are not in a frame. The ECS agent starts a
 * new task only once the stopping ones have given back what it needs: until then it stays in PENDING (aws/amazon-ecs-agent#1667, #2267).
 * @param instance last part of the ARN of a container instance: only there
 */
export function heldRoom(frame: Frame, instance?: string): HeldRoom | undefined {
  const { all, byInstance } = holders(frame);
  if (!instance) return roomOf(all);
  if (byInstance.has(instance)) return byInstance.get(instance);
  // A text of AWS may name the first digits only. Instances are few, tasks are many.
  const named = [...byInstance.keys()].filter((one) => one?.startsWith(instance));
  return named.length ? byInstance.get(named[0]) : undefined;
}

function roomOf(tasks: readonly Task[]): HeldRoom | undefined {
  return tasks.length ? { leaving: tasks.filter(isLeaving), running: tasks.filter((task) => !isLeaving(task)) } : undefined;
}

/** Tasks that hold room of instances, those of other deployments first; and the same by the instance. */
const holders = oncePer((frame: Frame) => {
  const old = otherTasks(frame).filter((task) => isLeaving(task) || (task.lastStatus === 'RUNNING' && !hasStopped(task)));
  const all = [...old, ...deploymentTasks(frame).filter(isLeaving)].filter((task) => instanceOf(task) !== undefined);
  const groups = groupedBy(all, (task) => instanceOf(task));
  return { all, byInstance: new Map([...groups].map(([instance, tasks]) => [instance, roomOf(tasks)])) };
});

/** Last part of the ARN of the container instance; undefined on Fargate, and before the task is placed. */
export function instanceOf({ containerInstanceArn }: Task): string | undefined {
  return containerInstanceArn ? lastPart(containerInstanceArn) : undefined;
}

/** The container instance that a text of AWS names, whole or as its first digits. */
export function instanceIn(text: string): string | undefined {
  return /container-instance[ /](?:[\w-]+\/)?([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8,32})\b/i.exec(text)?.[1];
}

/** Seconds that the containers of a task of the deployment before may take to end; undefined: none is set. */
export function stopTimeout({ previousTaskDefinition }: Frame): number | undefined {
  const set = (previousTaskDefinition?.containerDefinitions ?? []).flatMap((d) => d.stopTimeout ?? []);
  return set.length ? largest(set) : undefined;
}

/** The `minHealthyPercent` with which ECS stops an old task first; undefined: it may do so already, or no old task runs. */
export function percentToStopOne(frame: Frame): number | undefined {
  const desired = frame.service?.desiredCount ?? 0;
  const old = oldTasks(frame);
  const running = old + (watchedDeployment(frame)?.runningCount ?? 0);
  if (!desired || !old || !isRolling(frame.service) || mayStopTask(frame, running)) return undefined;
  return Math.floor((100 * (desired - 1)) / desired);
}

function oldTasks(frame: Frame): number {
  const counted = otherDeployments(frame).reduce((sum, d) => sum + (d.runningCount ?? 0), 0);
  return Math.max(counted, otherTasks(frame).filter((t) => t.lastStatus === 'RUNNING').length);
}

/** When ECS began to stop the first of them, in milliseconds since the epoch. */
export function leavingSince(tasks: readonly Task[]): number | undefined {
  const times = tasks.flatMap((task) => time(task.stoppingAt) ?? time(task.executionStoppedAt) ?? []);
  return times.length ? smallest(times) : undefined;
}

/** Requests in flight keep a task: its target drains, or ECS has not yet sent the signal to stop. */
export function waitsForRequests(frame: Frame, tasks: readonly Task[]): boolean {
  return tasks.some((task) => task.lastStatus === 'DEACTIVATING') || hasDrainingTarget(frame);
}
