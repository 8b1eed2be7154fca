import { Diagnosis } from '../diagnosis/model';
import { failedTasks, healthyTasks, otherTasks, pendingTasks, runningTasks, targets, watchedDeployment } from '../diagnosis/read';
import { count, duration, taskDefinitionName, time } from '../diagnosis/text';
import { Deployment, Frame } from '../facts/model';

/** The deployment under watch in numbers. */
export interface Counts {
  readonly deployment: string | null;
  readonly taskDefinition: string | null;
  readonly desired: number;
  readonly pending: number;
  readonly running: number;
  readonly healthy: number;
  readonly failed: number;
  /** Targets of this deployment; null where the service has no target group or they were not read. */
  readonly targets: { readonly healthy: number; readonly all: number } | null;
}

export function countsOf(frame: Frame): Counts {
  const deployment = watchedDeployment(frame);
  // Targets on their way out say nothing of what is to come.
  const found = targets(frame).filter((t) => !/^(draining|unused)$/.test(t.health.TargetHealth?.State ?? ''));
  const tasks = frame.tasks;
  return {
    deployment: deployment?.id ?? null,
    taskDefinition: definitionName(frame, deployment) ?? null,
    desired: deployment?.desiredCount ?? frame.serviceDeployment?.targetServiceRevision?.requestedTaskCount ?? frame.service?.desiredCount ?? 0,
    pending: tasks ? pendingTasks(frame).length : deployment?.pendingCount ?? 0,
    running: tasks ? runningTasks(frame).length : deployment?.runningCount ?? 0,
    healthy: healthyTasks(frame).length,
    failed: Math.max(failedTasks(frame).length, deployment?.failedTasks ?? 0),
    targets: frame.targetHealth && found.length ? { healthy: found.filter((t) => t.health.TargetHealth?.State === 'healthy').length, all: found.length } : null,
  };
}

function definitionName(frame: Frame, deployment: Deployment | undefined): string | undefined {
  const arn = frame.taskDefinition?.taskDefinitionArn ?? deployment?.taskDefinition;
  return taskDefinitionName(arn);
}

/** One line each: how the service is, and what its deployment did. `now`: ISO 8601. */
export function stateLines(frame: Frame, diagnosis: Diagnosis, now: string): readonly string[] {
  const { service } = frame;
  if (!service) return [];
  const counts = countsOf(frame);
  const revision = counts.taskDefinition ?? 'its task definition';
  const runs = `${counts.running} of ${count(counts.desired, 'task')} ${counts.desired === 1 ? 'runs' : 'run'}`;
  const old = otherTasks(frame).filter((t) => t.lastStatus === 'RUNNING');
  const name = `service ${service.serviceName ?? ''}`;
  return [
    `${name}: ${{
      'healthy': `healthy, ${runs} (${revision})`,
      'failed': `the deployment of ${revision} has failed${rolledBack(frame) ? ' and was rolled back' : `, ${runs}`}`,
      'in-progress': `the deployment of ${revision} is in progress, ${runs}`,
      'paused': `the deployment of ${revision} is paused as intended, ${runs}`,
      'unknown': 'too little could be read to say how it is',
    }[service.status === 'INACTIVE' ? 'unknown' : diagnosis.status]}`,
    ...(service.status && service.status !== 'ACTIVE' ? [`the service is ${service.status}: ${service.status === 'INACTIVE' ? 'it was deleted' : 'it is being deleted'}`] : []),
    ...deploymentLine(frame, counts, now),
    ...(old.length ? [`${count(old.length, 'task')} of ${taskDefinitionName(old[0].taskDefinitionArn) ?? 'another deployment'} ${old.length === 1 ? 'runs' : 'run'} beside it`] : []),
    ...(counts.targets ? [`${counts.targets.healthy} of ${count(counts.targets.all, 'target')} healthy`] : []),
  ];
}

function rolledBack(frame: Frame): boolean {
  return /^ROLLBACK_(SUCCESSFUL|IN_PROGRESS)$/.test(frame.serviceDeployment?.status ?? '');
}

function deploymentLine(frame: Frame, counts: Counts, now: string): readonly string[] {
  const deployment = watchedDeployment(frame);
  const began = time(frame.serviceDeployment?.startedAt) ?? time(frame.serviceDeployment?.createdAt) ?? time(deployment?.createdAt);
  if (!counts.deployment || began === undefined) return [];
  const finished = time(frame.serviceDeployment?.finishedAt) ?? (deployment?.rolloutState === 'COMPLETED' ? time(deployment.updatedAt) : undefined);
  const ago = age(Date.parse(now) - began);
  return [`deployment ${counts.deployment} began ${ago} ago${finished !== undefined && finished >= began ? `, took ${duration(finished - began)}` : ''}`];
}

/** Hours are hard to grasp once there are days of them. */
function age(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  return days >= 2 ? `${days} days` : duration(ms);
}
