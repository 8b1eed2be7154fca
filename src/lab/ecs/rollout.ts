import { watchAlarms } from './alarms';
import { isOpen } from './deployments';
import { minutes } from './durations';
import { emit } from './events';
import { emitRegistered } from './load-balancing';
import { DeploymentState, EcsLab, nowOf, ServiceState, TaskState } from './model';
import { startTasks } from './start-tasks';
import { stopTasks } from './stop-tasks';
import { isLive } from './task';
import { wake } from './wake';

export const liveTasks = (deployment: DeploymentState): TaskState[] => deployment.tasks.filter(isLive);

/** A daemon service runs one task on every container instance; the lab has one [model]. */
export const desiredTasks = ({ settings }: ServiceState): number => (settings.schedulingStrategy === 'DAEMON' ? 1 : settings.desiredCount);

interface Limits {
  /** Healthy tasks that must stay: min percent, rounded up. */
  readonly min: number;
  /** Tasks that may run or be pending: max percent, rounded down. */
  readonly max: number;
}

function limitsOf(service: ServiceState): Limits {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = service.settings.deploymentConfiguration;
  const desired = desiredTasks(service);
  return { min: Math.ceil((minimumHealthyPercent * desired) / 100), max: Math.floor((maximumPercent * desired) / 100) };
}

/** One step of a rolling update: stops the tasks that may stop, starts those that have room, and checks whether it is complete. */
export function roll(lab: EcsLab, service: ServiceState): void {
  const [primary, ...others] = service.deployments;
  if (primary.serviceDeployment.status === 'PENDING') begin(lab, primary);
  emitRegistrations(lab, service);
  if (primary.halted) return;
  const reason = `Scaling activity initiated by (deployment ${primary.id})`;
  const desired = desiredTasks(service);
  stopTasks(lab, service, surplus(primary, desired), reason);
  stopTasks(lab, service, replaceable(service, primary, others), reason);
  const total = service.deployments.flatMap(liveTasks).length;
  startTasks(lab, primary, Math.min(desired - liveTasks(primary).length, limitsOf(service).max - total));
  if (!primary.halted) settle(lab, service, primary, others);
}

/** The service deployment starts, and its alarms are watched. */
export function begin(lab: EcsLab, deployment: DeploymentState): void {
  const { serviceDeployment } = deployment;
  serviceDeployment.status = 'IN_PROGRESS';
  serviceDeployment.startedAt = serviceDeployment.updatedAt = nowOf(lab);
  watchAlarms(lab, deployment);
}

export function emitRegistrations(lab: EcsLab, service: ServiceState): void {
  const fresh = service.deployments.flatMap((one) => one.tasks).filter((task) => task.targets.length && !task.registrationEmitted);
  for (const task of fresh) task.registrationEmitted = true;
  if (fresh.length) emitRegistered(lab, fresh);
}

/** The tasks beyond the desired count, those that are not healthy yet first. */
function surplus(deployment: DeploymentState, desired: number): TaskState[] {
  const live = liveTasks(deployment);
  return [...live].sort((a, b) => Number(a.healthy) - Number(b.healthy)).slice(0, Math.max(0, live.length - desired));
}

/**
 * Old tasks that may be stopped: one for each new healthy task, or for each new task that needs room. At least the minimum of tasks stays
 * healthy (Amazon ECS Developer Guide, "Deploy Amazon ECS services by replacing tasks").
 */
function replaceable(service: ServiceState, primary: DeploymentState, others: readonly DeploymentState[]): TaskState[] {
  const old = others.flatMap(liveTasks);
  const mine = liveTasks(primary);
  const desired = desiredTasks(service);
  const { min, max } = limitsOf(service);
  const healthyMine = mine.filter(({ healthy }) => healthy).length;
  const replaced = old.length - Math.max(0, desired - healthyMine);
  const roomNeeded = desired - mine.length - (max - old.length - mine.length);
  const wanted = Math.max(replaced, roomNeeded);
  const unhealthy = old.filter(({ healthy }) => !healthy);
  const healthy = old.filter((task) => task.healthy);
  const spare = Math.max(0, healthyMine + healthy.length - min);
  return [...unhealthy, ...healthy.slice(0, spare)].slice(0, Math.max(0, wanted));
}

function settle(lab: EcsLab, service: ServiceState, primary: DeploymentState, others: readonly DeploymentState[]): void {
  const live = liveTasks(primary);
  const oldGone = others.every((one) => one.tasks.every(({ lastStatus }) => lastStatus === 'STOPPED'));
  if (live.length !== desiredTasks(service) || !live.every(({ healthy }) => healthy) || !oldGone) {
    primary.bakingSince = undefined;
    return;
  }
  if (primary.rolloutState === 'IN_PROGRESS') {
    if (bakes(lab, service, primary)) return;
    primary.rolloutState = 'COMPLETED';
    primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
    complete(lab, service, primary);
  }
  becomeSteady(lab, service);
}

export function becomeSteady(lab: EcsLab, service: ServiceState): void {
  if (service.steady) return;
  service.steady = true;
  emit(lab, service, 'has reached a steady state.');
}

/** The bake time is not over: alarms can still fail the deployment. */
function bakes(lab: EcsLab, service: ServiceState, primary: DeploymentState): boolean {
  const { status, configuration } = primary.serviceDeployment;
  if (status !== 'IN_PROGRESS' || !configuration.bakeTimeInMinutes) return false;
  const now = lab.world.clock.now();
  primary.bakingSince ??= now;
  const leftMs = primary.bakingSince + minutes(configuration.bakeTimeInMinutes) - now;
  if (leftMs > 0) wake(lab, service, leftMs);
  return leftMs > 0;
}

/** The deployment is complete: ECS drops the deployments that it replaced, and a later rollback returns to it. */
export function complete(lab: EcsLab, service: ServiceState, primary: DeploymentState): void {
  const { serviceDeployment } = primary;
  const now = nowOf(lab);
  primary.updatedAt = now;
  for (const other of service.deployments.slice(1)) other.status = 'INACTIVE';
  service.deployments = [primary];
  service.lastGood = primary.revision;
  if (isOpen(serviceDeployment)) {
    serviceDeployment.status = serviceDeployment.status === 'ROLLBACK_IN_PROGRESS' ? 'ROLLBACK_SUCCESSFUL' : 'SUCCESSFUL';
    serviceDeployment.finishedAt = serviceDeployment.updatedAt = now;
    const { breaker, alarms } = serviceDeployment;
    if (breaker.status === 'MONITORING') breaker.status = 'MONITORING_COMPLETE';
    if (alarms.status === 'MONITORING') alarms.status = 'MONITORING_COMPLETE';
  }
  emit(lab, service, `(deployment ${primary.id}) deployment completed.`);
}
