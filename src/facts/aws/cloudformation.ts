import { AwsApi, Stack, StackEvent, StackResource } from './api';
import { Reading } from './reading';
import { Operation } from '../model';
import { isInProgress } from '../operation';

/** What CloudFormation says of the stack operation and of the service in it. */
export interface StackView extends Operation {
  /** ARN of the service; absent until CloudFormation has it. */
  readonly serviceArn?: string | null;
  readonly checkedAt: string;
}

interface StackRequest {
  readonly stackId: string;
  readonly logicalId: string;
  /** ISO 8601. */
  readonly now: string;
  /** The stack as it was read before. */
  readonly before?: StackView;
  /** It was read lately: only the service in it is read anew. */
  readonly serviceOnly: boolean;
  /** It was in progress a moment ago: both calls are made together. */
  readonly atOnce?: boolean;
}

/** undefined: the stack could not be read. One call is enough where the stack is not in progress any more. */
export async function readStack(aws: AwsApi, reading: Reading, { stackId, logicalId, now, before, serviceOnly, atOnce }: StackRequest): Promise<StackView | undefined> {
  const readResource = () => reading.attempt('stack resource', () => stackResource(aws, stackId, logicalId));
  if (before && serviceOnly) {
    const resource = await readResource();
    if (resource !== undefined) return { stackStatus: before.stackStatus, startedAt: before.startedAt, checkedAt: before.checkedAt, ...ofResource(resource) };
    if (reading.isThrottled('stack resource')) return undefined;
  }
  const beside = before && atOnce ? readResource() : undefined;
  const answer = await reading.attempt('stack', () => aws.describeStacks({ StackName: stackId }));
  const stack = answer?.Stacks?.[0];
  if (stack?.StackStatus && !isInProgress(stack.StackStatus)) return view(stack, now);
  if (!stack && reading.isThrottled('stack')) return undefined;
  const resource = await (beside ?? readResource());
  // Either of the two says enough only with the other; the events of the stack tell both, at the price of a longer list.
  const told = (stack?.StackStatus && resource !== undefined) || reading.isThrottled('stack', 'stack resource')
    ? undefined : await reading.attempt('stack events', () => fromEvents(aws, stackId, logicalId));
  const known = stack?.StackStatus ? stack : told?.stack;
  if (!known?.StackStatus) return undefined;
  return isInProgress(known.StackStatus) ? { ...view(known, now), ...ofResource(resource === undefined ? told?.resource : resource) } : view(known, now);
}

/** LastUpdatedTime is the start of the running update; on a create there is none, or it is when the change set was executed. */
function view({ StackStatus, LastUpdatedTime, CreationTime }: Stack, checkedAt: string): StackView {
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

/** null before CloudFormation comes to the service: `Resource Service does not exist for stack Shop` (aws/copilot-cli), which is no fault. */
async function stackResource(aws: AwsApi, StackName: string, LogicalResourceId: string): Promise<StackResource | null | undefined> {
  try {
    return (await aws.describeStackResource({ StackName, LogicalResourceId })).StackResourceDetail;
  } catch (error) {
    if (error instanceof Error && /does not exist/i.test(error.message)) return null;
    throw error;
  }
}

/** 500 events: an operation writes two or three for each resource. */
const MAX_PAGES = 5;

/** The newest event of the stack is its status, and the start of the operation as long as that runs; the newest of the service is its own. */
async function fromEvents(aws: AwsApi, stackId: string, logicalId: string): Promise<{ stack?: Stack; resource?: StackResource }> {
  const events: StackEvent[] = [];
  const ofStack = () => newest(events.filter((e) => e.PhysicalResourceId === stackId));
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES && !ofStack(); page++) {
    const answer = await aws.describeStackEvents({ StackName: stackId, ...(NextToken && { NextToken }) });
    events.push(...answer.StackEvents ?? []);
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  const [stack, service] = [ofStack(), newest(events.filter((e) => e.LogicalResourceId === logicalId))];
  return {
    ...stack && { stack: { StackStatus: stack.ResourceStatus, CreationTime: stack.Timestamp } },
    ...service && { resource: { ...service, LastUpdatedTimestamp: service.Timestamp } },
  };
}

/** Has the operation that began then made or changed roles or policies? undefined: could not be read. */
export async function permissionsChanged(aws: AwsApi, reading: Reading, stackId: string, startedAt: string): Promise<boolean | undefined> {
  const since = Date.parse(startedAt);
  return reading.attempt('stack events', async () => {
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await aws.describeStackEvents({ StackName: stackId, ...(NextToken && { NextToken }) });
      const events = answer.StackEvents ?? [];
      if (events.some((e) => Date.parse(e.Timestamp ?? '') >= since && /^AWS::IAM::/.test(e.ResourceType ?? '') && /^(CREATE|UPDATE)_(IN_PROGRESS|COMPLETE)$/.test(e.ResourceStatus ?? ''))) return true;
      NextToken = answer.NextToken;
      // Newest first: what follows is older.
      if (!NextToken || events.some((e) => Date.parse(e.Timestamp ?? '') < since)) break;
    }
    return false;
  });
}

/** By time, not by place: an older status taken for the newest would end the watch. Of two at the same moment the first. */
function newest(events: readonly StackEvent[]): StackEvent | undefined {
  return events.reduce<StackEvent | undefined>((last, e) => (last && Date.parse(last.Timestamp ?? '') >= Date.parse(e.Timestamp ?? '') ? last : e), undefined);
}
