import { LogLine, Service, ServiceDeployment, TargetGroup, TargetHealthDescription, Task, TaskDefinition } from '../model';

/**
 * The calls to AWS that read facts. The role of the watcher permits these and no others. Answers are plain JSON, dates are ISO 8601
 * strings. Each call may reject with an error that has AWS's name.
 */
export interface AwsApi {
  describeStacks(input: { StackName: string }): Promise<{ Stacks?: readonly Stack[] }>;
  describeStackResource(input: { StackName: string; LogicalResourceId: string }): Promise<{ StackResourceDetail?: StackResource }>;
  /** Newest first. */
  describeStackEvents(input: { StackName: string; NextToken?: string }): Promise<StackEventsPage>;
  describeClusters(input: { clusters: string[] }): Promise<{ clusters?: readonly Cluster[] }>;
  describeServices(input: { cluster: string; services: string[] }): Promise<DescribedServices>;
  listServiceDeployments(input: ListServiceDeployments): Promise<ServiceDeploymentsPage>;
  describeServiceDeployments(input: { serviceDeploymentArns: string[] }): Promise<{ serviceDeployments?: readonly ServiceDeployment[] }>;
  listTasks(input: ListTasks): Promise<{ taskArns?: readonly string[]; nextToken?: string }>;
  describeTasks(input: { cluster: string; tasks: string[] }): Promise<{ tasks?: readonly Task[] }>;
  describeTaskDefinition(input: { taskDefinition: string }): Promise<{ taskDefinition?: TaskDefinition }>;
  describeTargetGroups(input: { TargetGroupArns: string[] }): Promise<{ TargetGroups?: readonly TargetGroup[] }>;
  describeTargetHealth(input: { TargetGroupArn: string }): Promise<{ TargetHealthDescriptions?: readonly TargetHealthDescription[] }>;
  getLogEvents(region: string | undefined, input: GetLogEvents): Promise<LogEventsPage>;
}

interface StackEventsPage {
  readonly StackEvents?: readonly StackEvent[];
  readonly NextToken?: string;
}

interface DescribedServices {
  readonly services?: readonly Service[];
  readonly failures?: readonly { readonly arn?: string; readonly reason?: string }[];
}

export interface Cluster {
  readonly activeServicesCount?: number;
  readonly pendingTasksCount?: number;
}

export interface Stack {
  readonly StackId?: string;
  readonly StackStatus?: string;
  readonly CreationTime?: string;
  readonly LastUpdatedTime?: string;
  /** ARN of the outermost stack; only a nested stack has it. */
  readonly RootId?: string;
}

export interface StackResource {
  readonly PhysicalResourceId?: string;
  readonly ResourceStatus?: string;
  readonly ResourceStatusReason?: string;
  readonly LastUpdatedTimestamp?: string;
}

export interface StackEvent {
  readonly StackId?: string;
  readonly StackName?: string;
  readonly EventId?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType?: string;
  readonly Timestamp?: string;
  readonly ResourceStatus?: string;
  readonly ResourceStatusReason?: string;
  /** JSON of the properties of the resource. */
  readonly ResourceProperties?: string;
}

export interface ServiceDeploymentBrief {
  readonly serviceDeploymentArn?: string;
  readonly targetServiceRevisionArn?: string;
  readonly status?: string;
  readonly statusReason?: string;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

interface ListServiceDeployments {
  cluster: string;
  service: string;
  createdAt?: { after: Date };
  maxResults?: number;
  nextToken?: string;
}

interface ServiceDeploymentsPage {
  readonly serviceDeployments?: readonly ServiceDeploymentBrief[];
  readonly nextToken?: string;
}

export interface ListTasks {
  cluster: string;
  serviceName?: string;
  family?: string;
  desiredStatus: 'RUNNING' | 'STOPPED';
  nextToken?: string;
}

interface GetLogEvents {
  logGroupName: string;
  logStreamName: string;
  limit: number;
  startFromHead: boolean;
  /** Milliseconds since the epoch. */
  startTime?: number;
  nextToken?: string;
}

interface LogEventsPage {
  /** Oldest first. */
  readonly events?: readonly LogLine[];
  /** Of the page with the lines before these. */
  readonly nextBackwardToken?: string;
}
