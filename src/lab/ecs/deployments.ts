import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { arnOf, DeploymentState, EcsLab, nowOf, Origin, RevisionState, ServiceDeploymentState, ServiceState } from './model';
import { thresholdOf } from './threshold';

export const isRolling = (configuration: DeploymentConfiguration): boolean => (configuration.strategy ?? 'ROLLING') === 'ROLLING';

/** The service deployment has not ended yet. */
export const isOpen = ({ status }: ServiceDeploymentState): boolean =>
  ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(status);

/** CreateService and UpdateService: a revision of the current settings, the service deployment that rolls it out, and its deployment. */
export function deploy(lab: EcsLab, service: ServiceState, origin: Origin): DeploymentState {
  const now = nowOf(lab);
  const digits = lab.world.random.digits(19);
  const { settings, cluster } = service;
  const revision: RevisionState = {
    arn: arnOf(lab, `service-revision/${cluster.name}/${service.name}/${digits}`),
    taskDefinition: lab.taskDefinitions.get(settings.taskDefinition)!,
    loadBalancers: settings.loadBalancers ?? [],
    networkConfiguration: settings.networkConfiguration,
    launchType: settings.launchType,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    platformVersion: settings.platformVersion,
    createdAt: now,
  };
  service.revisions.unshift(revision);
  const configuration = settings.deploymentConfiguration;
  const breaker = configuration.deploymentCircuitBreaker;
  for (const open of service.serviceDeployments.filter(isOpen)) supersede(open, now);
  const serviceDeployment: ServiceDeploymentState = {
    arn: arnOf(lab, `service-deployment/${cluster.name}/${service.name}/${lab.world.random.hex(21)}`),
    service,
    createdAt: now,
    updatedAt: now,
    source: service.deployments.map((one) => one.revision),
    target: revision,
    configuration,
    status: 'PENDING',
    hooks: [],
    breaker: {
      status: breaker?.enable ? 'MONITORING' : 'DISABLED',
      failureCount: 0,
      threshold: breaker?.enable ? thresholdOf(breaker, settings.desiredCount) : 0,
    },
    alarms: { status: configuration.alarms?.enable ? 'MONITORING' : 'DISABLED', triggered: [] },
  };
  service.serviceDeployments.unshift(serviceDeployment);
  const by = { operation: origin?.operation, isRollback: origin?.rollback ?? false };
  return newDeployment(lab, service, revision, serviceDeployment, by, digits);
}

/** A newer deployment replaces it. */
function supersede(serviceDeployment: ServiceDeploymentState, now: Date): void {
  serviceDeployment.status = 'STOPPED';
  serviceDeployment.stoppedAt = serviceDeployment.finishedAt = serviceDeployment.updatedAt = now;
  if (serviceDeployment.breaker.status === 'MONITORING') serviceDeployment.breaker.status = 'MONITORING_COMPLETE';
  if (serviceDeployment.alarms.status === 'MONITORING') serviceDeployment.alarms.status = 'MONITORING_COMPLETE';
}

/** Becomes PRIMARY. The target revision of a service deployment ends in the digits of its deployment's id. */
export function newDeployment(
  lab: EcsLab, service: ServiceState, revision: RevisionState, serviceDeployment: ServiceDeploymentState,
  by: Pick<DeploymentState, 'operation' | 'isRollback'>, digits = lab.world.random.digits(19),
): DeploymentState {
  const now = nowOf(lab);
  const id = `ecs-svc/${digits}`;
  const [previous] = service.deployments;
  const deployment: DeploymentState = {
    ...by,
    id,
    service,
    revision,
    serviceDeployment,
    createdAt: now,
    updatedAt: now,
    status: 'PRIMARY',
    failedTasks: 0,
    failedTasksEnded: false,
    // "rolloutState is only returned for services that use the rolling update" (Amazon ECS API Reference, Deployment).
    ...(isRolling(serviceDeployment.configuration)
      ? { rolloutState: 'IN_PROGRESS', rolloutStateReason: `ECS deployment ${id} in progress.` } : {}),
    attempts: 0,
    startFailures: 0,
    notBefore: 0,
    halted: false,
    alternate: isRolling(serviceDeployment.configuration) ? previous?.alternate ?? false : previous !== undefined && !previous.alternate,
    stage: -1,
    tasks: [],
  };
  for (const other of service.deployments) other.status = 'ACTIVE';
  service.deployments = [deployment, ...service.deployments];
  service.settings = { ...service.settings, taskDefinition: revision.taskDefinition.taskDefinitionArn };
  service.steady = false;
  return deployment;
}
