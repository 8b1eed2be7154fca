import { Deployment, Frame } from '../../facts/model';
import { earliestDeploymentMs } from '../../facts/operation';
import { time } from '../text';
import { oncePer } from './memo';

/**
 * The deployment that this stack operation started. A circuit breaker's rollback makes another one PRIMARY, so PRIMARY is only the
 * last resort: first the pinned id, then the id in the target service revision (its ARN ends in the digits of the deployment id), then
 * the newest deployment of the task definition under watch.
 */
export const watchedDeployment = oncePer((frame: Frame): Deployment | undefined => {
  const deployments = frame.service?.deployments ?? [];
  const pinned = frame.operation?.deploymentId;
  if (pinned) return deployments.find((d) => d.id === pinned) ?? { id: pinned };

  const revision = frame.serviceDeployment?.targetServiceRevision?.arn;
  const digits = revision && /(?<!\d)(\d+)$/.exec(revision)?.[1];
  const byRevision = digits ? deployments.find((d) => d.id?.endsWith(`/${digits}`)) : undefined;
  if (byRevision) return byRevision;
  // ECS has rolled it back and lists it no more; what is PRIMARY now runs the previous revision.
  const gone = `ecs-svc/${digits}`;
  const isRolledBack = /^ROLLBACK_/.test(frame.serviceDeployment?.status ?? '');
  if (isRolledBack && frame.tasks?.some(({ startedBy }) => startedBy === gone)) return { id: gone };

  const taskDefinition = frame.taskDefinition?.taskDefinitionArn;
  const byDefinition = newest(deployments.filter((d) => taskDefinition && d.taskDefinition === taskDefinition));
  return byDefinition ?? deployments.find((d) => d.status === 'PRIMARY') ?? newest(deployments);
});

/**
 * Does the frame show the deployment that this stack operation started? The operation may have started none yet, or none at all (only the
 * desired count has changed). Then the PRIMARY deployment is an older one, and its failures do not count.
 */
export function startedByThisOperation(frame: Frame): boolean {
  return !frame.operation || Boolean(frame.operation.deploymentId);
}

function newest(deployments: readonly Deployment[]): Deployment | undefined {
  return [...deployments].sort((a, b) => (time(b.createdAt) ?? 0) - (time(a.createdAt) ?? 0))[0];
}

/** Deployments of the service that are not under watch: older ones, or the one that a rollback has started. */
export function otherDeployments(frame: Frame): readonly Deployment[] {
  const watched = watchedDeployment(frame);
  return (frame.service?.deployments ?? []).filter((d) => d.id !== watched?.id);
}

/** Running tasks of the other deployments, as ECS counts them. `oldTasksListed` has those that were read. */
export function oldTasksCounted(frame: Frame): number {
  return otherDeployments(frame).reduce((sum, d) => sum + (d.runningCount ?? 0), 0);
}

/** When the deployment under watch began. */
export function deploymentStart(frame: Frame): number | undefined {
  return time(watchedDeployment(frame)?.createdAt) ?? time(frame.serviceDeployment?.createdAt) ?? time(frame.operation?.startedAt);
}

/** True when the deployment is older than the stack operation: then the operation has not started its own (or needs none). */
export function predatesOperation(frame: Frame): boolean {
  const startedAt = frame.operation?.startedAt;
  const created = time(watchedDeployment(frame)?.createdAt);
  return Boolean(startedAt) && created !== undefined && created < earliestDeploymentMs(startedAt ?? '');
}

/** The update has created this service: it replaces another one, because a property has changed that ECS cannot change in place. */
export function isReplacement(frame: Frame): boolean {
  const { resourceStatus, startedAt } = frame.operation ?? {};
  const created = time(frame.service?.createdAt);
  if (!resourceStatus?.startsWith('UPDATE_') || !startedAt || created === undefined) return false;
  return created >= earliestDeploymentMs(startedAt);
}

/** A service and its first deployment are created in the same call; their times differ by less. */
const SAME_CALL_MS = 60_000;

/** Is the deployment under watch the first one of its service? undefined: no fact shows it. */
export function isFirstDeployment(frame: Frame): boolean | undefined {
  const { resourceStatus } = frame.operation ?? {};
  if (resourceStatus?.startsWith('CREATE_')) return true;
  const sources = frame.serviceDeployment?.sourceServiceRevisions;
  if (sources?.length) return false;
  const [created, began] = [time(frame.service?.createdAt), time(watchedDeployment(frame)?.createdAt)];
  if (created !== undefined && began !== undefined) return began - created < SAME_CALL_MS;
  return resourceStatus?.startsWith('UPDATE_') ? false : undefined;
}

/** STOPPED alone is no failure: a newer deployment took over, or a person stopped it. If a monitor of ECS triggered, it is a failure. */
export function ecsGaveUp(frame: Frame): boolean {
  const { status = '', deploymentCircuitBreaker: breaker, alarms } = frame.serviceDeployment ?? {};
  return watchedDeployment(frame)?.rolloutState === 'FAILED' || /^ROLLBACK_/.test(status)
    || (status === 'STOPPED' && [breaker?.status, alarms?.status].includes('TRIGGERED'));
}

/** Rolling updates alone have a `rolloutState` (Amazon ECS API Reference, Deployment). While it bakes, ECS can still roll back. */
export function ecsHasCompleted(frame: Frame): boolean {
  const { status, lifecycleStage } = frame.serviceDeployment ?? {};
  return status === 'SUCCESSFUL' || (watchedDeployment(frame)?.rolloutState === 'COMPLETED' && lifecycleStage !== 'BAKE_TIME');
}

/** How ECS itself judges the deployment under watch. */
export function rolloutVerdict(frame: Frame): 'failed' | 'completed' | 'in-progress' | undefined {
  if (ecsGaveUp(frame)) return 'failed';
  if (ecsHasCompleted(frame)) return predatesOperation(frame) ? 'in-progress' : 'completed';
  return frame.serviceDeployment?.status || watchedDeployment(frame)?.rolloutState ? 'in-progress' : undefined;
}

export function desiredCount(frame: Frame): number | undefined {
  return watchedDeployment(frame)?.desiredCount
    ?? frame.serviceDeployment?.targetServiceRevision?.requestedTaskCount
    ?? frame.service?.desiredCount;
}
