import { emit } from './events';
import { DeploymentState, EcsLab } from './model';
import { rollBack } from './rollback';
import { thresholdOf } from './threshold';

/** hashicorp/terraform-provider-aws expects this text of a blue/green deployment; read from DescribeServiceDeployments. */
const THRESHOLD_EXCEEDED = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';

/** A task of the deployment never ran, failed its checks, or exited. */
export function countFailure(lab: EcsLab, deployment: DeploymentState): void {
  const { serviceDeployment, service } = deployment;
  const { breaker, status } = serviceDeployment;
  if (breaker.status !== 'MONITORING' || status !== 'IN_PROGRESS' || deployment.status !== 'PRIMARY') return;
  breaker.failureCount += 1;
  breaker.threshold = thresholdOf(serviceDeployment.configuration.deploymentCircuitBreaker, service.settings.desiredCount);
  if (breaker.failureCount < breaker.threshold) return;
  breaker.status = 'TRIGGERED';
  const rolling = deployment.rolloutState !== undefined;
  emit(lab, service, rolling
    ? `(deployment ${deployment.id}) deployment failed: tasks failed to start.`
    : `(deployment ${deployment.id}) deployment failed: ${THRESHOLD_EXCEEDED}`);
  rollBack(lab, deployment, {
    reason: THRESHOLD_EXCEEDED,
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    rollback: serviceDeployment.configuration.deploymentCircuitBreaker?.rollback ?? false,
  });
}

/** `resetOnHealthyTask`, default true: a healthy task takes the count back to 0. */
export function taskBecameHealthy(deployment: DeploymentState): void {
  const { breaker, configuration } = deployment.serviceDeployment;
  if (breaker.status === 'MONITORING' && configuration.deploymentCircuitBreaker?.resetOnHealthyTask !== false) breaker.failureCount = 0;
}
