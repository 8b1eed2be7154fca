import { AwsApi, StackEvent } from './api';
import { NetworkPlace } from './network-look';
import { Lookups } from '../lookups';
import { LogLine, ServiceRevision } from '../model';

/**
 * The calls for a person at a terminal, beyond those of the watcher. Only `cancelUpdateStack` and `stopServiceDeployment` change
 * anything.
 */
export interface AccountApi extends AwsApi {
  cancelUpdateStack(input: { StackName: string }): Promise<unknown>;
  /** ROLLBACK deploys the previous revision again, ABORT leaves the tasks as they are (Amazon ECS API Reference, StopServiceDeployment). */
  stopServiceDeployment(input: { serviceDeploymentArn: string; stopType: 'ABORT' | 'ROLLBACK' }): Promise<unknown>;
  listClusters(input: { nextToken?: string }): Promise<{ clusterArns?: readonly string[]; nextToken?: string }>;
  listServices(input: { cluster: string; nextToken?: string }): Promise<{ serviceArns?: readonly string[]; nextToken?: string }>;
  describeServiceRevisions(input: { serviceRevisionArns: string[] }): Promise<{ serviceRevisions?: readonly ServiceRevision[] }>;
  /** Stacks that were deleted in the last 90 days: by name, DescribeStacks finds only those that exist. */
  listDeletedStacks(input: { NextToken?: string }): Promise<{ StackSummaries?: readonly DeletedStack[]; NextToken?: string }>;
  listStackResources(input: { StackName: string; NextToken?: string }): Promise<StackResourcesPage>;
  /** As it was deployed. Of a deleted stack for 90 days, by its id (AWS CloudFormation API Reference, GetTemplate). */
  getTemplate(input: { StackName: string }): Promise<{ TemplateBody?: string }>;
  filterLogEvents(input: FilterLogEvents): Promise<{ events?: readonly FoundLine[]; nextToken?: string }>;
  /** Some ten calls to Amazon EC2. Never rejects: what could not be read is in the answer. */
  readNetwork(place: NetworkPlace): Promise<Lookups>;
}

interface DeletedStack {
  readonly StackId?: string;
  readonly StackName?: string;
  readonly DeletionTime?: string;
}

export type StackResource = Pick<StackEvent, 'LogicalResourceId' | 'PhysicalResourceId' | 'ResourceType'>;

interface StackResourcesPage {
  readonly StackResourceSummaries?: readonly StackResource[];
  readonly NextToken?: string;
}

interface FilterLogEvents {
  logGroupName: string;
  /** Milliseconds since the epoch, as `endTime`. */
  startTime: number;
  endTime: number;
  nextToken?: string;
}

export interface FoundLine extends LogLine {
  readonly logStreamName?: string;
}
