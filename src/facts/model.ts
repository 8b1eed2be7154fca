import { Lookups } from './lookups';

/**
 * Recording and frame: what AWS APIs returned about one ECS service deployment, as plain JSON in AWS's own field names
 * (dates as ISO 8601 strings). Live and replayed facts are indistinguishable downstream. Documented in docs/recording-format.md.
 *
 * Only the members that this project reads are typed; a frame may hold everything that the API returned.
 * Every field may be absent or null: "not looked at".
 */

export interface Recording {
  readonly recording: 1;
  readonly provenance?: Provenance;
  /** Oldest first. */
  readonly frames: readonly Frame[];
}

interface Provenance {
  readonly source?: string;
  readonly kind?: 'observed' | 'documented' | 'constructed';
  readonly date?: string;
  /**
   * How many values were left out before the recording was saved, by the member that they were in; `by name`: the name of the value is that
   * of a secret; `texts`: texts in which a secret was masked. Absent: none, or the recording was made in another way.
   */
  readonly hidden?: { readonly [field: string]: number };
}

/** Facts seen at one moment. */
export interface Frame {
  /** When this was observed, ISO 8601 UTC. */
  readonly at: string;
  readonly operation?: Operation | null;
  /** DescribeServices -> services[0]; null while there is no service. */
  readonly service?: Service | null;
  /** DescribeServiceDeployments -> serviceDeployments[0]. */
  readonly serviceDeployment?: ServiceDeployment | null;
  /** DescribeServiceRevisions -> serviceRevisions[]: of the deployment under watch, and of the one that it replaces; read by `ecs-why`. */
  readonly serviceRevisions?: readonly ServiceRevision[] | null;
  /** DescribeTasks -> tasks[], stopped and running ones. */
  readonly tasks?: readonly Task[] | null;
  /** DescribeTaskDefinition -> taskDefinition of the deployment under watch. */
  readonly taskDefinition?: TaskDefinition | null;
  /** The same, of the deployment that it replaces. */
  readonly previousTaskDefinition?: TaskDefinition | null;
  /** elbv2 DescribeTargetGroups -> TargetGroups[]. */
  readonly targetGroups?: readonly TargetGroup[] | null;
  /** elbv2 DescribeTargetHealth -> TargetHealthDescriptions[], by target group ARN. */
  readonly targetHealth?: { readonly [targetGroupArn: string]: readonly TargetHealthDescription[] } | null;
  /** Log lines, oldest first, by container name, then by task id (the last part of the task ARN). */
  readonly logs?: { readonly [container: string]: { readonly [taskId: string]: readonly LogLine[] } } | null;
  /** The network around the tasks; read by `ecs-why`. */
  readonly lookups?: Lookups | null;
  /** Facts that a call should have read and did not. */
  readonly unavailable?: readonly Unavailable[] | null;
}

/** The CloudFormation side; null outside a stack operation. */
export interface Operation {
  readonly stackStatus?: string | null;
  /** Of the AWS::ECS::Service. */
  readonly resourceStatus?: string | null;
  readonly resourceStatusReason?: string | null;
  /** When the resource came into that status; before `startedAt`: this operation has not touched the service. */
  readonly resourceStatusAt?: string | null;
  readonly startedAt?: string | null;
  /** When CloudFormation was asked; it is not at every look. */
  readonly checkedAt?: string | null;
  /**
   * `ecs-svc/...` of the deployment that this operation started, once known: a rollback by the circuit breaker makes another one PRIMARY.
   */
  readonly deploymentId?: string | null;
  /**
   * Properties of the AWS::ECS::Service that this update has changed, as paths: `NetworkConfiguration.AwsvpcConfiguration.Subnets`. Absent:
   * not known.
   */
  readonly changedProperties?: readonly string[] | null;
  /** The operation has made or changed roles or policies; read only once a task was denied something. */
  readonly permissionsChanged?: boolean | null;
}

/** What one or two API calls read, by the name that `Unavailable` has for it. The calls are in the comments. */
export type FactName =
  /** cloudformation DescribeStacks */
  | 'stack'
  /** cloudformation DescribeStackResource */
  | 'stack resource'
  /** cloudformation DescribeStackEvents */
  | 'stack events'
  /** ecs DescribeServices */
  | 'service'
  /** ecs ListServiceDeployments and DescribeServiceDeployments, of the deployment under watch */
  | 'service deployment'
  /** ecs ListServiceDeployments, of the latest deployments */
  | 'service deployments'
  /** ecs DescribeServiceRevisions */
  | 'service revisions'
  /** ecs ListTasks and DescribeTasks */
  | 'tasks'
  /** ecs DescribeTaskDefinition */
  | 'task definition'
  /** elbv2 DescribeTargetGroups */
  | 'target groups'
  /** elbv2 DescribeTargetHealth */
  | 'target health'
  /** logs GetLogEvents */
  | 'logs';

export interface Unavailable {
  readonly what: FactName;
  readonly container?: string;
  /** Error name as AWS gave it, e.g. `AccessDeniedException`; `NotReadToEnd`: there are more pages of an answer than a look reads. */
  readonly error?: string;
  readonly message?: string;
}

export interface Service {
  readonly serviceArn?: string;
  readonly serviceName?: string;
  readonly clusterArn?: string;
  /** ACTIVE | DRAINING | INACTIVE */
  readonly status?: string;
  readonly desiredCount?: number;
  readonly runningCount?: number;
  readonly pendingCount?: number;
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly { readonly capacityProvider?: string; readonly weight?: number; readonly base?: number }[];
  readonly schedulingStrategy?: string;
  readonly taskDefinition?: string;
  readonly deploymentController?: { readonly type?: string };
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly deployments?: readonly Deployment[];
  readonly taskSets?: readonly unknown[];
  /** ARN of the service deployment that is running. */
  readonly currentServiceDeployment?: string;
  /** Newest first, 100 at most. */
  readonly events?: readonly ServiceEvent[];
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  readonly networkConfiguration?: { readonly awsvpcConfiguration?: AwsVpcConfiguration };
  readonly healthCheckGracePeriodSeconds?: number;
  readonly roleArn?: string;
  readonly createdAt?: string;
  readonly placementConstraints?: readonly { readonly type?: string; readonly expression?: string }[];
}

interface DeploymentConfiguration {
  /** ROLLING (default) | BLUE_GREEN | LINEAR | CANARY */
  readonly strategy?: string;
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly bakeTimeInMinutes?: number;
  readonly deploymentCircuitBreaker?: {
    readonly enable?: boolean;
    readonly rollback?: boolean;
    readonly resetOnHealthyTask?: boolean;
    readonly thresholdConfiguration?: { readonly type?: string; readonly value?: number };
  };
  readonly alarms?: { readonly enable?: boolean; readonly rollback?: boolean; readonly alarmNames?: readonly string[] };
  readonly lifecycleHooks?: readonly unknown[];
}

interface AwsVpcConfiguration {
  readonly subnets?: readonly string[];
  readonly securityGroups?: readonly string[];
  readonly assignPublicIp?: string;
}

interface ServiceLoadBalancer {
  readonly targetGroupArn?: string;
  readonly loadBalancerName?: string;
  readonly containerName?: string;
  readonly containerPort?: number;
  /** Blue/green and its kin: the second target group. */
  readonly advancedConfiguration?: { readonly alternateTargetGroupArn?: string };
}

export interface Deployment {
  /** `ecs-svc/<19 digits>`; the tasks that it starts carry it as `startedBy`. */
  readonly id?: string;
  /** PRIMARY | ACTIVE | INACTIVE */
  readonly status?: string;
  readonly taskDefinition?: string;
  readonly desiredCount?: number;
  readonly pendingCount?: number;
  readonly runningCount?: number;
  /** Tasks that never ran; resets once a task runs (Amazon ECS API Reference, Deployment). */
  readonly failedTasks?: number;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly launchType?: string;
  /** AWS Fargate only: `Linux`, `Windows_Server_2022_Core`, … */
  readonly platformFamily?: string;
  /** COMPLETED | FAILED | IN_PROGRESS; rolling updates only. */
  readonly rolloutState?: string;
  readonly rolloutStateReason?: string;
}

export interface ServiceEvent {
  readonly id?: string;
  readonly createdAt?: string;
  readonly message?: string;
}

export interface ServiceDeployment {
  readonly serviceDeploymentArn?: string;
  /** PENDING | SUCCESSFUL | STOPPED | STOP_REQUESTED | IN_PROGRESS | ROLLBACK_* */
  readonly status?: string;
  readonly statusReason?: string;
  readonly lifecycleStage?: string;
  readonly lifecycleHookDetails?: readonly LifecycleHookDetail[];
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly updatedAt?: string;
  readonly finishedAt?: string;
  readonly targetServiceRevision?: ServiceRevisionSummary;
  readonly sourceServiceRevisions?: readonly ServiceRevisionSummary[];
  readonly rollback?: { readonly reason?: string; readonly startedAt?: string; readonly serviceRevisionArn?: string };
  readonly alarms?: { readonly status?: string; readonly alarmNames?: readonly string[]; readonly triggeredAlarmNames?: readonly string[] };
  readonly deploymentCircuitBreaker?: { readonly status?: string; readonly failureCount?: number; readonly threshold?: number };
  readonly deploymentConfiguration?: DeploymentConfiguration;
}

export interface LifecycleHookDetail {
  readonly hookId?: string;
  readonly targetType?: string;
  readonly targetArn?: string;
  readonly status?: string;
  readonly [more: string]: unknown;
}

interface ServiceRevisionSummary {
  /** Ends in the digits of the deployment id. */
  readonly arn?: string;
  readonly requestedTaskCount?: number;
  readonly runningTaskCount?: number;
  readonly pendingTaskCount?: number;
}

/** The settings of a service at one deployment; only the members that are compared by name are typed. */
export interface ServiceRevision {
  readonly serviceRevisionArn?: string;
  readonly taskDefinition?: string;
  readonly containerImages?: readonly { readonly containerName?: string; readonly image?: string; readonly imageDigest?: string }[];
  readonly [more: string]: unknown;
}

export interface Task {
  readonly taskArn?: string;
  readonly clusterArn?: string;
  readonly taskDefinitionArn?: string;
  readonly containerInstanceArn?: string;
  /** `service:<service name>` for tasks of a service. */
  readonly group?: string;
  /** Deployment id for tasks of a service. */
  readonly startedBy?: string;
  readonly lastStatus?: string;
  readonly desiredStatus?: string;
  readonly healthStatus?: string;
  readonly connectivity?: string;
  readonly launchType?: string;
  readonly capacityProviderName?: string;
  readonly availabilityZone?: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly createdAt?: string;
  readonly pullStartedAt?: string;
  readonly pullStoppedAt?: string;
  readonly connectivityAt?: string;
  readonly startedAt?: string;
  readonly stoppingAt?: string;
  readonly executionStoppedAt?: string;
  readonly stoppedAt?: string;
  /**
   * TaskFailedToStart | EssentialContainerExited | UserInitiated | ServiceSchedulerInitiated | SpotInterruption | TerminationNotice |
   * InfrastructureHealth
   */
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers?: readonly Container[];
  readonly attachments?: readonly Attachment[];
}

export interface Container {
  readonly containerArn?: string;
  readonly name?: string;
  readonly image?: string;
  readonly imageDigest?: string;
  readonly runtimeId?: string;
  readonly lastStatus?: string;
  /** Absent when the container never ran. */
  readonly exitCode?: number;
  readonly reason?: string;
  /** HEALTHY | UNHEALTHY | UNKNOWN */
  readonly healthStatus?: string;
  readonly networkBindings?: readonly { readonly containerPort?: number; readonly hostPort?: number }[];
  readonly networkInterfaces?: readonly { readonly attachmentId?: string; readonly privateIpv4Address?: string }[];
  readonly managedAgents?: readonly { readonly name?: string; readonly lastStatus?: string; readonly reason?: string }[];
}

interface Attachment {
  readonly id?: string;
  readonly type?: string;
  readonly status?: string;
  readonly details?: readonly { readonly name?: string; readonly value?: string }[];
}

export interface TaskDefinition {
  readonly taskDefinitionArn?: string;
  readonly family?: string;
  readonly revision?: number;
  readonly networkMode?: string;
  readonly pidMode?: string;
  readonly requiresCompatibilities?: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly ephemeralStorage?: { readonly sizeInGiB?: number };
  readonly runtimePlatform?: { readonly cpuArchitecture?: string; readonly operatingSystemFamily?: string };
  readonly containerDefinitions?: readonly ContainerDefinition[];
  readonly volumes?: readonly Volume[];
  /** What an instance must offer, e.g. `ecs.capability.docker-plugin.rexray/ebs` (Amazon ECS API Reference, Attribute). */
  readonly requiresAttributes?: readonly { readonly name?: string; readonly value?: string }[];
  readonly placementConstraints?: readonly { readonly type?: string; readonly expression?: string }[];
}

/** A volume of a task definition. One without any of these is empty at the start of the task and goes with it. */
export interface Volume {
  readonly name?: string;
  /** `sourcePath`: a directory of the instance. */
  readonly host?: { readonly sourcePath?: string };
  readonly efsVolumeConfiguration?: { readonly fileSystemId?: string; readonly authorizationConfig?: EfsAuthorization };
  readonly dockerVolumeConfiguration?: { readonly driver?: string };
  readonly [more: string]: unknown;
}

interface EfsAuthorization {
  readonly accessPointId?: string;
  /** ENABLED | DISABLED (default) */
  readonly iam?: string;
}

export interface ContainerDefinition {
  readonly name?: string;
  readonly image?: string;
  /** Default true. */
  readonly essential?: boolean;
  readonly cpu?: number;
  /** MiB */
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly environment?: readonly { readonly name?: string; readonly value?: string }[];
  readonly secrets?: readonly { readonly name?: string; readonly valueFrom?: string }[];
  readonly environmentFiles?: readonly { readonly value?: string; readonly type?: string }[];
  readonly repositoryCredentials?: { readonly credentialsParameter?: string };
  readonly portMappings?: readonly {
    readonly containerPort?: number;
    readonly hostPort?: number;
    readonly protocol?: string;
    readonly name?: string;
  }[];
  readonly dependsOn?: readonly { readonly containerName?: string; readonly condition?: string }[];
  readonly healthCheck?: {
    readonly command?: readonly string[];
    /** Seconds; ECS defaults 30, 5, 3 retries, no start period. */
    readonly interval?: number;
    readonly timeout?: number;
    readonly retries?: number;
    readonly startPeriod?: number;
  };
  readonly mountPoints?: readonly { readonly sourceVolume?: string; readonly containerPath?: string; readonly readOnly?: boolean }[];
  readonly readonlyRootFilesystem?: boolean;
  /** Name or id, with a group or without one; absent: the user of the image. */
  readonly user?: string;
  readonly ulimits?: readonly { readonly name?: string; readonly softLimit?: number; readonly hardLimit?: number }[];
  readonly firelensConfiguration?: { readonly type?: string; readonly options?: { readonly [option: string]: string } };
  readonly linuxParameters?: {
    readonly initProcessEnabled?: boolean;
    /** MiB */
    readonly sharedMemorySize?: number;
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
    readonly tmpfs?: readonly { readonly containerPath?: string }[];
    readonly [more: string]: unknown;
  };
  readonly resourceRequirements?: readonly { readonly type?: string; readonly value?: string }[];
  readonly startTimeout?: number;
  readonly stopTimeout?: number;
  readonly restartPolicy?: { readonly enabled?: boolean };
  /** Names of other containers, each with an alias or without one; only in network mode `bridge`. */
  readonly links?: readonly string[];
  readonly logConfiguration?: {
    readonly logDriver?: string;
    readonly options?: { readonly [option: string]: string };
  };
}

export interface TargetGroup {
  readonly TargetGroupArn?: string;
  readonly TargetGroupName?: string;
  readonly Protocol?: string;
  readonly Port?: number;
  readonly TargetType?: string;
  readonly HealthCheckEnabled?: boolean;
  readonly HealthCheckProtocol?: string;
  readonly HealthCheckPath?: string;
  /** `traffic-port` or a number. */
  readonly HealthCheckPort?: string;
  readonly HealthCheckIntervalSeconds?: number;
  readonly HealthCheckTimeoutSeconds?: number;
  readonly HealthyThresholdCount?: number;
  readonly UnhealthyThresholdCount?: number;
  /** HTTP1 | HTTP2 | GRPC */
  readonly ProtocolVersion?: string;
  readonly Matcher?: { readonly HttpCode?: string; readonly GrpcCode?: string };
  readonly LoadBalancerArns?: readonly string[];
}

export interface TargetHealthDescription {
  readonly Target?: { readonly Id?: string; readonly Port?: number; readonly AvailabilityZone?: string };
  readonly HealthCheckPort?: string;
  readonly TargetHealth?: { readonly State?: string; readonly Reason?: string; readonly Description?: string };
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly timestamp?: number;
  readonly message?: string;
}
