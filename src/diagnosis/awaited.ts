import { Awaited } from './model';
import {
  answerCommand, awaitedInState, bakeTime, deploymentTasks, hasTargetGroups, heldRoom, instanceOf, limitsWithoutRoom, oldTasksCounted,
  pendingTasks, predatesOperation, runningTasks, stageThatWaits, startedByThisOperation, targets, taskId, unmetDependencies, waitingHook,
  waitsForRoom, watchedDeployment,
} from './read';
import { count, largest, lastPart, shortId, time } from './text';
import { Frame, LifecycleHookDetail, Task } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** Counts that several of the waits need. */
interface Situation {
  readonly frame: Frame;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** Running tasks of older deployments. */
  readonly old: number;
}

type Wait = (situation: Situation) => Awaited | undefined;

/** In the order in which a person would check them: the first that applies is named. */
const WAITS: readonly Wait[] = [hook, stage, starting, room, start, noListener, containerChecks, targetChecks, oldTasks];

/** What the deployment under watch waits for. */
export function awaited(frame: Frame): Awaited {
  const unread = frame.service ? undefined : notRead(frame, 'service')[0];
  if (!frame.service && !unread) {
    return { what: 'the service', release: 'CloudFormation creates it after the resources on which it depends' };
  }
  if (!startedByThisOperation(frame) && !startedSinceItBegan(frame)) {
    return {
      what: 'ECS to begin a deployment or to reach the desired count',
      release: 'the cause in the newest events of the service, if it does not reach its desired count',
    };
  }
  const situation = situationOf(frame);
  for (const wait of WAITS) {
    const found = wait(situation);
    if (found) return found;
  }
  if (unread) {
    const error = unread.error ?? 'no reason given';
    return {
      what: `a deployment of a service that cannot be read (${error})`,
      release: 'the permission ecs:DescribeServices, which shows what ECS does',
    };
  }
  return {
    what: `ECS to complete the deployment (${situation.running} of ${situation.desired} tasks run)`,
    release: 'time: ECS completes the deployment once all tasks have been healthy for a while',
  };
}

/** A recording may have the operation without the id of its deployment. */
function startedSinceItBegan(frame: Frame): boolean {
  const { operation } = frame;
  if (operation?.deploymentId === null || !operation?.startedAt) return false;
  return time(watchedDeployment(frame)?.createdAt) !== undefined && !predatesOperation(frame);
}

function situationOf(frame: Frame): Situation {
  const deployment = watchedDeployment(frame);
  return {
    frame,
    desired: deployment?.desiredCount ?? frame.service?.desiredCount ?? 0,
    running: runningTasks(frame).length || (deployment?.runningCount ?? 0),
    pending: pendingTasks(frame).length || (deployment?.pendingCount ?? 0),
    old: oldTasksCounted(frame),
  };
}

function hook({ frame }: Situation): Awaited | undefined {
  const waiting = waitingHook(frame);
  if (!waiting) return undefined;
  const { lifecycleStage } = frame.serviceDeployment ?? {};
  const at = lifecycleStage ? ` at ${lifecycleStage}` : '';
  if (waiting.status === 'AWAITING_ACTION') {
    return {
      what: `an answer to the lifecycle hook${at}, which pauses the deployment${end(waiting)}`,
      release: `continue it or roll it back: ${answerCommand(frame, waiting, 'CONTINUE')} (or ROLLBACK)`,
    };
  }
  const name = waiting.targetArn ? ` ${waiting.targetArn.split(':').pop()}` : '';
  return {
    what: `the lifecycle hook${name}${at} to answer${end(waiting)}`,
    release: 'an answer of the hook function: { hookStatus: \'SUCCEEDED\' }; its log shows what it does',
  };
}

function end({ expiresAt, timeoutAction }: LifecycleHookDetail): string {
  const at = typeof expiresAt === 'string' ? utcTime(expiresAt) : undefined;
  const action = typeof timeoutAction === 'string' ? timeoutAction : 'ROLLBACK';
  return at ? ` and at ${at} ends in ${action}` : '';
}

function stage({ frame }: Situation): Awaited | undefined {
  const waits = stageThatWaits(frame);
  if (!waits) return undefined;
  const bake = bakeTime(frame);
  if (bake) return { what: `${bake} to end`, release: 'time; bakeTime of the service sets it' };
  return { what: `the traffic to be shifted (${waits})`, release: 'time; the deployment strategy of the service sets its steps' };
}

function starting({ frame, pending }: Situation): Awaited | undefined {
  if (!pending) return undefined;
  const tasks = pendingTasks(frame);
  const states = [...new Set(tasks.map((t) => t.lastStatus ?? 'PENDING'))];
  const needs = states.map((state) => awaitedInState(frame, state));
  const [dependency] = tasks.flatMap((task) => runningDependencies(frame, task));
  const held = tasks.find((task) => waitsForRoom(task, frame));
  return {
    what: `${count(pending, 'task')} in ${states.join(', ') || 'PENDING'} to run`,
    release: dependency ?? (held ? endOfHolders(frame, held) : needs.join('; ') || awaitedInState(frame, 'PENDING')),
  };
}

const MOST_NAMED = 3;

/** `the end of task 1a2b3c4d, which is still stopping and holds room on container instance 4cd26587` */
function endOfHolders(frame: Frame, task: Task): string {
  const instance = instanceOf(task) ?? '';
  const leaving = heldRoom(frame, instance)?.leaving ?? [];
  const [is, holds] = leaving.length === 1 ? ['is', 'holds'] : ['are', 'hold'];
  const shown = leaving.slice(0, MOST_NAMED).map((t) => shortId(taskId(t))).join(', ');
  const ids = leaving.length > MOST_NAMED ? `${shown} and ${leaving.length - MOST_NAMED} more` : shown;
  return `the end of ${leaving.length === 1 ? 'task' : 'tasks'} ${ids}, which ${is} still stopping`
    + ` and ${holds} room on container instance ${shortId(instance)}`;
}

/** `container "db" to meet the condition HEALTHY for which "api" waits (it is RUNNING, UNHEALTHY)` */
function runningDependencies(frame: Frame, task: Task): readonly string[] {
  const unmet = unmetDependencies(frame, task).filter(({ waiter, on, now }) => waiter && on.condition && now?.lastStatus === 'RUNNING');
  return unmet.map(({ waiter, on, now }) => {
    const state = [now?.lastStatus, now?.healthStatus].filter(Boolean).join(', ');
    return `container "${on.containerName}" to meet the condition ${on.condition} for which "${waiter}" waits (it is ${state})`;
  });
}

function room({ frame, running, old }: Situation): Awaited | undefined {
  const limits = old ? limitsWithoutRoom(frame, old + running) : undefined;
  if (!limits || running >= limits.desired) return undefined;
  const { min, max, desired } = limits;
  return {
    what: `room for a task: with healthy percent ${min} to ${max} and desired count ${desired} `
      + `ECS can neither start nor stop one (${old + running} run)`,
    release: 'maxHealthyPercent: 200, or a lower minHealthyPercent',
  };
}

/** Wider than `isTrouble`, which proves a failure: here an event is only quoted as a hint. */
const MAY_KEEP_TASKS_FROM_STARTING = /unable|fail/i;

function start({ running, desired, frame }: Situation): Awaited | undefined {
  if (running >= desired) return undefined;
  const begun = time(watchedDeployment(frame)?.createdAt) ?? -Infinity;
  const ofDeployment = (frame.service?.events ?? []).filter((e) => (time(e.createdAt) ?? Infinity) >= begun);
  const problem = ofDeployment.find((e) => MAY_KEEP_TASKS_FROM_STARTING.test(e.message ?? ''))?.message;
  return {
    what: `ECS to start ${count(desired - running, 'task')} (${running} of ${desired} run)`,
    release: problem
      ? `a fix for the problem in its last event: ${problem}`
      : 'capacity, quota or permission: see the next event of the service',
  };
}

function noListener({ frame }: Situation): Awaited | undefined {
  const unused = targets(frame).filter((t) => t.health.TargetHealth?.State === 'unused');
  if (!unused.length) return undefined;
  const names = [...new Set(unused.map((t) => t.group?.TargetGroupName ?? lastPart(t.groupArn)))].join(', ');
  const are = unused.length === 1 ? 'is' : 'are';
  return {
    what: `${count(unused.length, 'target')} of the load balancer to become healthy, which ${are} not checked at all (unused)`,
    release: `a listener or listener rule that forwards to target group ${names}, and its Availability Zones on the load balancer`,
  };
}

function containerChecks({ frame, running, desired }: Situation): Awaited | undefined {
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  const checked = definitions.filter((d) => d.healthCheck && d.essential !== false).map((d) => d.name);
  const tasks = runningTasks(frame).filter((t) => t.healthStatus !== 'HEALTHY');
  if (!checked.length || !tasks.length) return undefined;
  return {
    what: `the container health check of ${count(tasks.length, 'task')} to pass (${running} of ${desired} tasks run)`,
    release: `a health check command that succeeds in container ${checked.join(', ')}`,
  };
}

const CHECKED_OR_LEAVING: ReadonlySet<string> = new Set(['healthy', 'draining']);

function targetChecks({ frame, running, desired }: Situation): Awaited | undefined {
  const all = Object.values(frame.targetHealth ?? {}).flatMap((list) => list ?? []);
  const unhealthy = all.filter((t) => !CHECKED_OR_LEAVING.has(t.TargetHealth?.State ?? ''));
  if (!unhealthy.length) return undefined;
  const health = unhealthy.find((t) => t.TargetHealth?.Reason)?.TargetHealth;
  const reason = health ? `; the load balancer reports ${[health.Reason, health.Description].filter(Boolean).join(': ')}` : '';
  return {
    what: `${count(unhealthy.length, 'target')} of the load balancer to become healthy (${running} of ${desired} tasks run${grace(frame)})`,
    release: `an answer to the health check that the target group accepts${reason}`,
  };
}

function grace(frame: Frame): string {
  const seconds = frame.service?.healthCheckGracePeriodSeconds ?? 0;
  const started = largest(deploymentTasks(frame).map((t) => time(t.startedAt) ?? -Infinity));
  const until = started + seconds * 1000;
  return seconds && until > (time(frame.at) ?? Infinity) ? `; the grace period lasts until ${utcTime(new Date(until).toISOString())}` : '';
}

function oldTasks({ frame, old, running, desired }: Situation): Awaited | undefined {
  if (!old) return undefined;
  return {
    what: `${count(old, 'old task')} to stop (${running} of ${desired} new ones run)`,
    release: endOfOld(frame),
  };
}

function endOfOld(frame: Frame): string {
  // ECS stops the daemon task of an instance that drains last
  const daemon = frame.service?.schedulingStrategy === 'DAEMON' ? '; if their instance drains, the end of its other tasks' : '';
  const usual = hasTargetGroups(frame)
    ? 'the deregistration delay of the target group and stopTimeout of the containers, or the end of their task protection'
    : 'stopTimeout of their containers, or the end of their task protection';
  return usual + daemon;
}

/** `09:58:05 UTC` */
export function utcTime(iso: string): string | undefined {
  const at = time(iso);
  return at === undefined ? undefined : `${new Date(at).toISOString().slice(11, 19)} UTC`;
}
