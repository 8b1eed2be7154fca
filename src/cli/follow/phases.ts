import { isComplete } from './complete';
import { Phase, PHASES } from './model';
import {
  bakeTime, deploymentTasks, desiredCount, ecsGaveUp, hasStages, hasTargetGroups, healthyTasks, isRolling, pendingTasks, runningTasks,
  waitingHook, watchedDeployment,
} from '../../diagnosis/read';
import { count, duration } from '../../diagnosis/text';
import { Frame } from '../../facts/model';
import { replacedSince } from '../../facts/replaced';
import { countsOf } from '../service-state';

/** A phase that a deployment has reached, and what it shows there. */
interface Reached {
  readonly phase: Phase;
  readonly text: string;
}

/** Stages after the one that shifts the production traffic (Amazon ECS Developer Guide, lifecycle stages of blue/green deployments). */
const SHIFTED: ReadonlySet<string | undefined> = new Set(['POST_PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP']);
/** Tasks in these states have their capacity: the image is pulled next. */
const PLACED: ReadonlySet<string | undefined> = new Set([
  'PENDING', 'ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED',
]);

/** Phases that the frame shows and that were not seen before. A look may miss one that was short: a later one includes it. */
export function newPhases(frame: Frame, before: readonly Phase[]): readonly Reached[] {
  const reached = PHASES.filter((phase) => shows(frame, phase));
  const last = reached[reached.length - 1];
  const after = PHASES.indexOf(before[before.length - 1] ?? 'registered') + (before.length ? 1 : 0);
  // Otherwise phases of another day would look as if they had just been reached.
  const isOver = !before.length && (isComplete(frame) || ecsGaveUp(frame));
  return reached.filter((phase) => PHASES.indexOf(phase) >= after && !before.includes(phase))
    .map((phase) => ({ phase, text: textOf(frame, phase, phase === last) + (isOver && phase === 'registered' ? ALREADY_OVER : '') }));
}

const ALREADY_OVER = '; over before the first look';

function shows(frame: Frame, phase: Phase): boolean {
  const tasks = deploymentTasks(frame);
  const running = countsOf(frame).running;
  const isDone = isComplete(frame);
  const stage = frame.serviceDeployment?.lifecycleStage;
  switch (phase) {
    case 'registered': return true;
    case 'provisioning': return tasks.length > 0 || countsOf(frame).pending > 0 || running > 0;
    case 'pulling': return tasks.some((t) => t.pullStartedAt !== undefined || PLACED.has(t.lastStatus)) || running > 0;
    case 'started': return tasks.some((t) => t.startedAt !== undefined) || running > 0;
    case 'healthy': return hasItsHealthyTasks(frame) || (isDone && running > 0);
    case 'traffic shifted': return shifts(frame) && (SHIFTED.has(stage) || isDone);
    case 'baking': return bakeTime(frame) !== undefined;
    default: return isDone;
  }
}

function hasItsHealthyTasks(frame: Frame): boolean {
  const desired = desiredCount(frame);
  return Boolean(desired) && healthyTasks(frame).length >= (desired ?? 0);
}

/** Blue/green, linear and canary deployments shift the traffic of a load balancer or of Service Connect. */
function shifts({ service }: Frame): boolean {
  return hasStages(service) && !isRolling(service);
}

/** `current`: the deployment is in this phase now; the counts of this moment belong to no earlier one. */
function textOf(frame: Frame, phase: Phase, current: boolean): string {
  const { deployment, taskDefinition, running, healthy, targets } = countsOf(frame);
  // ECS wants no tasks any more of a deployment that it rolls back or replaces: that is not what was deployed.
  const desired = ecsGaveUp(frame) || isReplaced(frame) ? undefined : desiredCount(frame);
  const ofDesired = desired === undefined ? '' : ` of ${desired}`;
  if (phase === 'registered') {
    const strategy = (frame.service?.deploymentConfiguration?.strategy ?? 'ROLLING').toLowerCase().replace('_', '/');
    return [deployment, taskDefinition, desired === undefined ? strategy : `${strategy}, ${desired} desired`].filter(Boolean).join('  ');
  }
  if (!current) return '';
  const pending = pendingTasks(frame).length;
  switch (phase) {
    case 'provisioning': return pending ? `${count(pending, 'task')} without capacity or network interface yet` : '';
    case 'pulling': return pending ? `${count(pending, 'task')} with images to pull or containers to start` : '';
    case 'started': return running ? `${running}${ofDesired} run, ${healthy} healthy` : '';
    case 'healthy': return [`${healthy}${ofDesired}`, targets && targetsText(targets)].filter(Boolean).join('; ');
    case 'baking': return bakeTime(frame) ?? '';
    case 'traffic shifted': return hasTargetGroups(frame) ? 'the production traffic is on the new tasks' : '';
    default: return tookText(frame);
  }
}

function isReplaced({ service, operation }: Frame): boolean {
  return replacedSince(service, operation?.deploymentId ?? undefined) !== undefined;
}

function targetsText({ healthy, all }: { readonly healthy: number; readonly all: number }): string {
  return `${healthy} of ${count(all, 'target')} healthy`;
}

function tookText(frame: Frame): string {
  const { serviceDeployment } = frame;
  const watched = watchedDeployment(frame);
  const began = Date.parse(serviceDeployment?.createdAt ?? serviceDeployment?.startedAt ?? watched?.createdAt ?? '');
  const ended = Date.parse(serviceDeployment?.finishedAt ?? watched?.updatedAt ?? '');
  const counted = watched?.runningCount ?? (frame.tasks ? 0 : undefined);
  const runs = runningTasks(frame).length || counted;
  const verb = runs === 1 ? 'runs' : 'run';
  const run = runs === undefined ? [] : [`${count(runs, 'task')} ${verb}`];
  return [...run, ...ended >= began ? [`after ${duration(ended - began)}`] : []].join(', ');
}

/** The lifecycle hook that the deployment waits for, in words; undefined: none. */
export function hookText(frame: Frame): string | undefined {
  const hook = waitingHook(frame);
  if (!hook) return undefined;
  const stage = frame.serviceDeployment?.lifecycleStage ?? '';
  const name = hook.targetArn ? `${lastName(hook.targetArn)} ` : '';
  const state = hook.status === 'AWAITING_ACTION' ? 'awaits an action' : 'runs';
  const where = stage && ` (${stage})`;
  return `lifecycle hook ${name}${state}${where}`;
}

const lastName = (arn: string) => arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
