import { AccountApi } from '../../facts/aws/account-api';
import { Stack } from '../../facts/aws/api';
import { faultOfError, isFatal, Subject } from '../aws/faults';
import { Ended, EXIT } from '../exit';

/** Pages of a list. Older stacks can be named by their ARN. */
const MAX_PAGES = 30;

/**
 * The stack with this name or ARN. By name CloudFormation finds only stacks that exist (AWS CloudFormation API Reference, DescribeStacks);
 * then it is the one with this name that was deleted last. undefined: there is none. Throws `Ended` if AWS gives no answer.
 */
export async function findStack(aws: AccountApi, nameOrArn: string): Promise<Stack | undefined> {
  const found = await read('stack', async () => (await aws.describeStacks({ StackName: nameOrArn })).Stacks?.[0]);
  if (found || nameOrArn.startsWith('arn:')) return found;
  const arn = await read('deleted stacks', () => lastDeleted(aws, nameOrArn));
  return arn ? read('stack', async () => (await aws.describeStacks({ StackName: arn })).Stacks?.[0]) : undefined;
}

async function lastDeleted(aws: AccountApi, name: string): Promise<string | undefined> {
  const found: { readonly id?: string; readonly at: number }[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await aws.listDeletedStacks({ ...(NextToken && { NextToken }) });
    const sameName = (answer.StackSummaries ?? []).filter(({ StackName }) => StackName === name);
    for (const { StackId: id, DeletionTime: deleted } of sameName) found.push({ id, at: Date.parse(deleted ?? '') || 0 });
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return found.sort((a, b) => b.at - a.at)[0]?.id;
}

/** undefined: CloudFormation does not know it. */
async function read<T>(what: Subject, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    const fault = faultOfError(what, error);
    if (fault.kind === 'notFound') return undefined;
    throw new Ended(isFatal(fault) ? EXIT.credentials : EXIT.couldNotLook, fault.line);
  }
}
