import { CancelUpdateStackCommand, GetTemplateCommand, ListStackResourcesCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServiceRevisionsCommand, ListClustersCommand, ListServicesCommand } from '@aws-sdk/client-ecs';
import { Asked, checked } from './answers';
import { AwsApi, StackEvent } from './api';
import { awsApi, ClientSettings, makeClients } from './clients';
import { LogLine, ServiceRevision } from '../model';

/** The calls for a person at a terminal, beyond those of the watcher. Only `cancelUpdateStack` changes anything. */
export interface AccountApi extends AwsApi {
  cancelUpdateStack(input: { StackName: string }): Promise<unknown>;
  listClusters(input: { nextToken?: string }): Promise<{ clusterArns?: readonly string[]; nextToken?: string }>;
  listServices(input: { cluster: string; nextToken?: string }): Promise<{ serviceArns?: readonly string[]; nextToken?: string }>;
  describeServiceRevisions(input: { serviceRevisionArns: string[] }): Promise<{ serviceRevisions?: readonly ServiceRevision[] }>;
  /** Stacks that were deleted in the last 90 days: by name, DescribeStacks finds only those that exist. */
  listDeletedStacks(input: { NextToken?: string }): Promise<{ StackSummaries?: readonly DeletedStack[]; NextToken?: string }>;
  listStackResources(input: { StackName: string; NextToken?: string }): Promise<StackResourcesPage>;
  /** As it was deployed. Of a deleted stack for 90 days, by its id (AWS CloudFormation API Reference, GetTemplate). */
  getTemplate(input: { StackName: string }): Promise<{ TemplateBody?: string }>;
  filterLogEvents(input: FilterLogEvents): Promise<{ events?: readonly FoundLine[]; nextToken?: string }>;
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

export function accountApi(settings: ClientSettings, signal: () => AbortSignal): AccountApi {
  const clients = makeClients(settings);
  const until = () => ({ abortSignal: signal() });
  const reads: Asked<Omit<AccountApi, keyof AwsApi | 'cancelUpdateStack'>> = {
    listClusters: (input) => clients.ecs().send(new ListClustersCommand(input), until()),
    listServices: (input) => clients.ecs().send(new ListServicesCommand({ ...input, maxResults: 100 }), until()),
    describeServiceRevisions: (input) => clients.ecs().send(new DescribeServiceRevisionsCommand(input), until()),
    listDeletedStacks: (input) => (
      clients.cloudFormation().send(new ListStacksCommand({ ...input, StackStatusFilter: ['DELETE_COMPLETE'] }), until())
    ),
    listStackResources: (input) => clients.cloudFormation().send(new ListStackResourcesCommand(input), until()),
    getTemplate: (input) => clients.cloudFormation().send(new GetTemplateCommand(input), until()),
    filterLogEvents: (input) => clients.logsIn(undefined).send(new FilterLogEventsCommand(input), until()),
  };
  return {
    ...awsApi(signal, clients),
    ...checked(reads),
    cancelUpdateStack: (input) => clients.cloudFormation().send(new CancelUpdateStackCommand(input), until()),
  };
}
