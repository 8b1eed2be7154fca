import { Decision, History, StepInput } from './model';
import { DEREGISTRATION_SECONDS, NOT_LISTED_MS, START_SLACK_SECONDS, UNREAD_SETTINGS_SECONDS } from './policy';
import { tasksNotListedYet } from './unread-tasks';
import { awaited, utcTime } from '../diagnosis/awaited';
import { hasStages, pendingTasks } from '../diagnosis/read';
import { duration, largest } from '../diagnosis/text';
import { ContainerDefinition, Frame } from '../facts/model';
import { notRead } from '../facts/unavailable';

/** Nothing stops and nothing moves. undefined: the settings of the service may explain it. */
export function decideByProgress({ frame, options, now }: StepInput, history: History): Decision | undefined {
  const unread = settingsUnread(frame);
  if (!options.stuckAfterSeconds || (!frame.service && !unread) || mayBeInStageThatWaits(frame)) return undefined;
  const window = Math.max(options.stuckAfterSeconds, impliedSeconds(frame), unread ? UNREAD_SETTINGS_SECONDS : 0) * 1000;
  const still = Date.parse(now) - Date.parse(history.progress.at);
  if (still < window + (tasksNotListedYet(frame) ? NOT_LISTED_MS : 0)) return undefined;
  const { what, release } = awaited(frame);
  const since = utcTime(history.progress.at);
  return { kind: 'fail', because: `nothing has moved for ${duration(still)}, since ${since}; waiting for ${what}`, release };
}

/** Settings that explain a wait could not be read: any of them may be long. */
function settingsUnread(frame: Frame): boolean {
  return notRead(frame, 'service', 'target groups', 'task definition').length > 0;
}

/** The stage could not be read and may be a hook or a bake time. While tasks are still to start it is neither. */
function mayBeInStageThatWaits(frame: Frame): boolean {
  const unread = !frame.serviceDeployment?.lifecycleStage && notRead(frame, 'service deployment').length > 0;
  return unread && hasStages(frame.service) && !pendingTasks(frame).length;
}

/** Seconds in which nothing may move by the service's own settings; 0: they ask for no patience. */
function impliedSeconds(frame: Frame): number {
  const groups = (frame.targetGroups ?? []).map((g) => {
    const checks = Math.max(g.HealthyThresholdCount ?? 5, g.UnhealthyThresholdCount ?? 2);
    return (g.HealthCheckIntervalSeconds ?? 30) * checks + DEREGISTRATION_SECONDS;
  });
  // ECS ignores failed checks of containers, too, during the grace period (Amazon ECS API Reference, CreateService).
  const health = (frame.service?.healthCheckGracePeriodSeconds ?? 0) + largest(groups, 0);
  const containers = frame.taskDefinition?.containerDefinitions ?? [];
  // A container may wait for all the others (dependsOn), one after the other.
  const start = containers.reduce((sum, c) => sum + startSeconds(c), 0);
  const implied = health + start + largest(containers.map((c) => c.stopTimeout ?? 0), 0);
  return implied && implied + START_SLACK_SECONDS;
}

function startSeconds({ healthCheck, startTimeout, dependsOn }: ContainerDefinition): number {
  // ECS's defaults: 30 s, 3 retries, no start period (Amazon ECS API Reference, HealthCheck)
  const check = healthCheck ? (healthCheck.startPeriod ?? 0) + (healthCheck.interval ?? 30) * (healthCheck.retries ?? 3) : 0;
  return check + (dependsOn?.length ? startTimeout ?? 0 : 0);
}
