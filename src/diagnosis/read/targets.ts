import { oncePer } from './memo';
import { deploymentTasks, otherTasks, taskId } from './tasks';
import { Frame, TargetGroup, TargetHealthDescription, Task } from '../../facts/model';
import { groupedBy } from '../text';

/** One target as the load balancer sees it, joined to the task behind it. */
interface TargetOfTask {
  readonly task?: Task;
  readonly group?: TargetGroup;
  readonly groupArn: string;
  readonly health: TargetHealthDescription;
}

/** Targets of the deployment under watch, without those of tasks of other deployments; one that fits no task is kept without a task. */
export const targets = oncePer((frame: Frame): readonly TargetOfTask[] => {
  const mine = addresses(deploymentTasks(frame));
  const others = addresses(otherTasks(frame));
  const groups = new Map((frame.targetGroups ?? []).map((group) => [group.TargetGroupArn, group]));
  return Object.entries(frame.targetHealth ?? {}).flatMap(([groupArn, list]) => (list ?? []).flatMap((health) => {
    const id = health.Target?.Id ?? '';
    // An instance hosts tasks of many deployments; each of them has its own host port.
    const key = id.startsWith('i-') ? `host port ${health.Target?.Port}` : id;
    const task = mine.get(key);
    if (!task && others.has(key)) return [];
    return [{ task, groupArn, group: groups.get(groupArn), health }];
  }));
});

export const targetsByTask = oncePer((frame: Frame) => groupedBy(targets(frame), ({ task }) => task));

/**
 * A target drains, of whatever deployment: for `deregistration_delay.timeout_seconds`, an hour at most (Elastic Load Balancing
 * documentation, target group attributes). Its state shows it, so that no permission to read the attribute is needed.
 */
export function hasDrainingTarget(frame: Frame): boolean {
  return Object.values(frame.targetHealth ?? {}).some((list) => list?.some((t) => t.TargetHealth?.State === 'draining'));
}

/** Address of a task -> the task: its private addresses, and its host ports. */
function addresses(tasks: readonly Task[]): Map<string, Task> {
  const known = new Map<string, Task>();
  for (const task of tasks) {
    const set = (key: string | undefined) => { if (key && !known.has(key)) known.set(key, task); };
    for (const attachment of task.attachments ?? []) {
      for (const detail of attachment.details ?? []) if (detail.name === 'privateIPv4Address') set(detail.value);
    }
    for (const container of task.containers ?? []) {
      for (const eni of container.networkInterfaces ?? []) set(eni.privateIpv4Address);
      for (const binding of container.networkBindings ?? []) if (binding.hostPort) set(`host port ${binding.hostPort}`);
    }
  }
  return known;
}

/** Id of the task of this service with this private address. */
export function taskAt(frame: Frame, address: string): string | undefined {
  const task = addresses(frame.tasks ?? []).get(address);
  return task && taskId(task);
}

/** The service registers its tasks as targets. A Classic Load Balancer has no target group, so that no health is read of it. */
export function hasTargetGroups({ service }: Frame): boolean {
  return (service?.loadBalancers ?? []).some((b) => b.targetGroupArn);
}

/** Container and port that the service registers in a target group (any group if none is given). */
export function balancedContainer(frame: Frame, groupArn?: string): { name?: string; port?: number } {
  const balancers = frame.service?.loadBalancers ?? [];
  const found = balancers.find((b) => b.targetGroupArn === groupArn) ?? (balancers.length === 1 || !groupArn ? balancers[0] : undefined);
  return { name: found?.containerName, port: found?.containerPort };
}

/** ARN of a target group: an event names the group by name, a stop reason by ARN, and people shorten both. The name if none fits. */
export function targetGroupArn(frame: Frame, group: string | undefined): string | undefined {
  if (!group || group.startsWith('arn:')) return group;
  return frame.targetGroups?.find((g) => g.TargetGroupName === group)?.TargetGroupArn
    ?? Object.keys(frame.targetHealth ?? {}).find((arn) => arn.includes(`targetgroup/${group}/`)) ?? group;
}

/** What a target group of a Network Load Balancer forwards (Elastic Load Balancing API Reference, CreateTargetGroup). */
const NETWORK = /^(TCP|TLS|UDP|TCP_UDP|QUIC|TCP_QUIC)$/;

/** The targets need not speak HTTP: a game server, a database, a broker. */
export function isNetworkGroup(group: TargetGroup | undefined): boolean {
  return NETWORK.test(group?.Protocol ?? '');
}

/** The check is a TCP connection, without a request. */
export function isTcpCheck(group: TargetGroup | undefined): boolean {
  return group?.HealthCheckProtocol === 'TCP';
}
