import { Diagnosis, Status } from '../diagnosis/model';
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
  /** Targets of this deployment; null if the service has no target group or they were not read. */
  readonly targets: { readonly healthy: number; readonly all: number } | null;
}

/** Targets in these states are leaving the target group. */
const LEAVING: ReadonlySet<string | undefined> = new Set(['draining', 'unused']);

export function countsOf(frame: Frame): Counts {
  const deployment = watchedDeployment(frame);
  const found = targets(frame).filter((t) => !LEAVING.has(t.health.TargetHealth?.State));
  const healthy = found.filter((t) => t.health.TargetHealth?.State === 'healthy');
  const { service, serviceDeployment } = frame;
  const requested = serviceDeployment?.targetServiceRevision?.requestedTaskCount;
  return {
    deployment: deployment?.id ?? null,
    taskDefinition: definitionName(frame, deployment) ?? null,
    desired: deployment?.desiredCount ?? requested ?? service?.desiredCount ?? 0,
    // The list of tasks is eventually consistent and may lag behind the counts (Amazon ECS API Reference, RunTask).
    pending: pendingTasks(frame).length || (deployment?.pendingCount ?? 0),
    running: runningTasks(frame).length || (deployment?.runningCount ?? 0),
    healthy: healthyTasks(frame).length,
    failed: Math.max(failedTasks(frame).length, deployment?.failedTasks ?? 0),
    targets: frame.targetHealth && found.length ? { healthy: healthy.length, all: found.length } : null,
  };
}

function definitionName(frame: Frame, deployment: Deployment | undefined): string | undefined {
  const arn = frame.taskDefinition?.taskDefinitionArn ?? deployment?.taskDefinition;
  return taskDefinitionName(arn);
}

/** One line each: the state of the service, then its deployment. `now`: ISO 8601. */
export function stateLines(frame: Frame, diagnosis: Diagnosis, now: string): readonly string[] {
  const { service } = frame;
  if (!service) return [];
  const counts = countsOf(frame);
  const old = otherTasks(frame).filter((t) => t.lastStatus === 'RUNNING');
  return [
    `service ${service.serviceName ?? ''}: ${stateText(frame, counts, service.status === 'INACTIVE' ? 'unknown' : diagnosis.status)}`,
    ...deletionLine(service.status),
    ...deploymentLine(frame, counts, now),
    ...(old.length ? [`${tasksRun(old.length, taskDefinitionName(old[0].taskDefinitionArn) ?? 'another deployment')} beside it`] : []),
    ...(counts.targets ? [`${counts.targets.healthy} of ${count(counts.targets.all, 'target')} healthy`] : []),
  ];
}

function stateText(frame: Frame, { taskDefinition, running, desired }: Counts, status: Status): string {
  const revision = taskDefinition ?? 'its task definition';
  const runs = `${running} of ${tasksRun(desired)}`;
  const fate = wasRolledBack(frame) ? ' and was rolled back' : `, ${runs}`;
  switch (status) {
    case 'healthy': return `healthy, ${runs} (${revision})`;
    case 'failed': return `the deployment of ${revision} has failed${fate}`;
    case 'in-progress': return `the deployment of ${revision} is in progress, ${runs}`;
    case 'paused': return `the deployment of ${revision} is paused as intended, ${runs}`;
    default: return 'too little could be read to know its state';
  }
}

/** `2 tasks run`, `1 task of web:1 runs` */
function tasksRun(n: number, of?: string): string {
  const tasks = count(n, 'task');
  const verb = n === 1 ? 'runs' : 'run';
  return of ? `${tasks} of ${of} ${verb}` : `${tasks} ${verb}`;
}

function wasRolledBack(frame: Frame): boolean {
  const status = frame.serviceDeployment?.status;
  return status === 'ROLLBACK_SUCCESSFUL' || status === 'ROLLBACK_IN_PROGRESS';
}

function deletionLine(status: string | undefined): readonly string[] {
  if (!status || status === 'ACTIVE') return [];
  return [`the service is ${status}: ${status === 'INACTIVE' ? 'it was deleted' : 'it is being deleted'}`];
}

function deploymentLine(frame: Frame, counts: Counts, now: string): readonly string[] {
  const deployment = watchedDeployment(frame);
  const { serviceDeployment } = frame;
  const began = time(serviceDeployment?.startedAt) ?? time(serviceDeployment?.createdAt) ?? time(deployment?.createdAt);
  if (!counts.deployment || began === undefined) return [];
  const completed = deployment?.rolloutState === 'COMPLETED' ? time(deployment.updatedAt) : undefined;
  const finished = time(serviceDeployment?.finishedAt) ?? completed;
  const line = `deployment ${counts.deployment} began ${age(Date.parse(now) - began)} ago`;
  return [finished !== undefined && finished >= began ? `${line}, took ${duration(finished - began)}` : line];
}

/** From two days on as days: `51 h` is harder to read. */
function age(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  return days >= 2 ? `${days} days` : duration(ms);
}
