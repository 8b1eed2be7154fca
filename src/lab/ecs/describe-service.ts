import type {
  Deployment, Service, ServiceDeployment, ServiceDeploymentBrief, ServiceRevision, ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import { isOpen } from './deployments';
import { DeploymentState, EcsLab, RevisionState, ServiceDeploymentState, ServiceState, TaskState } from './model';
import { desiredTasks } from './rollout';
import { isLive } from './task';

/** Draining tasks still run; provisioning ones are pending. */
const isRunning = ({ lastStatus }: TaskState) => lastStatus === 'RUNNING' || lastStatus === 'DEACTIVATING';
const isPending = ({ lastStatus, desiredStatus }: TaskState) =>
  desiredStatus === 'RUNNING' && ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(lastStatus);

const PLATFORM = { platformFamily: 'Linux' };
const platformVersion = (asked: string | undefined) => (asked === undefined || asked === 'LATEST' ? '1.4.0' : asked);
const isFargate = ({ launchType, capacityProviderStrategy }: Pick<RevisionState, 'launchType' | 'capacityProviderStrategy'>) =>
  launchType === 'FARGATE' || (capacityProviderStrategy?.some(({ capacityProvider }) => capacityProvider?.startsWith('FARGATE')) ?? false);

export function describeService(lab: EcsLab, service: ServiceState): Service {
  const { settings, cluster } = service;
  const { partition, accountId } = lab.world.place;
  const tasks = service.deployments.flatMap((one) => one.tasks);
  const [current] = service.serviceDeployments;
  const fargate = isFargate(settings);
  return {
    serviceArn: service.arn,
    serviceName: service.name,
    clusterArn: cluster.arn,
    status: service.status,
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    desiredCount: service.status === 'ACTIVE' ? desiredTasks(service) : 0,
    runningCount: tasks.filter(isRunning).length,
    pendingCount: tasks.filter(isPending).length,
    launchType: settings.launchType,
    capacityProviderStrategy: settings.capacityProviderStrategy,
    ...(fargate ? { ...PLATFORM, platformVersion: settings.platformVersion ?? 'LATEST' } : {}),
    taskDefinition: settings.taskDefinition,
    deploymentConfiguration: settings.deploymentConfiguration,
    deployments: service.deployments.map((one) => describeDeployment(service, one)),
    roleArn: `arn:${partition}:iam::${accountId}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    events: [...service.events],
    createdAt: service.createdAt,
    ...(current && isOpen(current) ? { currentServiceDeployment: current.arn } : {}),
    currentServiceRevisions: service.deployments.map((one) => summary(service, one.revision)),
    placementConstraints: settings.placementConstraints ?? [],
    placementStrategy: settings.placementStrategy ?? [],
    networkConfiguration: settings.networkConfiguration,
    healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    schedulingStrategy: settings.schedulingStrategy ?? 'REPLICA',
    ...service.express && { resourceManagementType: 'ECS' as const },
    deploymentController: settings.deploymentController ?? { type: 'ECS' },
    createdBy: `arn:${partition}:iam::${accountId}:role/deploy`,
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'DISABLED',
  };
}

function describeDeployment(service: ServiceState, deployment: DeploymentState): Deployment {
  const { revision, tasks } = deployment;
  return {
    id: deployment.id,
    status: deployment.status,
    taskDefinition: revision.taskDefinition.taskDefinitionArn,
    // All desired tasks for the newest deployment; for the others, those that are not being stopped.
    desiredCount: deployment.status === 'PRIMARY' ? desiredTasks(service) : tasks.filter(isLive).length,
    pendingCount: tasks.filter(isPending).length,
    runningCount: tasks.filter(isRunning).length,
    failedTasks: deployment.failedTasks,
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    launchType: revision.launchType,
    capacityProviderStrategy: revision.capacityProviderStrategy && [...revision.capacityProviderStrategy],
    ...(isFargate(revision) ? { ...PLATFORM, platformVersion: platformVersion(revision.platformVersion) } : {}),
    networkConfiguration: revision.networkConfiguration,
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  };
}

/** Task counts of a revision, over all deployments that brought it. */
function summary(service: ServiceState, revision: RevisionState): ServiceRevisionSummary {
  const deployments = service.deployments.filter((one) => one.revision === revision);
  const tasks = deployments.flatMap((one) => one.tasks);
  return {
    arn: revision.arn,
    requestedTaskCount: deployments.some(({ status }) => status === 'PRIMARY')
      ? desiredTasks(service) : tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING').length,
    runningTaskCount: tasks.filter(isRunning).length,
    pendingTaskCount: tasks.filter(isPending).length,
  };
}

export function describeServiceDeployment(one: ServiceDeploymentState): ServiceDeployment {
  const { service, configuration, weights } = one;
  const alarmNames = configuration.alarms?.alarmNames;
  const traffic = (share: { production: number; test: number } | undefined) =>
    share && { requestedProductionTrafficWeight: share.production, requestedTestTrafficWeight: share.test };
  return {
    serviceDeploymentArn: one.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    createdAt: one.createdAt,
    startedAt: one.startedAt,
    finishedAt: one.finishedAt,
    stoppedAt: one.stoppedAt,
    updatedAt: one.updatedAt,
    sourceServiceRevisions: one.source.map((revision) => ({
      ...summary(service, revision), ...traffic(weights && { production: 100 - weights.production, test: 100 - weights.test }),
    })),
    targetServiceRevision: { ...summary(service, one.target), ...traffic(weights) },
    status: one.status,
    statusReason: one.statusReason,
    lifecycleStage: one.lifecycleStage,
    ...(one.hooks.length ? { lifecycleHookDetails: one.hooks.map((hook) => ({ ...hook })) } : {}),
    deploymentConfiguration: configuration,
    rollback: one.rollback,
    deploymentCircuitBreaker: { ...one.breaker },
    alarms: { status: one.alarms.status, ...(alarmNames ? { alarmNames, triggeredAlarmNames: one.alarms.triggered } : {}) },
  };
}

export function describeBrief(one: ServiceDeploymentState): ServiceDeploymentBrief {
  return {
    serviceDeploymentArn: one.arn,
    serviceArn: one.service.arn,
    clusterArn: one.service.cluster.arn,
    startedAt: one.startedAt,
    createdAt: one.createdAt,
    finishedAt: one.finishedAt,
    targetServiceRevisionArn: one.target.arn,
    status: one.status,
    statusReason: one.statusReason,
  };
}

export function describeRevision(service: ServiceState, revision: RevisionState): ServiceRevision {
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: revision.taskDefinition.taskDefinitionArn,
    capacityProviderStrategy: revision.capacityProviderStrategy && [...revision.capacityProviderStrategy],
    launchType: revision.launchType,
    ...(isFargate(revision) ? { ...PLATFORM, platformVersion: platformVersion(revision.platformVersion) } : {}),
    loadBalancers: [...revision.loadBalancers],
    networkConfiguration: revision.networkConfiguration,
    containerImages: revision.taskDefinition.containerDefinitions.map(({ name, image }) => ({ containerName: name, image })),
    guardDutyEnabled: false,
    createdAt: revision.createdAt,
  };
}
