import type { Container, Task } from '@aws-sdk/client-ecs';
import { ContainerState, TaskState } from './model';
import { taskHealth } from './task-health';

export function describeTask(task: TaskState): Task {
  const { deployment, lastStatus } = task;
  const { revision, service } = deployment;
  const architecture = revision.taskDefinition.runtimePlatform?.cpuArchitecture;
  const fargate = revision.launchType === 'FARGATE' || revision.capacityProviderStrategy?.[0]?.capacityProvider?.startsWith('FARGATE');
  return {
    taskArn: task.arn,
    clusterArn: service.cluster.arn,
    taskDefinitionArn: revision.taskDefinition.taskDefinitionArn,
    group: `service:${service.name}`,
    startedBy: deployment.id,
    lastStatus,
    desiredStatus: task.desiredStatus,
    healthStatus: taskHealth(task),
    connectivity: 'CONNECTED',
    connectivityAt: task.connectivityAt,
    launchType: revision.launchType ?? (fargate ? 'FARGATE' : 'EC2'),
    capacityProviderName: revision.capacityProviderStrategy?.[0]?.capacityProvider,
    ...(fargate ? { platformVersion: '1.4.0', platformFamily: 'Linux' } : {}),
    availabilityZone: task.availabilityZone,
    cpu: revision.taskDefinition.cpu,
    memory: revision.taskDefinition.memory,
    version: task.version,
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [] },
    enableExecuteCommand: service.settings.enableExecuteCommand ?? false,
    tags: [],
    attributes: [{ name: 'ecs.cpu-architecture', value: architecture?.toLowerCase() ?? 'x86_64' }],
    attachments: [{ ...task.attachment, details: task.attachment.details?.map((detail) => ({ ...detail })) }],
    containers: task.containers.map((container) => describeContainer(task, container)),
    createdAt: task.createdAt,
    pullStartedAt: task.pullStartedAt,
    pullStoppedAt: task.pullStoppedAt,
    startedAt: task.startedAt,
    stoppingAt: task.stoppingAt,
    executionStoppedAt: task.executionStoppedAt,
    stoppedAt: task.stoppedAt,
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
  };
}

function describeContainer(task: TaskState, container: ContainerState): Container {
  const { definition } = container;
  return {
    containerArn: container.arn,
    taskArn: task.arn,
    name: container.name,
    image: definition.image,
    runtimeId: container.runtimeId,
    lastStatus: container.status,
    exitCode: container.exitCode,
    reason: container.reason,
    networkBindings: [],
    networkInterfaces: task.connectivityAt ? [{ attachmentId: task.attachment.id, privateIpv4Address: task.address }] : [],
    healthStatus: container.healthStatus,
    cpu: String(definition.cpu ?? 0),
    ...(definition.memory === undefined ? {} : { memory: String(definition.memory) }),
    ...(definition.memoryReservation === undefined ? {} : { memoryReservation: String(definition.memoryReservation) }),
  };
}
