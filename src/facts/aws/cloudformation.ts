import { AwsApi } from './api';
import { Reading } from './reading';
import { Operation } from '../model';
import { isInProgress } from '../operation';

/** What CloudFormation says of the stack operation and of the service in it. */
export interface StackView extends Operation {
  /** ARN of the service; absent until CloudFormation has it. */
  readonly serviceArn?: string | null;
  readonly checkedAt: string;
}

/** undefined: the stack could not be read. One call is enough where the stack is not in progress any more. */
export async function readStack(aws: AwsApi, reading: Reading, stackId: string, logicalId: string, now: string): Promise<StackView | undefined> {
  const answer = await reading.attempt('stack', () => aws.describeStacks({ StackName: stackId }));
  const stack = answer?.Stacks?.[0];
  if (!stack?.StackStatus) return undefined;
  // LastUpdatedTime is the start of the running update; on a create there is none, or it is when the change set was executed.
  const view = { stackStatus: stack.StackStatus, startedAt: stack.LastUpdatedTime ?? stack.CreationTime ?? null, checkedAt: now };
  if (!isInProgress(stack.StackStatus)) return view;
  const resource = await reading.attempt('stack resource', () => stackResource(aws, stackId, logicalId));
  return {
    ...view,
    resourceStatus: resource?.ResourceStatus ?? null,
    resourceStatusReason: resource?.ResourceStatusReason ?? null,
    resourceStatusAt: resource?.LastUpdatedTimestamp ?? null,
    serviceArn: resource?.PhysicalResourceId ?? null,
  };
}

/** Before CloudFormation comes to the service: `Resource Service does not exist for stack Shop` (aws/copilot-cli), which is no fault. */
async function stackResource(aws: AwsApi, StackName: string, LogicalResourceId: string) {
  try {
    return (await aws.describeStackResource({ StackName, LogicalResourceId })).StackResourceDetail;
  } catch (error) {
    if (error instanceof Error && /does not exist/i.test(error.message)) return undefined;
    throw error;
  }
}
