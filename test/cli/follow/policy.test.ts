import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { placeIn, shift, V1, V2 } from './deploys';
import { expressService, followed as followExpress, IMAGE_GONE } from './express';
import { newlyFollowed, Rules } from '../../../src/cli/follow/advance';
import { lookAt } from '../../../src/cli/follow/look';
import { Ending, Followed } from '../../../src/cli/follow/model';
import { DEFAULT_TIMEOUT_SECONDS } from '../../../src/cli/follow/wanted';
import { CustomResourceRequest, DiagnosisResourceProperties } from '../../../src/contract';
import { Decision, History } from '../../../src/decision/model';
import { diagnose } from '../../../src/diagnosis/engine';
import { watchedDeployment } from '../../../src/diagnosis/read';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { Cache } from '../../../src/facts/aws/reading';
import { Frame, Recording } from '../../../src/facts/model';
import { createLab, Lab } from '../../../src/lab/lab';
import { callFake, DeploymentRule, TaskRule } from '../../../src/lab/world';
import { judge } from '../../../src/runtime/judge';
import { Ports } from '../../../src/runtime/ports';
import { newWatch, onStatesClock, Watch } from '../../../src/runtime/state';
import { buildAll } from '../../corpus/recordings';
import { DAEMON, plainOnInstances } from '../../lifecycle/instances';
import { answers404, crash, imageGone, inOperation, silentCrash } from '../../lifecycle/rules';
import { ALARMS, HOOK, onUpdate, PAUSE } from '../../lifecycle/shifting';
import { assembly, Version } from '../../lifecycle/shop';

jest.setTimeout(120_000);

const RULES: Rules = { until: 'deployed', onFailure: 'explain', timeout: DEFAULT_TIMEOUT_SECONDS };

/** A decision as both sides show it. `failures`: how many of each cause are counted. */
interface Verdict {
  readonly kind: Decision['kind'];
  readonly because?: string;
  readonly seconds: number;
  readonly failures: History['failures'];
}

/** The request of CloudFormation for the update of the service. */
const EVENT: CustomResourceRequest = {
  RequestType: 'Update', ResourceType: 'Custom::EcsDeploymentDiagnosis', RequestId: 'r-1', LogicalResourceId: 'Diagnosis',
  StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1',
  PhysicalResourceId: 'Diagnosis-diagnosis', ResponseURL: 'https://example.com/answer',
  ResourceProperties: properties('shop:2'), OldResourceProperties: properties('shop:1'),
};

function properties(TaskDefinition: string): DiagnosisResourceProperties {
  return {
    ServiceToken: 'token', ServiceLogicalId: 'Service', StateMachineArn: 'machine', Options: '{}', ServicePath: 'Shop/Api',
    Service: { Cluster: 'prod', TaskDefinition },
  };
}

/** Shortly after the request the watcher waits for the new status of the stack, which follow does not read. */
const SINCE_REQUEST_SECONDS = 15;

const KINDS = { SUCCESS: 'succeed', FAILED: 'fail' } as const;

/** What the function of the watcher makes of each frame, until CloudFormation itself has decided. */
async function watcher(frames: readonly Frame[]): Promise<readonly Verdict[]> {
  const [{ at: begun }] = frames;
  const verdicts: Verdict[] = [];
  let watch: Watch = { ...onStatesClock(newWatch(EVENT, begun), begun), firstWaitSeconds: SINCE_REQUEST_SECONDS };
  for (const frame of frames) {
    const { reply, waitSeconds, ...judged } = await judge(watch, frame.at, portsFor(frame));
    ({ watch } = judged);
    const kind = reply ? KINDS[reply.status] : 'wait';
    verdicts.push({ kind, because: watch.lastBecause, seconds: waitSeconds, failures: watch.history.failures });
  }
  return verdicts;
}

function portsFor(frame: Frame): Ports {
  const unused = (): never => { throw new Error('a look needs none of this'); };
  return {
    now: () => Date.parse(frame.at), sleep: async () => undefined, log: () => undefined,
    look: async () => ({ frame, memory: {} }), diagnose, renderReason: () => '', renderFull: () => '',
    startExecution: unused, answersTo: unused, deliver: unused,
  };
}

const CONTEXT = { aws: {} as AccountApi, cache: new Cache(), wanted: {}, rules: RULES, waitUntil: 0, thorough: true };

/** What the looks of follow make of the same facts, without CloudFormation's. */
async function follower(
  frames: readonly Frame[],
): Promise<{ readonly verdicts: readonly Verdict[]; readonly followed: Followed; readonly ending?: Ending }> {
  const verdicts: Verdict[] = [];
  let followed = newlyFollowed({ cluster: 'prod', service: 'web' }, frames[0].at);
  let ending: Ending | undefined;
  for (const seen of frames) {
    const { deploymentId } = seen.operation ?? {};
    const frame = { ...seen, operation: { deploymentId } };
    const context = { ...CONTEXT, at: () => frame.at };
    const read = async () => ({ frame, memory: { ...deploymentId && { deploymentId } } });
    ({ followed } = await lookAt({ ...followed, ending: undefined }, context, frame.at, read));
    ending ??= followed.ending;
    const { decision, history: { failures } } = followed;
    if (!decision) throw new Error('the look found no deployment');
    verdicts.push({ kind: decision.kind, because: decision.because, seconds: decision.kind === 'wait' ? decision.seconds : 0, failures });
  }
  return { verdicts, followed, ending };
}

const IN_PROGRESS = { stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_IN_PROGRESS' };

/** ECS's facts decide as long as CloudFormation waits for the update of the service. */
const undecided = ({ operation }: Frame) => Boolean(operation?.deploymentId) && operation?.stackStatus === 'UPDATE_IN_PROGRESS'
  && /_IN_PROGRESS$/.test(operation?.resourceStatus ?? '');

/** Follow ends after `--timeout`, before the watcher. */
const isInTime = (first: Frame) => ({ at }: Frame) => Date.parse(at) - Date.parse(first.at) < DEFAULT_TIMEOUT_SECONDS * 1000;

type Row = readonly [
  name: string, versions: readonly [Version, Version], rules: readonly TaskRule[], deployments: readonly DeploymentRule[],
  cause: string | undefined,
];

/** A person deploys again, so many seconds after the stack operation began. */
const deployAgain = (seconds: number) => (lab: Lab) => lab.at(seconds, () => {
  callFake(lab.world, 'ecs', 'UpdateService', { ...placeIn(lab), forceNewDeployment: true });
});

/** A lab in which the service is updated, and the frames of the deployment that the update began. */
async function framesOf([, [before, next], rules, deployments]: Row, meanwhile?: (lab: Lab) => void): Promise<readonly Frame[]> {
  const lab = await createLab({ record: true, scenario: { scenario: 1, seed: 7, services: { Api: { rules, deployments } } } });
  try {
    await lab.deploy({ assembly: assembly(before) });
    meanwhile?.(lab);
    await lab.deploy({ assembly: assembly(next) });
    const frames = (lab.recording().frames as readonly Frame[]).filter(undecided);
    return frames.filter(({ operation }) => operation?.deploymentId === frames[0].operation?.deploymentId).filter(isInTime(frames[0]));
  } finally {
    await lab.close();
  }
}

describe('the same decision as the watcher about the same facts, look by look', () => {
  test.each<Row>([
    ['rolling', [V1, V2], [], [], undefined],
    ['rolling, image gone', [V1, V2], [inOperation(2, imageGone)], [], 'image-not-found'],
    ['rolling, application exits', [V1, V2], [inOperation(2, silentCrash)], [], 'app-crashed'],
    ['rolling, a setting is missing', [V1, V2], [inOperation(2, crash)], [], 'app-config-missing'],
    ['one failure that heals', [V1, V2], [inOperation(2, { ...silentCrash, when: { failFirst: 1 } })], [], undefined],
    ['health check answers 404', [{ ...V1, loadBalanced: true }, { ...V2, loadBalanced: true }], [inOperation(2, answers404)], [], 'elb-health-check-status'],
    ['blue/green with a pause', shift({ LifecycleHooks: [{ ...HOOK, ...PAUSE, LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] }), [], onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 300, action: 'CONTINUE' } } }), undefined],
    ['canary, image gone', shift({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }), [inOperation(2, imageGone)], [], 'image-not-found'],
    ['an alarm in the bake time', shift({ ...ALARMS, BakeTimeInMinutes: 5 }), [], onUpdate({ alarm: { after: 200 } }), 'alarm-rollback'],
    ['on instances, which a scaling group launches', plainOnInstances({}, true), [], [], undefined],
    ['on instances, image gone', plainOnInstances({}, true), [inOperation(2, imageGone)], [], 'image-not-found'],
    ['daemon', plainOnInstances(DAEMON, false), [], [], undefined],
    ['daemon, image gone', plainOnInstances(DAEMON, false), [inOperation(2, imageGone)], [], 'image-not-found'],
  ])('%s', async (...row) => {
    const frames = await framesOf(row);
    expect(frames.length).toBeGreaterThan(3);
    const { verdicts, followed } = await follower(frames);
    expect(verdicts).toEqual(await watcher(frames));
    expect(followed.failed?.causeId).toBe(row[4]);
  });

  test.each<[string, number, Ending['outcome'], string | undefined]>([
    ['before a task has failed', 20, 'superseded', undefined],
    ['after tasks have failed', 60, 'failed', 'image-not-found'],
  ])('superseded %s', async (name, seconds, outcome, cause) => {
    const frames = await framesOf([name, [V1, V2], [inOperation(2, imageGone)], [], cause], deployAgain(seconds));
    const { verdicts, followed, ending } = await follower(frames);
    expect(verdicts).toEqual(await watcher(frames));
    expect(frames.at(-1)?.service?.deployments?.[0].id).not.toBe(frames[0].operation?.deploymentId);
    expect({ outcome: ending?.outcome, cause: followed.failed?.causeId }).toEqual({ outcome, cause });
  });

  test.each<[string, readonly TaskRule[], readonly DeploymentRule[], string | undefined]>([
    ['', [], [], undefined],
    [', image gone', [IMAGE_GONE], [], 'image-not-found'],
    [', an alarm', [], [{ alarm: { after: 200 } }], 'alarm-rollback'],
  // Our construct refuses services of Express Mode (docs/decisions/0004): the watcher gets the facts that follow saw.
  ])('Express Mode%s', async (_, rules, deployments, cause) => {
    const folder = mkdtempSync(join(tmpdir(), 'express-'));
    try {
      await followExpress(await expressService(rules, deployments), ['--record', folder]);
      const [file] = readdirSync(folder);
      const { frames: recorded } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recording;
      const frames = recorded.filter(({ operation }) => operation?.deploymentId).map((frame): Frame => ({
        ...frame, operation: { ...IN_PROGRESS, deploymentId: frame.operation?.deploymentId },
      }));
      expect(frames.length).toBeGreaterThan(3);
      const { verdicts, followed } = await follower(frames);
      expect(verdicts).toEqual(await watcher(frames));
      expect(followed.failed?.causeId).toBe(cause);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('every fourth text of the corpus, seen again and again for twenty minutes', async () => {
    // Without a service and a deployment there is nothing to follow.
    const some = buildAll().filter((_, i) => i % 4 === 0).map(({ name, recording }) => ({ ...recording.frames[0], name }));
    const seen = some.filter((frame) => frame.service && watchedDeployment(frame)?.id);
    expect(seen.length).toBeGreaterThan(80);
    for (const first of seen) {
      const begin = Date.parse(first.at);
      const frames = [0, 5, 60, 240, 600, 1195].map((s): Frame => ({
        ...first,
        at: new Date(begin + s * 1000).toISOString(),
        operation: { ...IN_PROGRESS, deploymentId: watchedDeployment(first)?.id },
      }));
      const { verdicts } = await follower(frames);
      expect({ name: first.name, verdicts }).toEqual({ name: first.name, verdicts: await watcher(frames) });
    }
  });
});
