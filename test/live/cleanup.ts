import { Stack } from '@aws-sdk/client-cloudformation';
import { DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SERVICE } from './apps';
import { Aws, failureOf, isNamed } from './aws';
import { BASE } from './base';
import { cancelUpdate, deleteStack, describeStack, PREFIX, resourcesOf, taggedStacks } from './stacks';
import { Time } from './time';

export interface CleanUp {
  readonly aws: Aws;
  /** Not that of the tests: the clean-up goes on after Ctrl-C. */
  readonly time: Time;
  readonly say: (line: string) => void;
}

const EVERY_MS = 5000, MAX_MS = 40 * 60_000;
/** DescribeStacks may still show the status before (docs/aws.md). */
const LAG_MS = 30_000;

/**
 * Removes all that runs of the kit have left in the Region: stacks with the tag, the log groups that outlive them, the bucket. Gives one
 * line for each thing that is still there.
 */
export async function cleanUp(around: CleanUp): Promise<readonly string[]> {
  const isBase = ({ StackName = '' }: Stack) => StackName.endsWith(`-${BASE}`);
  const stacks = await taggedStacks(around.aws);
  const left = await removeStacks(around, stacks.filter((stack) => !isBase(stack)));
  left.push(...await removeLogGroups(around.aws, PREFIX));
  // The services of the other stacks are in its cluster.
  if (!left.length) left.push(...await removeStacks(around, stacks.filter(isBase)));
  else left.push(...stacks.filter(isBase).map(({ StackName }) => `stack ${StackName}: the others need it`));
  return left;
}

/** All stacks of one test. */
export async function cleanUpAfter(around: CleanUp, prefix: string): Promise<readonly string[]> {
  const stacks = (await taggedStacks(around.aws)).filter(({ StackName = '' }) => StackName === prefix || StackName.startsWith(`${prefix}-`));
  return [...await removeStacks(around, stacks), ...await removeLogGroups(around.aws, `${prefix}-`)];
}

async function removeStacks(around: CleanUp, stacks: readonly Stack[]): Promise<string[]> {
  const left: string[] = [];
  const end = around.time.now() + MAX_MS;
  let removals = stacks.map((stack): Removal => ({ stack }));
  for (const { stack } of removals) around.say(`delete ${stack.StackName}`);
  while (removals.length) {
    const open: Removal[] = [];
    for (const removal of removals) {
      const { StackName } = removal.stack;
      try {
        const next = await step(around, removal);
        if (next && around.time.now() > end) left.push(`stack ${StackName} is still there after ${MAX_MS / 60_000} minutes`);
        else if (next) open.push(next);
      } catch (error) {
        left.push(`stack ${StackName}: ${failureOf(error).line}`);
      }
    }
    removals = open;
    if (removals.length) await around.time.sleep(EVERY_MS);
  }
  return left;
}

interface Removal {
  readonly stack: Stack;
  /** When DeleteStack was accepted. */
  readonly askedAt?: number;
}

/** Does what can be done now. Gives undefined once the stack is gone; throws if it cannot be deleted. */
async function step({ aws, time }: CleanUp, removal: Removal): Promise<Removal | undefined> {
  const { stack: { StackId = '' }, askedAt } = removal;
  const { StackStatus: status = '' } = await describeStack(aws, StackId);
  if (status === 'DELETE_COMPLETE') return undefined;
  if (askedAt !== undefined) {
    if (status === 'DELETE_FAILED' && time.now() > askedAt + LAG_MS) throw new Error('DELETE_FAILED');
    return removal;
  }
  if (/^UPDATE_.*IN_PROGRESS$/.test(status)) {
    await hurry(aws, StackId, status);
    return removal;
  }
  for (const bucket of await idsOf(aws, StackId, 'AWS::S3::Bucket')) await empty(aws, bucket);
  if (status !== 'DELETE_IN_PROGRESS') await deleteStack(aws, StackId);
  return { ...removal, askedAt: time.now() };
}

/** CloudFormation deletes no stack in the middle of an update. A service without tasks has nothing for which a deployment could wait. */
async function hurry(aws: Aws, stackId: string, status: string): Promise<void> {
  for (const service of await idsOf(aws, stackId, SERVICE)) {
    const cluster = service.split('/')[1];
    await aws.ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 })).catch(() => undefined);
  }
  if (status === 'UPDATE_IN_PROGRESS') await cancelUpdate(aws, stackId).catch(() => undefined);
}

async function idsOf(aws: Aws, stackId: string, type: string): Promise<readonly string[]> {
  const resources = await resourcesOf(aws, stackId);
  return resources.flatMap(({ ResourceType, PhysicalResourceId: id }) => (ResourceType === type && id ? [id] : []));
}

async function empty({ s3 }: Aws, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket })).catch((error: unknown) => {
      if (isNamed(error, 'NoSuchBucket')) return { Contents: [] };
      throw error;
    });
    if (!Contents.length) return;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: Contents.map(({ Key }) => ({ Key })) } }));
  }
}

/** The watcher's log group outlives its stack (docs/decisions/0002). Names that CloudFormation makes begin with that of the stack. */
async function removeLogGroups({ logs }: Aws, logGroupNamePrefix: string): Promise<readonly string[]> {
  const left: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
    for (const { logGroupName } of page.logGroups ?? []) {
      await logs.send(new DeleteLogGroupCommand({ logGroupName })).catch((error: unknown) => {
        if (!isNamed(error, 'ResourceNotFoundException')) left.push(`log group ${logGroupName}: ${failureOf(error).line}`);
      });
    }
    ({ nextToken } = page);
  } while (nextToken);
  return left;
}
