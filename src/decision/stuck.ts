import { isOurs } from './history';
import { Decision, History, StepInput } from './model';
import { pendingTasks, runningTasks, watchedDeployment } from '../diagnosis/read';
import { count, duration } from '../diagnosis/text';
import { ContainerDefinition, Frame } from '../facts/model';

/** Nothing stops and nothing moves: undefined while that may be as it should. */
export function stuckSays({ frame, options, now }: StepInput, history: History): Decision | undefined {
  if (!options.stuckAfterSeconds || !frame.service) return undefined;
  const window = Math.max(options.stuckAfterSeconds, impliedSeconds(frame)) * 1000;
  const still = Date.parse(now) - Date.parse(history.progress.at);
  if (still < window) return undefined;
  return { kind: 'fail', because: `nothing has moved for ${duration(still)}; waiting for ${awaited(frame)}` };
}

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

/** ELB's default `deregistration_delay.timeout_seconds`: how long an old task may drain (Elastic Load Balancing documentation, target group attributes). */
const DEREGISTRATION_SECONDS = 300;
/** Placement, network interface and pull of the image. */
const SLACK_SECONDS = 120;

function startSeconds({ healthCheck, startTimeout, dependsOn }: ContainerDefinition): number {
  // ECS's defaults: 30 s, 3 retries, no start period (Amazon ECS API Reference, HealthCheck)
  const check = healthCheck ? (healthCheck.startPeriod ?? 0) + (healthCheck.interval ?? 30) * (healthCheck.retries ?? 3) : 0;
  return check + (dependsOn?.length ? startTimeout ?? 0 : 0);
}

/** What a person would look at next. */
export function awaited(frame: Frame): string {
  if (!frame.service) return 'the service';
  if (!isOurs(frame)) return 'ECS to begin a deployment or to reach the desired count';
  const deployment = watchedDeployment(frame);
  const desired = deployment?.desiredCount ?? frame.service.desiredCount ?? 0;
  const pending = pendingTasks(frame).length || (deployment?.pendingCount ?? 0);
  const running = runningTasks(frame).length || (deployment?.runningCount ?? 0);
  if (pending) return `${count(pending, 'task')} in ${states(frame)} to run`;
  if (running < desired) return `ECS to start ${count(desired - running, 'task')} (${running} of ${desired} run)`;
  const old = (frame.service.deployments ?? []).filter((d) => d.id !== deployment?.id).reduce((sum, d) => sum + (d.runningCount ?? 0), 0);
  const unhealthy = Object.values(frame.targetHealth ?? {}).flat().filter((t) => t.TargetHealth?.State !== 'healthy').length;
  if (unhealthy) return `${count(unhealthy, 'target')} of the load balancer to become healthy (${running} of ${desired} tasks run)`;
  if (old) return `${count(old, 'old task')} to stop (${running} of ${desired} new ones run)`;
  return `ECS to complete the deployment (${running} of ${desired} tasks run)`;
}

function states(frame: Frame): string {
  return [...new Set(pendingTasks(frame).map((t) => t.lastStatus))].join(', ') || 'PENDING';
}
