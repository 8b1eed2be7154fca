import { Stack } from '@aws-sdk/client-cloudformation';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SERVICE } from './apps';
import { Aws, failureOf, isNamed } from './aws';
import { groupsOfStacks, Remains, remainsOf } from './remains';
import { BASE, cancelUpdate, deleteStack, describeStack, resourcesOf } from './stacks';
import { Time } from './time';

export interface CleanUp {
  /** Not that of the tests: the clean-up goes on after Ctrl-C. */
  readonly time: Time;
  readonly say: (line: string) => void;
}

const EVERY_MS = 5000, MAX_MS = 40 * 60_000;
/** DescribeStacks may still show the status before (docs/aws.md). */
const LAG_MS = 30_000;

/** Removes these stacks and log groups, and log groups that the stacks have made since. One line for each thing that is still there. */
export async function cleanUp(around: CleanUp, { aws, region, stacks, logGroups }: Remains): Promise<readonly string[]> {
  const isBase = ({ StackName = '' }: Stack) => StackName.endsWith(`-${BASE}`);
  const inside = { ...around, aws };
  const [bases, others] = [stacks.filter(isBase), stacks.filter((stack) => !isBase(stack))];
  const left = await removeStacks(inside, others);
  left.push(...await removeLogGroups(inside, logGroups, others));
  // The services of the other stacks are in its cluster.
  if (!left.length) left.push(...await removeStacks(inside, bases));
  else left.push(...bases.map(({ StackName }) => `stack ${StackName}: the others need it`));
  return left.map((line) => `${region}: ${line}`);
}

/** The same for what this run has made in a Region. @param name of one test: `l1` */
export async function cleanUpRun(around: CleanUp & { readonly aws: Aws; readonly run: string }, name?: string): Promise<readonly string[]> {
  const { aws, run, time } = around;
  try {
    return await cleanUp(around, await patiently(time, () => remainsOf(aws, run, name)));
  } catch (error) {
    return [`${await aws.region()}: whatever run ${run} has made there: ${failureOf(error).line}`];
  }
}

/** One lost call must not end a clean-up. */
async function patiently<T>(time: Time, action: () => Promise<T>): Promise<T> {
  for (const end = time.now() + MAX_MS; ; await time.sleep(EVERY_MS)) {
    try {
      return await action();
    } catch (error) {
      if (!failureOf(error).passes || time.now() > end) throw error;
    }
  }
}

type Inside = CleanUp & { readonly aws: Aws };

async function removeStacks(around: Inside, stacks: readonly Stack[]): Promise<string[]> {
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
        const { passes, line } = failureOf(error);
        if (passes && around.time.now() <= end) open.push(removal);
        else left.push(`stack ${StackName}: ${line}`);
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
async function step({ aws, time }: Inside, removal: Removal): Promise<Removal | undefined> {
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

/** @throws if an object cannot be deleted; DeleteObjects says so in an answer that is a success (Amazon S3 API Reference) */
async function empty({ s3 }: Aws, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket })).catch((error: unknown) => {
      if (isNamed(error, 'NoSuchBucket')) return { Contents: [] };
      throw error;
    });
    if (!Contents.length) return;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    const { Errors: [refused] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    if (refused) throw Object.assign(new Error(`${refused.Message}: ${refused.Key} in ${Bucket}`), { name: refused.Code });
  }
}

async function removeLogGroups({ aws, time }: Inside, known: readonly string[], stacks: readonly Stack[]): Promise<readonly string[]> {
  const left: string[] = [];
  const names = new Set([...known, ...await patiently(time, () => groupsOfStacks(aws, stacks))]);
  for (const logGroupName of names) {
    try {
      await patiently(time, () => aws.logs.send(new DeleteLogGroupCommand({ logGroupName })));
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) left.push(`log group ${logGroupName}: ${failureOf(error).line}`);
    }
  }
  return left;
}
