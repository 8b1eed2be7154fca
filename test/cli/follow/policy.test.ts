import { shift, V1, V2 } from './deploys';
import { advance, newlyFollowed, Rules } from '../../../src/cli/follow/advance';
import { Followed } from '../../../src/cli/follow/model';
import { DEFAULT_OPTIONS } from '../../../src/contract';
import { Decision, History, newHistory } from '../../../src/decision/model';
import { observe } from '../../../src/decision/observe';
import { diagnose } from '../../../src/diagnosis/engine';
import { watchedDeployment } from '../../../src/diagnosis/read';
import { Frame } from '../../../src/facts/model';
import { isInProgress } from '../../../src/facts/operation';
import { createLab } from '../../../src/lab/lab';
import { DeploymentRule, TaskRule } from '../../../src/lab/world';
import { buildAll } from '../../corpus/recordings';
import { answers404, crash, imageGone, inOperation, silentCrash } from '../../lifecycle/rules';
import { ALARMS, HOOK, onUpdate, PAUSE } from '../../lifecycle/shifting';
import { assembly, Version } from '../../lifecycle/shop';

jest.setTimeout(120_000);

const RULES: Rules = { until: 'deployed', onFailure: 'explain', timeout: DEFAULT_OPTIONS.timeoutSeconds };

/** The watcher's decision about each frame, until CloudFormation itself has decided. */
async function watcher(frames: readonly Frame[]): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  let history: History = newHistory(frames[0].at);
  for (const frame of frames) {
    const input = { history, now: frame.at, options: DEFAULT_OPTIONS };
    const seen = await observe(input, {}, { look: async () => ({ frame, memory: {} }), diagnose });
    ({ history } = seen);
    decisions.push(seen.decision);
  }
  return decisions;
}

/** What follow makes of the same facts, without CloudFormation's. */
async function follower(frames: readonly Frame[]): Promise<{ readonly decisions: readonly Decision[]; readonly followed: Followed }> {
  const decisions: Decision[] = [];
  let followed = newlyFollowed({ cluster: 'prod', service: 'web' }, frames[0].at);
  for (const seen of frames) {
    const frame = { ...seen, operation: { deploymentId: seen.operation?.deploymentId } };
    const input = { history: followed.history, now: frame.at, options: DEFAULT_OPTIONS };
    const observation = await observe(input, {}, { look: async () => ({ frame, memory: {} }), diagnose });
    ({ followed } = advance(followed, observation, frame.at, RULES));
    decisions.push(observation.decision);
  }
  return { decisions, followed };
}

/** ECS's facts decide as long as CloudFormation waits for the service. */
const undecided = ({ operation }: Frame) => Boolean(operation?.deploymentId) && isInProgress(operation?.stackStatus)
  && /_IN_PROGRESS$/.test(operation?.resourceStatus ?? '');

describe('the same decision as the watcher about the same facts, look by look', () => {
  test.each<[string, readonly [Version, Version], readonly TaskRule[], readonly DeploymentRule[], string | undefined]>([
    ['rolling', [V1, V2], [], [], undefined],
    ['rolling, image gone', [V1, V2], [inOperation(2, imageGone)], [], 'image-not-found'],
    ['rolling, application exits', [V1, V2], [inOperation(2, silentCrash)], [], 'app-crashed'],
    ['rolling, a setting is missing', [V1, V2], [inOperation(2, crash)], [], 'app-config-missing'],
    ['one failure that heals', [V1, V2], [inOperation(2, { ...silentCrash, when: { failFirst: 1 } })], [], undefined],
    ['health check answers 404', [{ ...V1, loadBalanced: true }, { ...V2, loadBalanced: true }], [inOperation(2, answers404)], [], 'elb-health-check-status'],
    ['blue/green with a pause', shift({ LifecycleHooks: [{ ...HOOK, ...PAUSE, LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'] }] }), [], onUpdate({ hooks: { POST_TEST_TRAFFIC_SHIFT: { after: 300, action: 'CONTINUE' } } }), undefined],
    ['canary, image gone', shift({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }), [inOperation(2, imageGone)], [], 'image-not-found'],
    ['an alarm in the bake time', shift({ ...ALARMS, BakeTimeInMinutes: 5 }), [], onUpdate({ alarm: { after: 200 } }), 'alarm-rollback'],
  ])('%s', async (_, [before, next], rules, deployments, cause) => {
    const lab = await createLab({ record: true, scenario: { scenario: 1, seed: 7, services: { Api: { rules, deployments } } } });
    try {
      await lab.deploy({ assembly: assembly(before) });
      await lab.deploy({ assembly: assembly(next) });
      const frames = (lab.recording().frames as readonly Frame[]).filter(undecided);
      const second = frames.filter(({ operation }) => operation?.deploymentId === frames.at(-1)?.operation?.deploymentId);
      expect(second.length).toBeGreaterThan(3);
      const { decisions, followed } = await follower(second);
      expect(decisions).toEqual(await watcher(second));
      expect(followed.failed?.causeId).toBe(cause);
    } finally {
      await lab.close();
    }
  });

  test('every fourth text of the corpus, seen again and again for twenty minutes', async () => {
    // Without a service and a deployment there is nothing to follow.
    const some = buildAll().filter((_, i) => i % 4 === 0).map(({ name, recording }) => ({ ...recording.frames[0], name }));
    const seen = some.filter((frame) => frame.service && watchedDeployment(frame)?.id);
    expect(seen.length).toBeGreaterThan(80);
    for (const first of seen) {
      const begin = Date.parse(first.at);
      const frames = [0, 5, 60, 240, 600, 1200].map((s): Frame => ({
        ...first,
        at: new Date(begin + s * 1000).toISOString(),
        operation: { stackStatus: 'UPDATE_IN_PROGRESS', resourceStatus: 'UPDATE_IN_PROGRESS', deploymentId: watchedDeployment(first)?.id },
      }));
      const { decisions } = await follower(frames);
      expect({ name: first.name, decisions }).toEqual({ name: first.name, decisions: await watcher(frames) });
    }
  });
});
