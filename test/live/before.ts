import { Stack } from '@aws-sdk/client-cloudformation';
import { failureOf } from './aws';
import { Choice, Outside } from './choice';
import { cleanUp, CleanUp } from './cleanup';
import { otherRegions, regionsLike } from './partition';
import { linesOf, Remains, remainsIn } from './remains';
import { Time } from './time';

/** What runs have left, and what could not be read. */
export interface Found {
  /** First the other Regions: the stack that names them is in the last one. */
  readonly remains: readonly Remains[];
  readonly unread: readonly string[];
}

/** Longer than all tests together can take. */
const MAX_RUN_MS = 6 * 3_600_000;

/**
 * Looks in the Region of the run, in those that are named by the tag of a stack there, and in those in which this run makes stacks or is to
 * clean up.
 *
 * @throws if the Region of the run cannot be read
 */
export async function look({ tests, regions }: Choice, { aws, say }: Pick<Outside, 'aws' | 'say'>): Promise<Found> {
  const here = await remainsIn(aws);
  const isInOthers = tests.some((test) => test.isInOtherRegions);
  const ofTests = isInOthers ? regions ?? regionsLike(here.region) : [];
  const ofCleanUp = tests.length ? [] : regions ?? [];
  const others = new Set([...otherRegions(here.stacks, here.region), ...ofTests, ...ofCleanUp]);
  others.delete(here.region);
  const unread: string[] = [];
  const found = await Promise.all([...others].map(async (region) => {
    try {
      return await remainsIn(aws.in(region));
    } catch (error) {
      const { isCredentials, isDenied, line } = failureOf(error);
      // In a Region that is not enabled or not allowed, nobody can have made anything.
      if (isCredentials || isDenied) say(`not looked at: ${region}: ${line}`);
      else unread.push(`${region}: ${line}`);
      return undefined;
    }
  }));
  return { remains: [...found.filter((one) => one !== undefined), here], unread };
}

/** A line about a stack of another run that may be under way: to remove it would spoil that run. */
export function otherRun({ remains }: Found, time: Time): string | undefined {
  const isYoung = (created: Date | undefined) => created !== undefined && time.now() < created.getTime() + MAX_RUN_MS;
  const isBusy = ({ StackStatus, CreationTime }: Stack) => StackStatus?.endsWith('IN_PROGRESS') || isYoung(CreationTime);
  const [line] = remains.flatMap((one) => linesOf({ ...one, stacks: one.stacks.filter(isBusy), logGroups: [] }));
  return line && `another run may be under way (${line}); if none is, npm run live -- --clean removes what is there`;
}

/** Gives one line for each thing that is still there. */
export async function removeAll(around: CleanUp, { remains, unread }: Found): Promise<readonly string[]> {
  const left = [...unread];
  for (const one of remains) {
    const isKept = left.length > 0;
    const stays = one.stacks.filter((stack) => isKept && otherRegions([stack], one.region).length);
    const stacks = one.stacks.filter((stack) => !stays.includes(stack));
    left.push(...stays.map(({ StackName }) => `${one.region}: stack ${StackName}: its tag names the other Regions, in which something is left`));
    left.push(...await cleanUp(around, { ...one, stacks }).catch((error: unknown) => [`${one.region}: ${failureOf(error).line}`]));
  }
  return left;
}
