import { aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Aws, failureOf } from '../aws';
import { cleanUp } from '../cleanup';
import { inlineFunction } from '../inline';
import { Kit } from '../kit';
import { liveTest } from '../model';
import { checked, settled } from '../questions';

interface Region {
  readonly region: string;
  /** Why nothing could be created there: most often the Region is not enabled. */
  readonly skipped?: string;
  /** Reason of the failure of each function that CloudFormation refused, by architecture. */
  readonly refused: { readonly [architecture: string]: string };
}

export const l9 = liveTest<{ readonly regions: readonly Region[] }>({
  id: 'L9',
  title: 'The function in every Region that is enabled',
  minutes: 5,
  dollars: 0,
  settles: 'Regions that refuse nodejs24.x, x86_64, arm64 or LoggingConfig',
  notInLab: 'the lab plays one Region, and knows nothing of what others refuse',
  run: async (kit) => {
    const regions = kit.around.regions ?? regionsLike(kit.around.region);
    return { regions: await Promise.all(regions.map((region) => tryIn(kit, region))) };
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

const X86 = 'x86_64', ARM = 'arm64';
const NOTHING = 'exports.handler = async () => undefined;';

/** Regions of the partition of this one. */
export function regionsLike(region: string): readonly string[] {
  const partition = RegionInfo.get(region).partition ?? 'aws';
  return RegionInfo.regions.filter((one) => one.partition === partition).map(({ name }) => name);
}

function functions(stack: Stack): void {
  const runtime = new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, { supportsInlineCode: true });
  for (const architecture of [lambda.Architecture.X86_64, lambda.Architecture.ARM_64]) {
    inlineFunction(stack, architecture.name === ARM ? 'Arm' : 'X86', NOTHING, { runtime, architecture });
  }
}

async function tryIn({ around }: Kit, region: string): Promise<Region> {
  const aws: Aws = around.aws.in(region);
  const kit = new Kit({ ...around, aws, region, folder: `${around.folder}/${region}` });
  const clean = () => cleanUp({ ...around, time: around.cleanUpTime, aws });
  try {
    await clean();
    // Without rollback each function has an outcome of its own.
    const started = await kit.create({ name: 'l9', rollback: false, build: functions });
    const { events } = await kit.follow(started, { maxMinutes: 10 });
    const failed = events.filter(({ type, status }) => type === 'AWS::Lambda::Function' && status.endsWith('_FAILED'));
    const architectureOf = (logicalId: string) => (logicalId.startsWith('Arm') ? ARM : X86);
    return { region, refused: Object.fromEntries(failed.map(({ logicalId, reason = '' }) => [architectureOf(logicalId), reason])) };
  } catch (error) {
    return { region, skipped: failureOf(error).line, refused: {} };
  } finally {
    await clean().catch(() => []);
  }
}
