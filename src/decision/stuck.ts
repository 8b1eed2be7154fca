import { awaited, clock } from './awaited';
import { Decision, History, StepInput } from './model';
import { tasksUnseen } from './unseen';
import { pendingTasks } from '../diagnosis/read';
import { duration } from '../diagnosis/text';
import { ContainerDefinition, Frame } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** Nothing stops and nothing moves: undefined while that may be as it should. */
export function stuckSays({ frame, options, now }: StepInput, history: History): Decision | undefined {
  const unread = unreadSettings(frame);
  if (!options.stuckAfterSeconds || (!frame.service && !unread) || mayBeHeld(frame)) return undefined;
  const window = Math.max(options.stuckAfterSeconds, impliedSeconds(frame), unread ? UNREAD_SECONDS : 0) * 1000;
  const still = Date.parse(now) - Date.parse(history.progress.at);
  if (still < window + (tasksUnseen(frame) ? UNSEEN_MS : 0)) return undefined;
  const { what, release } = awaited(frame);
  return { kind: 'fail', because: `nothing has moved for ${duration(still)}, since ${clock(history.progress.at)}; waiting for ${what}`, release };
}

/** As long as a load balancer may take for a verdict on a target, 10 checks 300 s apart (Elastic Load Balancing API Reference, CreateTargetGroup). */
const UNREAD_SECONDS = 50 * 60;

/** Settings that explain a wait and that could not be read: they may ask for any patience. */
function unreadSettings(frame: Frame): boolean {
  return notRead(frame, 'service', 'target groups', 'task definition').length > 0;
}

/** The stage of the deployment could not be read, and may be a hook that waits or a bake time; not so while tasks of it are still to start. */
function mayBeHeld(frame: Frame): boolean {
  const { strategy = 'ROLLING', lifecycleHooks } = frame.service?.deploymentConfiguration ?? {};
  const unread = !frame.serviceDeployment?.lifecycleStage && notRead(frame, 'service deployment').length > 0;
  return unread && (strategy !== 'ROLLING' || Boolean(lifecycleHooks?.length)) && !pendingTasks(frame).length;
}

/** What the tasks are doing, and so what is awaited, a later look can tell: a list is empty for a moment only. */
const UNSEEN_MS = 60_000;

/** Seconds in which, by the service's own settings, nothing may move; 0 when they ask for no patience. */
export function impliedSeconds(frame: Frame): number {
  const groups = (frame.targetGroups ?? []).map((g) => {
    const checks = Math.max(g.HealthyThresholdCount ?? 5, g.UnhealthyThresholdCount ?? 2);
    return (g.HealthCheckIntervalSeconds ?? 30) * checks + DEREGISTRATION_SECONDS;
  });
  const balanced = (frame.service?.loadBalancers ?? []).length > 0;
  const traffic = balanced ? (frame.service?.healthCheckGracePeriodSeconds ?? 0) + Math.max(0, ...groups) : 0;
  const containers = frame.taskDefinition?.containerDefinitions ?? [];
  // A container may wait for all the others (dependsOn), one after the other.
  const start = containers.reduce((sum, c) => sum + startSeconds(c), 0);
  const implied = traffic + start + Math.max(0, ...containers.map((c) => c.stopTimeout ?? 0));
  return implied && implied + SLACK_SECONDS;
}

/** ELB's default `deregistration_delay.timeout_seconds`, for when the targets cannot be read; where they can, they are seen to drain (see `isHeld`). */
const DEREGISTRATION_SECONDS = 300;
/** Placement, network interface and pull of the image. */
const SLACK_SECONDS = 120;

function startSeconds({ healthCheck, startTimeout, dependsOn }: ContainerDefinition): number {
  // ECS's defaults: 30 s, 3 retries, no start period (Amazon ECS API Reference, HealthCheck)
  const check = healthCheck ? (healthCheck.startPeriod ?? 0) + (healthCheck.interval ?? 30) * (healthCheck.retries ?? 3) : 0;
  return check + (dependsOn?.length ? startTimeout ?? 0 : 0);
}
