import { Stack, StackResource } from '@aws-sdk/client-cloudformation';
import { Aws } from './aws';

/** One Region of an account, as far as clean-ups see it. */
export interface FakeRegion {
  readonly stacks: Map<string, Stack & { readonly resources?: readonly StackResource[] }>;
  /** Name -> tags. */
  readonly logGroups: Map<string, Readonly<Record<string, string>>>;
  /** Bucket -> keys. */
  readonly buckets: Map<string, Set<string>>;
  /** Names of the commands that were sent. */
  readonly calls: string[];
  /** Gives the error of a call, or the answer in place of that of the fake. */
  disturb: (command: string, input: Input) => unknown;
}

interface Input {
  readonly StackName?: string;
  readonly Bucket?: string;
  readonly logGroupName?: string;
  readonly logGroupNamePrefix?: string;
  readonly resourceArn?: string;
  readonly Delete?: { readonly Objects?: readonly { readonly Key?: string }[] };
}

type Answers = { readonly [command: string]: (input: Input) => unknown };

export function fakeRegion(): FakeRegion {
  return { stacks: new Map(), logGroups: new Map(), buckets: new Map(), calls: [], disturb: () => undefined };
}

export function named(name: string, message = 'from the test'): Error {
  return Object.assign(new Error(message), { name });
}

/** Clients that ask these fakes and never send anything. @param region the one of the run */
export function fakeAws(region: string, regions: { readonly [region: string]: FakeRegion }): Aws {
  const aws = new Aws(region);
  const fake = regions[region];
  const answers = answersOf(fake);
  const send = (command: { readonly input: Input }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    fake.calls.push(name);
    const disturbed = fake.disturb(name, command.input);
    if (disturbed instanceof Error) return Promise.reject(disturbed);
    if (!answers[name]) return Promise.reject(new Error(`the fake does not know ${name}`));
    try {
      return Promise.resolve(disturbed ?? answers[name](command.input));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  for (const client of [aws.cloudFormation, aws.ecs, aws.logs, aws.states, aws.s3, aws.iam]) Object.assign(client, { send });
  return Object.assign(aws, { in: (other: string) => fakeAws(other, regions) });
}

function answersOf({ stacks, logGroups, buckets }: FakeRegion): Answers {
  const stackOf = ({ StackName = '' }: Input) => {
    const stack = [...stacks.values()].find((one) => [one.StackName, one.StackId].includes(StackName));
    if (!stack) throw named('ValidationError', `Stack with id ${StackName} does not exist`);
    return stack;
  };
  return {
    DescribeStacks: (input) => ({ Stacks: input.StackName ? [stackOf(input)] : [...stacks.values()] }),
    DescribeStackResources: (input) => ({ StackResources: stackOf(input).resources ?? [] }),
    DeleteStack: (input) => {
      const stack = stackOf(input);
      stacks.set(String(stack.StackName), { ...stack, StackStatus: 'DELETE_COMPLETE' });
      return {};
    },
    DescribeLogGroups: ({ logGroupNamePrefix = '' }) => ({
      logGroups: [...logGroups.keys()].filter((name) => name.startsWith(logGroupNamePrefix))
        .map((name) => ({ logGroupName: name, logGroupArn: name })),
    }),
    ListTagsForResource: ({ resourceArn = '' }) => ({ tags: logGroups.get(resourceArn) ?? {} }),
    DeleteLogGroup: ({ logGroupName = '' }) => {
      logGroups.delete(logGroupName);
      return {};
    },
    ListObjectsV2: ({ Bucket = '' }) => ({ Contents: [...buckets.get(Bucket) ?? []].map((Key) => ({ Key })) }),
    DeleteObjects: ({ Bucket = '', Delete }) => {
      for (const { Key = '' } of Delete?.Objects ?? []) buckets.get(Bucket)?.delete(Key);
      return {};
    },
  };
}

type Made = Pick<Stack, 'StackName'> & Partial<Stack> & { readonly resources?: readonly StackResource[] };

export function addStack({ stacks }: FakeRegion, stack: Made): void {
  stacks.set(String(stack.StackName), { StackId: `arn:${stack.StackName}`, StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(0), ...stack });
}
