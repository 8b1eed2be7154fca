import { lookups } from './lookup-shapes';
import {
  Deployment, Frame, LogLine, Operation, Service, ServiceDeployment, ServiceRevision, TargetGroup, TargetHealthDescription, Task,
  TaskDefinition,
} from './model';
import { Shape } from './shape';

/*
 * The kinds of the fields of model.ts, once, for what is checked as it comes in: answers of AWS and recordings. The diagnosis relies on
 * them and checks none again.
 */

const operation: Shape<Operation> = {
  stackStatus: 'text', resourceStatus: 'text', resourceStatusReason: 'text', resourceStatusAt: 'time', startedAt: 'time', checkedAt: 'time',
  deploymentId: 'text', changedProperties: ['text'], permissionsChanged: 'flag',
};

const deploymentConfiguration: Shape<NonNullable<Service['deploymentConfiguration']>> = {
  strategy: 'text',
  minimumHealthyPercent: 'number',
  maximumPercent: 'number',
  bakeTimeInMinutes: 'number',
  deploymentCircuitBreaker: {
    enable: 'flag', rollback: 'flag', resetOnHealthyTask: 'flag', thresholdConfiguration: { type: 'text', value: 'number' },
  },
  alarms: { enable: 'flag', rollback: 'flag', alarmNames: ['text'] },
  lifecycleHooks: ['any'],
};

const deployment: Shape<Deployment> = {
  id: 'text', status: 'text', taskDefinition: 'text', desiredCount: 'number', pendingCount: 'number', runningCount: 'number',
  failedTasks: 'number', createdAt: 'time', updatedAt: 'time', launchType: 'text', platformFamily: 'text', rolloutState: 'text',
  rolloutStateReason: 'text',
};

const placementConstraints = [{ type: 'text', expression: 'text' }] as const;

export const service: Shape<Service> = {
  serviceArn: 'text',
  serviceName: 'text',
  clusterArn: 'text',
  status: 'text',
  desiredCount: 'number',
  runningCount: 'number',
  pendingCount: 'number',
  launchType: 'text',
  capacityProviderStrategy: [{ capacityProvider: 'text', weight: 'number', base: 'number' }],
  schedulingStrategy: 'text',
  taskDefinition: 'text',
  deploymentController: { type: 'text' },
  deploymentConfiguration,
  deployments: [deployment],
  taskSets: ['any'],
  currentServiceDeployment: 'text',
  events: [{ id: 'text', createdAt: 'time', message: 'text' }],
  loadBalancers: [{
    targetGroupArn: 'text', loadBalancerName: 'text', containerName: 'text', containerPort: 'number',
    advancedConfiguration: { alternateTargetGroupArn: 'text' },
  }],
  networkConfiguration: { awsvpcConfiguration: { subnets: ['text'], securityGroups: ['text'], assignPublicIp: 'text' } },
  healthCheckGracePeriodSeconds: 'number',
  roleArn: 'text',
  createdAt: 'time',
  placementConstraints,
};

const revisionSummary = { arn: 'text', requestedTaskCount: 'number', runningTaskCount: 'number', pendingTaskCount: 'number' } as const;

export const serviceDeployment: Shape<ServiceDeployment> = {
  serviceDeploymentArn: 'text',
  status: 'text',
  statusReason: 'text',
  lifecycleStage: 'text',
  lifecycleHookDetails: [{ hookId: 'text', targetType: 'text', targetArn: 'text', status: 'text' }],
  createdAt: 'time',
  startedAt: 'time',
  updatedAt: 'time',
  finishedAt: 'time',
  targetServiceRevision: revisionSummary,
  sourceServiceRevisions: [revisionSummary],
  rollback: { reason: 'text', startedAt: 'time', serviceRevisionArn: 'text' },
  alarms: { status: 'text', alarmNames: ['text'], triggeredAlarmNames: ['text'] },
  deploymentCircuitBreaker: { status: 'text', failureCount: 'number', threshold: 'number' },
  deploymentConfiguration,
};

export const serviceRevision: Shape<ServiceRevision> = {
  serviceRevisionArn: 'text', taskDefinition: 'text', containerImages: [{ containerName: 'text', image: 'text', imageDigest: 'text' }],
};

export const task: Shape<Task> = {
  taskArn: 'text',
  clusterArn: 'text',
  taskDefinitionArn: 'text',
  containerInstanceArn: 'text',
  group: 'text',
  startedBy: 'text',
  lastStatus: 'text',
  desiredStatus: 'text',
  healthStatus: 'text',
  connectivity: 'text',
  launchType: 'text',
  capacityProviderName: 'text',
  availabilityZone: 'text',
  cpu: 'text',
  memory: 'text',
  createdAt: 'time',
  pullStartedAt: 'time',
  pullStoppedAt: 'time',
  connectivityAt: 'time',
  startedAt: 'time',
  stoppingAt: 'time',
  executionStoppedAt: 'time',
  stoppedAt: 'time',
  stopCode: 'text',
  stoppedReason: 'text',
  containers: [{
    containerArn: 'text', name: 'text', image: 'text', imageDigest: 'text', runtimeId: 'text', lastStatus: 'text', exitCode: 'number',
    reason: 'text', healthStatus: 'text',
    networkBindings: [{ containerPort: 'number', hostPort: 'number' }],
    networkInterfaces: [{ attachmentId: 'text', privateIpv4Address: 'text' }],
    managedAgents: [{ name: 'text', lastStatus: 'text', reason: 'text' }],
  }],
  attachments: [{ id: 'text', type: 'text', status: 'text', details: [{ name: 'text', value: 'text' }] }],
};

export const taskDefinition: Shape<TaskDefinition> = {
  taskDefinitionArn: 'text',
  family: 'text',
  revision: 'number',
  networkMode: 'text',
  pidMode: 'text',
  requiresCompatibilities: ['text'],
  cpu: 'text',
  memory: 'text',
  executionRoleArn: 'text',
  taskRoleArn: 'text',
  ephemeralStorage: { sizeInGiB: 'number' },
  runtimePlatform: { cpuArchitecture: 'text', operatingSystemFamily: 'text' },
  containerDefinitions: [{
    name: 'text', image: 'text', essential: 'flag', cpu: 'number', memory: 'number', memoryReservation: 'number',
    command: ['text'], entryPoint: ['text'],
    environment: [{ name: 'text', value: 'text' }],
    secrets: [{ name: 'text', valueFrom: 'text' }],
    environmentFiles: [{ value: 'text', type: 'text' }],
    repositoryCredentials: { credentialsParameter: 'text' },
    portMappings: [{ containerPort: 'number', hostPort: 'number', protocol: 'text', name: 'text' }],
    dependsOn: [{ containerName: 'text', condition: 'text' }],
    healthCheck: { command: ['text'], interval: 'number', timeout: 'number', retries: 'number', startPeriod: 'number' },
    mountPoints: [{ sourceVolume: 'text', containerPath: 'text', readOnly: 'flag' }],
    readonlyRootFilesystem: 'flag',
    user: 'text',
    ulimits: [{ name: 'text', softLimit: 'number', hardLimit: 'number' }],
    firelensConfiguration: { type: 'text', options: { '*': 'text' } },
    linuxParameters: { initProcessEnabled: 'flag', sharedMemorySize: 'number', capabilities: { add: ['text'], drop: ['text'] },
      tmpfs: [{ containerPath: 'text' }] },
    resourceRequirements: [{ type: 'text', value: 'text' }],
    startTimeout: 'number', stopTimeout: 'number', restartPolicy: { enabled: 'flag' }, links: ['text'],
    logConfiguration: { logDriver: 'text', options: { '*': 'text' } },
  }],
  volumes: [{
    name: 'text',
    host: { sourcePath: 'text' },
    efsVolumeConfiguration: { fileSystemId: 'text', authorizationConfig: { accessPointId: 'text', iam: 'text' } },
    dockerVolumeConfiguration: { driver: 'text' },
  }],
  requiresAttributes: [{ name: 'text', value: 'text' }],
  placementConstraints,
};

export const targetGroup: Shape<TargetGroup> = {
  TargetGroupArn: 'text', TargetGroupName: 'text', Protocol: 'text', Port: 'number', TargetType: 'text', HealthCheckEnabled: 'flag',
  HealthCheckProtocol: 'text', HealthCheckPath: 'text', HealthCheckPort: 'text', HealthCheckIntervalSeconds: 'number',
  HealthCheckTimeoutSeconds: 'number', HealthyThresholdCount: 'number', UnhealthyThresholdCount: 'number', ProtocolVersion: 'text',
  Matcher: { HttpCode: 'text', GrpcCode: 'text' }, LoadBalancerArns: ['text'],
};

export const targetHealth: Shape<TargetHealthDescription> = {
  Target: { Id: 'text', Port: 'number', AvailabilityZone: 'text' },
  HealthCheckPort: 'text',
  TargetHealth: { State: 'text', Reason: 'text', Description: 'text' },
};

export const logLine: Shape<LogLine> = { timestamp: 'number', message: 'text' };

export const frame: Shape<Frame> = {
  at: 'time',
  operation,
  service,
  serviceDeployment,
  serviceRevisions: [serviceRevision],
  tasks: [task],
  taskDefinition,
  previousTaskDefinition: taskDefinition,
  targetGroups: [targetGroup],
  targetHealth: { '*': [targetHealth] },
  logs: { '*': { '*': [logLine] } },
  lookups,
  unavailable: [{ what: 'text', container: 'text', error: 'text', message: 'text' }],
};
