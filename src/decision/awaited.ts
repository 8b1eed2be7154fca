import { isOurs } from './ours';
import { deploymentTasks, pendingTasks, runningTasks, targets, watchedDeployment } from '../diagnosis/read';
import { lastPart, count, time } from '../diagnosis/text';
import { Frame, LifecycleHookDetail, Task } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** What a deployment waits for, and what would let it go on. */
export interface Awaited {
  readonly what: string;
  readonly release: string;
}

/** What is known before any of the waits is looked at. */
interface Situation {
  readonly frame: Frame;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** Running tasks of older deployments. */
  readonly old: number;
}

type Wait = (situation: Situation) => Awaited | undefined;

/** The first that applies is what a person would look at next. */
const WAITS: readonly Wait[] = [hook, stage, starting, room, start, noListener, containerChecks, targetChecks, oldTasks];

export function awaited(frame: Frame): Awaited {
  const unread = frame.service ? undefined : notRead(frame, 'service')[0];
  if (!frame.service && !unread) return { what: 'the service', release: 'CloudFormation creates it after what it depends on' };
  if (!isOurs(frame)) {
    return { what: 'ECS to begin a deployment or to reach the desired count', release: 'the newest events of the service say what keeps it from its desired count' };
  }
  const deployment = watchedDeployment(frame);
  const situation: Situation = {
    frame,
    desired: deployment?.desiredCount ?? frame.service?.desiredCount ?? 0,
    running: runningTasks(frame).length || (deployment?.runningCount ?? 0),
    pending: pendingTasks(frame).length || (deployment?.pendingCount ?? 0),
    old: (frame.service?.deployments ?? []).filter((d) => d.id !== deployment?.id).reduce((sum, d) => sum + (d.runningCount ?? 0), 0),
  };
  for (const wait of WAITS) {
    const found = wait(situation);
    if (found) return found;
  }
  if (unread) return { what: `a deployment of a service that cannot be read (${unread.error ?? 'no reason given'})`, release: 'the permission ecs:DescribeServices; it tells what ECS is at' };
  return {
    what: `ECS to complete the deployment (${situation.running} of ${situation.desired} tasks run)`,
    release: 'nothing of the service itself: ECS ends the deployment once all tasks have been healthy for a while',
  };
}

function hook({ frame }: Situation): Awaited | undefined {
  const { status, lifecycleStage, lifecycleHookDetails = [] } = frame.serviceDeployment ?? {};
  const waiting = /^(IN_PROGRESS|PENDING)$/.test(status ?? '') ? lifecycleHookDetails.find((h) => /^(AWAITING_ACTION|IN_PROGRESS)$/.test(h.status ?? '')) : undefined;
  if (!waiting) return undefined;
  const at = lifecycleStage ? ` at ${lifecycleStage}` : '';
  if (waiting.status === 'AWAITING_ACTION') {
    return {
      what: `an answer to the lifecycle hook${at}, which pauses the deployment${ends(waiting)}`,
      release: 'continue it or roll it back: aws ecs continue-service-deployment --action CONTINUE or ROLLBACK',
    };
  }
  const name = waiting.targetArn ? ` ${waiting.targetArn.split(':').pop()}` : '';
  return { what: `the lifecycle hook${name}${at} to answer${ends(waiting)}`, release: 'an answer of the hook function: { hookStatus: \'SUCCEEDED\' }; its log says what it is at' };
}

function ends({ expiresAt, timeoutAction }: LifecycleHookDetail): string {
  const at = typeof expiresAt === 'string' ? clock(expiresAt) : undefined;
  return at ? ` and at ${at} ends in ${typeof timeoutAction === 'string' ? timeoutAction : 'ROLLBACK'}` : '';
}

function stage({ frame }: Situation): Awaited | undefined {
  const { status, lifecycleStage, deploymentConfiguration } = frame.serviceDeployment ?? {};
  if (!/^(IN_PROGRESS|PENDING)$/.test(status ?? '')) return undefined;
  if (lifecycleStage === 'BAKE_TIME') {
    const minutes = (deploymentConfiguration ?? frame.service?.deploymentConfiguration)?.bakeTimeInMinutes;
    return { what: `the bake time${minutes === undefined ? '' : ` of ${minutes} min`} to end`, release: 'time; bakeTime of the service sets it' };
  }
  return /^(TEST|PRODUCTION)_TRAFFIC_SHIFT$/.test(lifecycleStage ?? '')
    ? { what: `the traffic to be shifted (${lifecycleStage})`, release: 'time; the deployment strategy of the service sets its steps' } : undefined;
}

/** What each state of a task that does not run yet waits for (Amazon ECS Developer Guide, task lifecycle). */
const BY_STATE: { readonly [lastStatus: string]: string } = {
  PROVISIONING: 'a network interface (free addresses in the subnets), a volume or an instance of the capacity provider',
  PENDING: 'the image to be pulled and the containers that others depend on (dependsOn)',
  ACTIVATING: 'the registration with load balancer, Cloud Map or Service Connect',
};

function starting({ frame, pending }: Situation): Awaited | undefined {
  if (!pending) return undefined;
  const tasks = pendingTasks(frame);
  const states = [...new Set(tasks.map((t) => t.lastStatus ?? 'PENDING'))];
  const needs = states.map((state) => BY_STATE[state]).filter(Boolean);
  const held = tasks.flatMap((task) => heldContainers(frame, task));
  return {
    what: `${count(pending, 'task')} in ${states.join(', ') || 'PENDING'} to run`,
    release: held[0] ?? (needs.join('; ') || BY_STATE.PENDING),
  };
}

/** `container "api" waits for "db" to be HEALTHY (it is RUNNING, UNHEALTHY)` */
function heldContainers(frame: Frame, task: Task): readonly string[] {
  const state = (name: string | undefined) => task.containers?.find((c) => c.name === name);
  return (frame.taskDefinition?.containerDefinitions ?? []).filter((d) => state(d.name)?.lastStatus !== 'RUNNING').flatMap((d) => (d.dependsOn ?? []).flatMap((on) => {
    const other = state(on.containerName);
    const met = on.condition === 'HEALTHY' ? other?.healthStatus === 'HEALTHY' : on.condition === 'START' ? other?.lastStatus === 'RUNNING' : other?.exitCode !== undefined;
    if (met || other?.lastStatus !== 'RUNNING') return [];
    const now = [other.lastStatus, other.healthStatus].filter(Boolean).join(', ');
    return [`container "${on.containerName}" to meet the condition ${on.condition} for which "${d.name}" waits (it is ${now})`];
  }));
}

/** Both limits at once: ECS rounds the lower one up and the upper one down (Amazon ECS Developer Guide, service definition parameters). */
function room({ frame, running, old }: Situation): Awaited | undefined {
  const { strategy = 'ROLLING', minimumHealthyPercent: min, maximumPercent: max } = frame.service?.deploymentConfiguration ?? {};
  const desired = frame.service?.desiredCount ?? 0;
  if (strategy !== 'ROLLING' || min === undefined || max === undefined || !desired || !old || running >= desired) return undefined;
  const all = old + running;
  if (Math.floor((desired * max) / 100) > all || Math.ceil((desired * min) / 100) < all) return undefined;
  return {
    what: `room for a task: with healthy percent ${min} to ${max} and desired count ${desired} ECS may neither start nor stop one (${all} run)`,
    release: 'maxHealthyPercent: 200, or a lower minHealthyPercent',
  };
}

function start({ running, desired, frame }: Situation): Awaited | undefined {
  if (running >= desired) return undefined;
  const begun = time(watchedDeployment(frame)?.createdAt) ?? -Infinity;
  const event = (frame.service?.events ?? []).find((e) => /unable|fail/i.test(e.message ?? '') && (time(e.createdAt) ?? Infinity) >= begun)?.message;
  return {
    what: `ECS to start ${count(desired - running, 'task')} (${running} of ${desired} run)`,
    release: event ? `what its last event of trouble names: ${event}` : 'capacity, quota or permission: the next event of the service says which',
  };
}

function noListener({ frame }: Situation): Awaited | undefined {
  const unused = targets(frame).filter((t) => t.health.TargetHealth?.State === 'unused');
  if (!unused.length) return undefined;
  const names = [...new Set(unused.map((t) => t.group?.TargetGroupName ?? lastPart(t.groupArn)))].join(', ');
  return {
    what: `${count(unused.length, 'target')} of the load balancer to become healthy, which ${unused.length === 1 ? 'is' : 'are'} not checked at all (unused)`,
    release: `a listener or listener rule that forwards to target group ${names}, and its Availability Zones on the load balancer`,
  };
}

function containerChecks({ frame, running, desired }: Situation): Awaited | undefined {
  const checked = (frame.taskDefinition?.containerDefinitions ?? []).filter((d) => d.healthCheck && d.essential !== false).map((d) => d.name);
  const tasks = runningTasks(frame).filter((t) => t.healthStatus !== 'HEALTHY');
  if (!checked.length || !tasks.length) return undefined;
  return {
    what: `the container health check of ${count(tasks.length, 'task')} to pass (${running} of ${desired} tasks run)`,
    release: `a health check command that succeeds in container ${checked.join(', ')}`,
  };
}

function targetChecks({ frame, running, desired }: Situation): Awaited | undefined {
  const unhealthy = Object.values(frame.targetHealth ?? {}).flat().filter((t) => !/^(healthy|draining)$/.test(t.TargetHealth?.State ?? ''));
  if (!unhealthy.length) return undefined;
  const reason = unhealthy.find((t) => t.TargetHealth?.Reason)?.TargetHealth;
  const said = reason ? `; the load balancer says ${[reason.Reason, reason.Description].filter(Boolean).join(': ')}` : '';
  return {
    what: `${count(unhealthy.length, 'target')} of the load balancer to become healthy (${running} of ${desired} tasks run${grace(frame)})`,
    release: `an answer to the health check that the target group accepts${said}`,
  };
}

function grace(frame: Frame): string {
  const seconds = frame.service?.healthCheckGracePeriodSeconds ?? 0;
  const started = Math.max(...deploymentTasks(frame).map((t) => time(t.startedAt) ?? -Infinity));
  const end = started + seconds * 1000;
  return seconds && end > (time(frame.at) ?? Infinity) ? `; the grace period lasts until ${clock(new Date(end).toISOString())}` : '';
}

function oldTasks({ frame, old, running, desired }: Situation): Awaited | undefined {
  if (!old) return undefined;
  return {
    what: `${count(old, 'old task')} to stop (${running} of ${desired} new ones run)`,
    release: (frame.service?.loadBalancers ?? []).length
      ? 'the deregistration delay of the target group and stopTimeout of the containers, or the end of their task protection' : 'stopTimeout of their containers, or the end of their task protection',
  };
}

/** `09:58:05 UTC` */
export function clock(iso: string): string | undefined {
  const at = time(iso);
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
