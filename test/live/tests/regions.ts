import { aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { failureOf } from '../aws';
import { cleanUpRun } from '../cleanup';
import { inlineFunction } from '../inline';
import { Kit } from '../kit';
import { liveTest } from '../model';
import { regionsLike } from '../partition';
import { checked, settled } from '../questions';
import { Interrupted } from '../time';

interface Region {
  readonly region: string;
  /** Why nothing could be created there: most often the Region is not enabled. */
  readonly skipped?: string;
  /** Reason of the failure of each function that CloudFormation refused, by architecture. */
  readonly refused: { readonly [architecture: string]: string };
  readonly isInterrupted?: boolean;
}

export const l9 = liveTest<{ readonly regions: readonly Region[] }>({
  id: 'L9',
  title: 'The function in every Region that is enabled',
  minutes: 5,
  dollars: 0,
  settles: 'Regions that refuse nodejs24.x, x86_64, arm64 or LoggingConfig',
  isInOtherRegions: true,
  run: async (kit) => {
    const names = kit.around.regions ?? regionsLike(kit.around.region);
    const regions = await Promise.all(names.map((region) => tryIn(kit, region)));
    if (regions.some(({ isInterrupted }) => isInterrupted)) throw new Interrupted();
    return { regions };
  },
  judge: ({ regions }) => {
    const tried = regions.filter(({ skipped }) => skipped === undefined);
    const refusing = (name: string) => tried.filter(({ refused }) => refused[name] !== undefined);
    const list = (found: readonly Region[], name: string) => found.map(({ region, refused }) => `${region}: ${refused[name]}`).join('; ');
    return [
      checked('Each accepts nodejs24.x on x86_64 with LoggingConfig', tried.length ? !refusing(X86).length : undefined,
        list(refusing(X86), X86) || `${tried.length} Regions`),
      settled('Regions that refuse arm64', tried.length ? list(refusing(ARM), ARM) || 'none' : undefined),
      { question: 'Regions that were left out', outcome: 'open', answer: regions.filter((r) => r.skipped).map((r) => r.region).join(', ') || 'none' },
    ];
  },
});

const NAME = 'l9', X86 = 'x86_64', ARM = 'arm64';
const NOTHING = 'exports.handler = async () => undefined;';

function functions(stack: Stack): void {
  const runtime = new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
  for (const architecture of [lambda.Architecture.X86_64, lambda.Architecture.ARM_64]) {
    inlineFunction(stack, architecture.name === ARM ? 'Arm' : 'X86', NOTHING, { runtime, architecture });
  }
}

async function tryIn({ around }: Kit, region: string): Promise<Region> {
  const aws = around.aws.in(region);
  const kit = new Kit({ ...around, aws, region, folder: `${around.folder}/${region}` });
  let isRefused = false;
  try {
    // Without rollback each function has an outcome of its own.
    const started = await kit.create({ name: NAME, rollback: false, build: functions }).catch((error: unknown) => {
      // If only the answer was lost, the stack can be there.
      isRefused = !failureOf(error).passes;
      throw error;
    });
    const { events } = await kit.follow(started, { maxMinutes: 10 });
    const failed = events.filter(({ type, status }) => type === 'AWS::Lambda::Function' && status.endsWith('_FAILED'));
    const architectureOf = (logicalId: string) => (logicalId.startsWith('Arm') ? ARM : X86);
    return { region, refused: Object.fromEntries(failed.map(({ logicalId, reason = '' }) => [architectureOf(logicalId), reason])) };
  } catch (error) {
    return { region, skipped: failureOf(error).line, refused: {}, ...error instanceof Interrupted && { isInterrupted: true } };
  } finally {
    // Its own stack only: in the Region of the run the others are still needed.
    if (!isRefused) (await cleanUpRun({ ...around, time: around.cleanUpTime, aws }, NAME)).forEach((line) => around.leave(line));
  }
}
