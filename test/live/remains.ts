import { Stack } from '@aws-sdk/client-cloudformation';
import { DescribeLogGroupsCommand, ListTagsForResourceCommand, LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import { Aws, failureOf, isNamed } from './aws';
import { PREFIX, runOf, stackNameOf, stacksOfKit, TAG } from './stacks';

/** What the kit has made in one Region, and what is still there. */
export interface Remains {
  readonly aws: Aws;
  readonly region: string;
  readonly stacks: readonly Stack[];
  /** Names. The log group of a watcher outlives its stack (docs/decisions/0002). */
  readonly logGroups: readonly string[];
}

/** Of all runs. */
export async function remainsIn(aws: Aws): Promise<Remains> {
  const stacks = await stacksOfKit(aws);
  const isKnown = isOf(stacks);
  const logGroups: string[] = [];
  for (const group of await groupsNamed(aws, PREFIX)) {
    const { logGroupName: name = '' } = group;
    if (isKnown(name) || runOf(name, await tagOfGroup(aws, group)) !== undefined) logGroups.push(name);
  }
  return { aws, region: await aws.region(), stacks, logGroups };
}

/** Of this run, which knows its names. @param name part of the names of the stacks; default: of all */
export async function remainsOf(aws: Aws, run: string, name?: string): Promise<Remains> {
  const begin = stackNameOf(run, name ?? '');
  const isMeant = ({ StackName = '' }: Stack) => name === undefined || StackName === begin || StackName.startsWith(`${begin}-`);
  const stacks = (await stacksOfKit(aws)).filter(({ StackName = '' }) => StackName.startsWith(stackNameOf(run, ''))).filter(isMeant);
  const groups = await groupsNamed(aws, name === undefined ? begin : `${begin}-`);
  return { aws, region: await aws.region(), stacks, logGroups: groups.map(({ logGroupName = '' }) => logGroupName) };
}

/** Those that have been made since. */
export async function groupsOfStacks(aws: Aws, stacks: readonly Stack[]): Promise<readonly string[]> {
  return stacks.length ? (await groupsNamed(aws, PREFIX)).map(({ logGroupName = '' }) => logGroupName).filter(isOf(stacks)) : [];
}

/** One line for each thing. */
export function linesOf({ region, stacks, logGroups }: Remains): readonly string[] {
  return [
    ...stacks.map(({ StackName, StackStatus, CreationTime }) => (
      `stack ${StackName} of ${CreationTime?.toISOString()} in ${region}, ${StackStatus}`
    )),
    ...logGroups.map((name) => `log group ${name} in ${region}`),
  ];
}

/** Names that CloudFormation makes begin with that of the stack. */
function isOf(stacks: readonly Stack[]): (name: string) => boolean {
  return (name) => stacks.some(({ StackName }) => name.startsWith(`${StackName}-`));
}

async function groupsNamed({ logs }: Aws, logGroupNamePrefix: string): Promise<readonly LogGroup[]> {
  const found: LogGroup[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
    found.push(...page.logGroups ?? []);
    ({ nextToken } = page);
  } while (nextToken);
  return found;
}

/** Without permission to read it, the group counts as somebody else's. */
async function tagOfGroup({ logs }: Aws, { logGroupArn: resourceArn }: LogGroup): Promise<string | undefined> {
  try {
    return (await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags?.[TAG];
  } catch (error) {
    if (failureOf(error).isDenied || isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
