import { Stack, StackEvent, StackResource } from './api';
import { Reader } from './reader';
import { Operation } from '../model';
import { isInProgress } from '../operation';

/** CloudFormation's view of the stack operation and of the service in it. */
export interface StackView extends Operation {
  /** ARN of the service; absent until CloudFormation has it. */
  readonly serviceArn?: string | null;
  /** When the stack itself was read, ISO 8601. */
  readonly checkedAt: string;
}

interface StackRequest {
  readonly stackId: string;
  /** Of the AWS::ECS::Service. */
  readonly logicalId: string;
  /** The stack as an earlier look read it. */
  readonly previous?: StackView;
  /** `previous` is recent: only the service in the stack is read again. */
  readonly serviceOnly: boolean;
  /** The stack was in progress a moment ago, so both calls will be needed: they are made at the same time. */
  readonly together?: boolean;
}

/** One call is enough for a stack that is not in progress any more. undefined: the stack could not be read. */
export async function readStack(reader: Reader, request: StackRequest): Promise<StackView | undefined> {
  const { aws, reading, now } = reader;
  const { stackId, previous } = request;
  const readResource = () => reading.attempt('stack resource', () => stackResource(reader, request));
  if (previous && request.serviceOnly) {
    const { stackStatus, startedAt, checkedAt } = previous;
    const resource = await readResource();
    if (resource !== undefined) return { stackStatus, startedAt, checkedAt, ...ofResource(resource) };
    if (reading.isThrottled('stack resource')) return undefined;
  }
  const beside = previous && request.together ? readResource() : undefined;
  const answer = await reading.attempt('stack', () => aws.describeStacks({ StackName: stackId }));
  const stack = answer?.Stacks?.[0];
  if (stack?.StackStatus && !isInProgress(stack.StackStatus)) return viewOf(stack, now);
  if (!stack && reading.isThrottled('stack')) return undefined;
  const resource = await (beside ?? readResource());
  // Both are needed. If one could not be read, the events of the stack show the same, in a longer answer.
  const complete = stack?.StackStatus && resource !== undefined;
  const useEvents = !complete && !reading.isThrottled('stack', 'stack resource');
  const events = useEvents ? await reading.attempt('stack events', () => fromEvents(reader, request)) : undefined;
  const known = stack?.StackStatus ? stack : events?.stack;
  if (!known?.StackStatus) return undefined;
  if (!isInProgress(known.StackStatus)) return viewOf(known, now);
  return { ...viewOf(known, now), ...ofResource(resource === undefined ? events?.resource : resource) };
}

/** LastUpdatedTime is the start of the running update. A create has none, or the time at which its change set was executed. */
function viewOf({ StackStatus, LastUpdatedTime, CreationTime }: Stack, checkedAt: string): StackView {
  return { stackStatus: StackStatus, startedAt: LastUpdatedTime ?? CreationTime ?? null, checkedAt };
}

function ofResource(resource: StackResource | null | undefined): Partial<StackView> {
  return {
    resourceStatus: resource?.ResourceStatus ?? null,
    resourceStatusReason: resource?.ResourceStatusReason ?? null,
    resourceStatusAt: resource?.LastUpdatedTimestamp ?? null,
    serviceArn: resource?.PhysicalResourceId || null,
  };
}

/**
 * null: CloudFormation has not begun with the service: `Resource Service does not exist for stack Shop` (aws/copilot-cli). That is no
 * fault.
 */
async function stackResource({ aws }: Reader, { stackId, logicalId }: StackRequest): Promise<StackResource | null | undefined> {
  try {
    return (await aws.describeStackResource({ StackName: stackId, LogicalResourceId: logicalId })).StackResourceDetail;
  } catch (error) {
    if (error instanceof Error && /does not exist/i.test(error.message)) return null;
    throw error;
  }
}

/**
 * The newest event of the stack holds its status and, while the operation runs, its start. The newest event of the service holds the status
 * of the service.
 */
async function fromEvents(reader: Reader, { stackId, logicalId }: StackRequest): Promise<{ stack?: Stack; resource?: StackResource }> {
  const events: StackEvent[] = [];
  const ofStack = () => newest(events.filter((e) => e.PhysicalResourceId === stackId));
  for await (const page of eventPages(reader, stackId)) {
    events.push(...page);
    if (ofStack()) break;
  }
  const [stack, service] = [ofStack(), newest(events.filter((e) => e.LogicalResourceId === logicalId))];
  return {
    ...stack && { stack: { StackStatus: stack.ResourceStatus, CreationTime: stack.Timestamp } },
    ...service && { resource: { ...service, LastUpdatedTimestamp: service.Timestamp } },
  };
}

/** Has the operation that started then created or changed roles or policies? undefined: it could not be read. */
export async function permissionsChanged(reader: Reader, stackId: string, startedAt: string): Promise<boolean | undefined> {
  const startMs = Date.parse(startedAt);
  return reader.reading.attempt('stack events', async () => {
    for await (const events of eventPages(reader, stackId)) {
      if (events.some((e) => timeOf(e) >= startMs && changesPermissions(e))) return true;
      // Newest first: the next page is older still.
      if (events.some((e) => timeOf(e) < startMs)) return false;
    }
    return false;
  });
}

function changesPermissions({ ResourceType = '', ResourceStatus = '' }: StackEvent): boolean {
  return ResourceType.startsWith('AWS::IAM::') && /^(CREATE|UPDATE)_(IN_PROGRESS|COMPLETE)$/.test(ResourceStatus);
}

/** 500 events: an operation writes two or three for each resource. */
const MAX_PAGES = 5;

/** Newest first. */
async function* eventPages({ aws }: Reader, stackId: string): AsyncGenerator<readonly StackEvent[]> {
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.describeStackEvents({ StackName: stackId, ...(NextToken && { NextToken }) });
    yield answer.StackEvents ?? [];
    NextToken = answer.NextToken;
    if (!NextToken) return;
  }
}

function timeOf({ Timestamp }: StackEvent): number {
  return Date.parse(Timestamp ?? '');
}

/**
 * By time, not by position: an older status that is taken for the newest would end the watch. Of two at the same moment, the first in the
 * list.
 */
function newest(events: readonly StackEvent[]): StackEvent | undefined {
  return events.reduce<StackEvent | undefined>((last, e) => (last && timeOf(last) >= timeOf(e) ? last : e), undefined);
}
