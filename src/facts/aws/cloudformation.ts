import { Stack, StackEvent, StackResource } from './api';
import { Reader } from './reader';
import { eventPages, newest, newestOfStack } from './stack-events';
import { Operation } from '../model';
import { isInProgress, mayPrecedeUpdate } from '../operation';

/** CloudFormation's view of the stack operation and of the service in it. */
export interface StackView extends Operation {
  /** ARN of the service; absent until CloudFormation has it. */
  readonly serviceArn?: string | null;
  /** When the stack itself was read, ISO 8601. */
  readonly checkedAt: string;
  /** `startedAt` is the time of the event that began the operation; else it is the latest time before which it did not begin. */
  readonly startIsExact?: true;
}

interface StackRequest {
  readonly stackId: string;
  /** Of the AWS::ECS::Service. */
  readonly logicalId: string;
  /** When the first look was, ISO 8601. */
  readonly since: string;
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
    const { stackStatus, startedAt, startIsExact, checkedAt } = previous;
    const resource = await readResource();
    if (resource !== undefined) return { stackStatus, startedAt, ...startIsExact && { startIsExact }, checkedAt, ...ofResource(resource) };
    if (reading.isThrottled('stack resource')) return undefined;
  }
  const beside = previous && request.together ? readResource() : undefined;
  const answer = await reading.attempt('stack', () => aws.describeStacks({ StackName: stackId }));
  const stack = answer?.Stacks?.[0];
  if (stack?.StackStatus && !isInProgress(stack.StackStatus)) return viewOfEnding(stack, now, previous);
  if (!stack && reading.isThrottled('stack')) return undefined;
  const [resource, begun] = await Promise.all([beside ?? readResource(), stack && viewOfRunning(reader, request, stack)]);
  if (begun && !isInProgress(begun.stackStatus)) return begun;
  // Both are needed. If one could not be read, the events of the stack show the same, in a longer answer.
  const complete = stack?.StackStatus && resource !== undefined;
  const useEvents = !complete && !reading.isThrottled('stack', 'stack resource');
  const events = useEvents ? await reading.attempt('stack events', () => fromEvents(reader, request)) : undefined;
  const view = begun?.stackStatus ? begun : events?.stack && viewOf(events.stack, now);
  if (!view?.stackStatus) return undefined;
  if (!isInProgress(view.stackStatus)) return view;
  return { ...view, ...ofResource(resource === undefined ? events?.resource : resource) };
}

/** Nothing in a stack that is being created is older than its creation. */
function viewOf({ StackStatus, LastUpdatedTime, CreationTime }: Stack, checkedAt: string): StackView {
  const startedAt = StackStatus === 'CREATE_IN_PROGRESS' ? CreationTime : LastUpdatedTime ?? CreationTime;
  return { stackStatus: StackStatus, startedAt: startedAt ?? null, checkedAt };
}

/** A rollback or a deletion sets LastUpdatedTime. What it ends began when the operation did that was seen before. */
function viewOfEnding(stack: Stack, checkedAt: string, previous: StackView | undefined): StackView {
  const view = viewOf(stack, checkedAt);
  const endsPrevious = previous && isInProgress(previous.stackStatus) && !mayPrecedeUpdate(view.stackStatus);
  return endsPrevious ? { ...view, startedAt: previous.startedAt } : view;
}

/** If the events cannot be read: a service that ended longer before the first look is taken to be that of the operation before. */
const REQUEST_WITHIN_MS = 10 * 60 * 1000;

/**
 * An update: AWS does not document whether LastUpdatedTime is its start or its end ("the time the stack was last updated"). If it were the
 * end, a service that the operation before has completed would count as completed by this one. So the start is read once, from the newest
 * event of the stack itself. If that is the end of the operation before, this one began later.
 */
async function viewOfRunning(reader: Reader, { stackId, previous, since }: StackRequest, stack: Stack): Promise<StackView> {
  const view = viewOf(stack, reader.now);
  if (view.stackStatus !== 'UPDATE_IN_PROGRESS') return view;
  if (previous?.startIsExact) return { ...view, startedAt: previous.startedAt, startIsExact: true };
  const event = await reader.reading.attempt('stack events', () => newestOfStack(reader, stackId));
  const { ResourceStatus: status, Timestamp: at } = event ?? {};
  if (status === 'UPDATE_IN_PROGRESS' && at) return { ...view, startedAt: at, startIsExact: true };
  // DescribeStacks lags: the operation is being rolled back or deleted.
  if (status && /ROLLBACK|DELETE/.test(status) && !/_(COMPLETE|FAILED)$/.test(status)) return { ...view, stackStatus: status };
  const earliest = at ?? new Date(Date.parse(since) - REQUEST_WITHIN_MS).toISOString();
  return { ...view, startedAt: latest(view.startedAt, earliest) };
}

function latest(one: string | null | undefined, other: string): string {
  return one && Date.parse(one) >= Date.parse(other) ? one : other;
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
    for (const event of page) events.push(event);
    if (ofStack()) break;
  }
  const [stack, service] = [ofStack(), newest(events.filter((e) => e.LogicalResourceId === logicalId))];
  return {
    ...stack && { stack: { StackStatus: stack.ResourceStatus, CreationTime: stack.Timestamp } },
    ...service && { resource: { ...service, LastUpdatedTimestamp: service.Timestamp } },
  };
}
