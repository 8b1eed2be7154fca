import type {
  Attachment, CapacityProviderStrategyItem, CreateExpressGatewayServiceRequest, CreateServiceRequest, DeploymentConfiguration,
  DeploymentLifecycleHookDetail, DeploymentRolloutState, HealthStatus, LaunchType, LoadBalancer, NetworkConfiguration, Rollback,
  ServiceDeploymentLifecycleStage, ServiceDeploymentRollbackMonitorsStatus, ServiceDeploymentStatus, ServiceEvent, Tag, TaskDefinition,
  TaskStopCode,
} from '@aws-sdk/client-ecs';
import { CallContext, DeploymentRule, TaskRule, Timer, World } from '../world';

/** Behaviour of AWS that is not known outside: the lab plays both variants, so that no product relies on one of them. */
export interface EcsSwitches {
  /** Does an essential container that exits after RUNNING count for the circuit breaker? By aws/containers-roadmap#1206 it does not. */
  readonly exitAfterRunningCounts: boolean;
  /** The first task in this state resets `failedTasks` to 0 and ends its counting (Amazon ECS API Reference, Deployment). */
  readonly failedTasksEndAt: 'RUNNING' | 'HEALTHY';
  /** false: ListTasks with serviceName does not find stopped tasks (reported by bugcrowd/ecs-deployment-monitor). */
  readonly serviceFilterFindsStopped: boolean;
  /** CreateService refuses a target group that no listener forwards to. */
  readonly refuseUnusedTargetGroup: boolean;
  /** `short`: ARNs of services have no cluster, as those from before the long format (Amazon ECS Developer Guide, ARNs and IDs). */
  readonly serviceArns: 'long' | 'short';
  /** The order of ListServiceDeployments is not documented. */
  readonly serviceDeploymentsListed: 'newest-first' | 'oldest-first';
}

export const DEFAULT_SWITCHES: EcsSwitches = {
  exitAfterRunningCounts: true,
  failedTasksEndAt: 'HEALTHY',
  serviceFilterFindsStopped: true,
  refuseUnusedTargetGroup: true,
  serviceArns: 'long',
  serviceDeploymentsListed: 'newest-first',
};

export interface ClusterState {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tag[];
  status: 'ACTIVE' | 'INACTIVE';
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
  readonly services: Map<string, ServiceState>;
  readonly tasks: Map<string, TaskState>;
}

/** The service revision that a deployment rolls out. A rollback deploys an earlier one again. */
export interface RevisionState {
  readonly arn: string;
  readonly taskDefinition: RegisteredTaskDefinition;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly networkConfiguration?: NetworkConfiguration;
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  readonly createdAt: Date;
}

export type RegisteredTaskDefinition = TaskDefinition & {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly containerDefinitions: NonNullable<TaskDefinition['containerDefinitions']>;
};

type OtherSettings = Omit<CreateServiceRequest, 'cluster' | 'serviceName' | 'clientToken' | 'taskDefinition' | 'deploymentConfiguration'>;

/** Everything that CreateService and UpdateService set, with ECS's defaults. */
export type ServiceSettings = OtherSettings & {
  taskDefinition: string;
  desiredCount: number;
  deploymentConfiguration: DeploymentConfiguration;
};

/** What Amazon ECS Express Mode was asked for, and the log group that it made. */
export type ExpressSettings = Omit<CreateExpressGatewayServiceRequest, 'serviceName' | 'tags'> & { readonly logGroup: string };

export interface ServiceState {
  readonly name: string;
  readonly arn: string;
  readonly cluster: ClusterState;
  readonly createdAt: Date;
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  settings: ServiceSettings;
  /** Managed by Amazon ECS Express Mode. */
  express?: ExpressSettings;
  /** Scenario rules of this service. */
  rules: readonly TaskRule[];
  deploymentRules: readonly DeploymentRule[];
  /** PRIMARY first, then ACTIVE ones, newest first. */
  deployments: DeploymentState[];
  /** All of them, newest first. */
  readonly serviceDeployments: ServiceDeploymentState[];
  readonly revisions: RevisionState[];
  /** The revision of the last completed deployment: a rollback returns to it. */
  lastGood?: RevisionState;
  readonly events: ServiceEvent[];
  /** Suppressed repeats: text -> when it was last emitted. */
  readonly suppressed: Map<string, number>;
  steady: boolean;
  /** Tasks stopped for failed checks whose replacements have not been started. */
  toReplace: number;
  wakeUp?: { readonly at: number; readonly timer: Timer };
}

export interface DeploymentState {
  readonly id: string;
  readonly service: ServiceState;
  readonly revision: RevisionState;
  readonly serviceDeployment: ServiceDeploymentState;
  readonly createdAt: Date;
  /** Number of the stack operation that made it, for scenario rules. */
  readonly operation?: number;
  /** Made by CloudFormation's rollback or by ECS's own. */
  readonly isRollback: boolean;
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  updatedAt: Date;
  failedTasks: number;
  failedTasksEnded: boolean;
  /** undefined in blue/green, linear and canary deployments. */
  rolloutState?: DeploymentRolloutState;
  rolloutStateReason?: string;
  /** Tasks requested so far, also those that could not be placed: the task number of scenario rules. */
  attempts: number;
  /** Start throttling: failures in a row to start a task, and the moment before which no further one is started. */
  startFailures: number;
  notBefore: number;
  /** Failed: starts no tasks any more. */
  halted: boolean;
  /** Its tasks are in the alternate target groups (blue/green, linear, canary): every deployment changes sides. */
  readonly alternate: boolean;
  /** Position in the lifecycle of a blue/green, linear or canary deployment. */
  stage: number;
  /** When all tasks were healthy and the bake time began, lab milliseconds since the epoch. */
  bakingSince?: number;
  readonly tasks: TaskState[];
}

export interface ServiceDeploymentState {
  readonly arn: string;
  readonly service: ServiceState;
  readonly createdAt: Date;
  readonly source: readonly RevisionState[];
  readonly target: RevisionState;
  readonly configuration: DeploymentConfiguration;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  startedAt?: Date;
  finishedAt?: Date;
  stoppedAt?: Date;
  updatedAt: Date;
  lifecycleStage?: ServiceDeploymentLifecycleStage;
  hooks: DeploymentLifecycleHookDetail[];
  rollback?: Rollback;
  breaker: { status: ServiceDeploymentRollbackMonitorsStatus; failureCount: number; threshold: number };
  alarms: { status: ServiceDeploymentRollbackMonitorsStatus; triggered: string[] };
  /** Percent of traffic on the target revision; undefined while none is shifted (rolling updates). */
  weights?: { production: number; test: number };
}

export type TaskStatus =
  'PROVISIONING' | 'PENDING' | 'ACTIVATING' | 'RUNNING' | 'DEACTIVATING' | 'STOPPING' | 'DEPROVISIONING' | 'STOPPED';

export interface TaskState {
  readonly id: string;
  readonly arn: string;
  readonly deployment: DeploymentState;
  readonly rule: TaskRule;
  readonly createdAt: Date;
  readonly availabilityZone: string;
  readonly address: string;
  readonly attachment: Attachment & { status: string };
  containers: ContainerState[];
  lastStatus: TaskStatus;
  desiredStatus: 'RUNNING' | 'STOPPED';
  /** Container checks and targets pass, or 40 s have gone where there are no checks. */
  healthy: boolean;
  /** Counts as a failure of its deployment, once it has stopped. */
  failed: boolean;
  readonly targets: TargetRegistration[];
  /** The service event about the registration has been written. */
  registrationEmitted: boolean;
  version: number;
  connectivityAt?: Date;
  pullStartedAt?: Date;
  pullStoppedAt?: Date;
  startedAt?: Date;
  stoppingAt?: Date;
  executionStoppedAt?: Date;
  stoppedAt?: Date;
  stopCode?: TaskStopCode;
  stoppedReason?: string;
  /** Timers of later events of the task; cancelled when it stops. */
  readonly timers: Timer[];
  /** Called when no container waits for another any more. */
  whenReady?(): void;
}

export interface TargetRegistration {
  readonly targetGroupArn: string;
  readonly containerName: string;
  readonly port: number;
  healthy: boolean;
}

export interface ContainerState {
  readonly definition: RegisteredTaskDefinition['containerDefinitions'][number];
  readonly name: string;
  readonly arn: string;
  readonly runtimeId: string;
  status: 'PENDING' | 'RUNNING' | 'STOPPED';
  startedAt?: number;
  healthStatus: HealthStatus;
  exitCode?: number;
  reason?: string;
}

/** How the scheduler learns of events of a task. */
export interface TaskListener {
  /** The state of a task changed; the scheduler may have something to do. */
  changed(task: TaskState): void;
  running(task: TaskState): void;
  healthy(task: TaskState): void;
  /** A check fails; the scheduler decides when it stops the task. */
  unhealthy(task: TaskState, check: FailedCheck): void;
  /** The task ended by itself: it never ran, or an essential container exited. */
  ended(task: TaskState, how: 'never-ran' | 'exited' | 'interrupted'): void;
}

export type FailedCheck =
  | { readonly kind: 'container' }
  | { readonly kind: 'target'; readonly target: TargetRegistration; readonly description: string };

/** One fake ECS. */
export interface EcsLab {
  readonly world: World;
  readonly switches: EcsSwitches;
  readonly clusters: Map<string, ClusterState>;
  readonly taskDefinitions: Map<string, RegisteredTaskDefinition>;
  readonly listener: TaskListener;
  /** One step of the service scheduler. */
  schedule(service: ServiceState): void;
}

export type Origin = CallContext['origin'];

export const nowOf = (lab: EcsLab): Date => new Date(lab.world.clock.now());

export function arnOf(lab: EcsLab, resource: string): string {
  const { partition, region, accountId } = lab.world.place;
  return `arn:${partition}:ecs:${region}:${accountId}:${resource}`;
}
