import { isRolling, newDeployment } from './deployments';
import { emit } from './events';
import { DeploymentState, EcsLab, nowOf, ServiceState } from './model';
import { wake } from './wake';

interface Failure {
  /** `statusReason` of the service deployment, and `rollback.reason`. */
  readonly reason: string;
  /** `rolloutStateReason` of the failed deployment, in rolling updates. */
  readonly rolloutStateReason: string;
  /** Is a rollback configured? Without, the deployment just stops. */
  readonly rollback: boolean;
}

/** Blue/green, linear, canary: the tasks of the source revision still run, so its deployment is the PRIMARY one again. */
function makePrimary(service: ServiceState, deployment: DeploymentState): DeploymentState {
  for (const other of service.deployments) other.status = 'ACTIVE';
  deployment.status = 'PRIMARY';
  service.deployments = [deployment, ...service.deployments.filter((one) => one !== deployment)];
  service.settings = { ...service.settings, taskDefinition: deployment.revision.taskDefinition.taskDefinitionArn };
  service.steady = false;
  return deployment;
}

/** A deployment failed: it starts no tasks any more; with rollback the last good revision is deployed again. */
export function rollBack(lab: EcsLab, failed: DeploymentState, failure: Failure): void {
  const { service, serviceDeployment } = failed;
  const now = nowOf(lab);
  failed.halted = true;
  failed.updatedAt = now;
  if (failed.rolloutState) {
    failed.rolloutState = 'FAILED';
    failed.rolloutStateReason = failure.rolloutStateReason;
  }
  serviceDeployment.updatedAt = now;
  serviceDeployment.statusReason = failure.reason;
  const candidate = service.lastGood;
  if (!failure.rollback || !candidate) {
    serviceDeployment.status = failure.rollback ? 'ROLLBACK_FAILED' : 'STOPPED';
    if (failure.rollback) serviceDeployment.statusReason = 'No rollback candidate was found to run the rollback.';
    serviceDeployment.finishedAt = now;
    if (!failure.rollback) serviceDeployment.stoppedAt = now;
    return;
  }
  serviceDeployment.status = 'ROLLBACK_IN_PROGRESS';
  serviceDeployment.rollback = { reason: failure.reason, startedAt: now, serviceRevisionArn: candidate.arn };
  serviceDeployment.updatedAt = now;
  const kept = isRolling(serviceDeployment.configuration)
    ? undefined : service.deployments.find((one) => one !== failed && one.revision === candidate);
  const again = kept ? makePrimary(service, kept)
    : newDeployment(lab, service, candidate, serviceDeployment, { operation: failed.operation, isRollback: true });
  // The form that the developer guide shows for the deployment that the circuit breaker starts.
  if (!kept && again.rolloutState) again.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${again.id}.`;
  emit(lab, service, `rolling back to deployment ${again.id}.`);
  wake(lab, service);
}
