import { aws_ecs as ecs } from 'aws-cdk-lib';
import { crash, imageGone } from './rules';
import { assembly, lab, Version } from './shop';
import { DiagnosedFargateService } from '../../src';
import type { Fault } from '../../src/lab/faults';
import type { OperationResult } from '../../src/lab/lab';
import type { TaskRule } from '../../src/lab/world';

// Real child processes: on a busy machine one deployment may take seconds.
jest.setTimeout(120_000);

const DIAGNOSIS = 'Custom::EcsDeploymentDiagnosis';
const bad: Version = { imageTag: '1.42.0' };

/** Seconds of the FAILED answer, with its cause. */
async function verdict(rules: readonly TaskRule[], faults: readonly Fault[] = [], seed = 7) {
  const l = await lab(rules, { faults, seed });
  const result = await l.deploy({ assembly: assembly(bad) });
  const failed = result.events.find((e) => e.resourceType === DIAGNOSIS && e.status === 'CREATE_FAILED' && e.reason?.includes('Message returned'));
  return { seconds: failed?.seconds ?? NaN, cause: /\[([a-z-]+)\]/.exec(failed?.reason ?? '')?.[1] };
}

describe('throttled calls', () => {
  const POLL_SECONDS = 5;
  const SEEDS = [1, 2, 3, 4, 7];
  const broken = { 'image tag missing': imageGone, 'application exits': crash };

  // "Throttled to one in three" can be read both ways; what holds for the harder one is wanted for both.
  describe.each([['one call of three is refused', 1 / 3], ['one call of three gets through', 2 / 3]])('%s', (_, probability) => {
    const faults = ['cloudformation', 'ecs', 'elb', 'logs'].map((service): Fault => ({ service, kind: 'throttle', probability }));
    test.each(Object.entries(broken))('%s: the same cause, at most three polls later, with every seed', async (__, rule) => {
      for (const seed of SEEDS) {
        const [undisturbed, throttled] = [await verdict([rule], [], seed), await verdict([rule], faults, seed)];
        expect(`${seed}: ${throttled.cause}`).toBe(`${seed}: ${undisturbed.cause}`);
        expect(throttled.seconds - undisturbed.seconds).toBeLessThanOrEqual(3 * POLL_SECONDS);
      }
    });
  });
});

describe('the function dies at any poll', () => {
  const polls = [2, 3, 4, 5, 6, 7];
  test.each(['crash', 'crashAfter'] as const)('%s: the same verdict, within a retry of the waiter', async (kind) => {
    const undisturbed = await verdict([crash]);
    for (const calls of polls) {
      const { seconds, cause } = await verdict([crash], [{ service: 'lambda', operation: 'Invoke', calls, kind }]);
      expect(`${calls}: ${cause}`).toBe(`${calls}: ${undisturbed.cause}`);
      expect(seconds - undisturbed.seconds).toBeLessThanOrEqual(10);
    }
  });
});

test('a Lambda quota of 10 and 20 services at once: no later than 30 s after the same without diagnosis', async () => {
  const twenty = (plain: boolean): Version => ({
    plain,
    more: (stack, api) => {
      const { cluster } = api!;
      const taskDefinition = api!.taskDefinition as ecs.FargateTaskDefinition;
      for (let n = 1; n < 20; n++) {
        const props = { cluster, taskDefinition, minHealthyPercent: 100, desiredCount: 2 };
        if (plain) new ecs.FargateService(stack, `Api${n}`, props);
        else new DiagnosedFargateService(stack, `Api${n}`, props);
      }
    },
  });
  const run = async (plain: boolean): Promise<OperationResult> => {
    const l = await lab([], { lambdaConcurrency: 10 });
    const result = await l.deploy({ assembly: assembly(twenty(plain)) });
    expect(l.functions.peak).toBeLessThanOrEqual(10);
    return result;
  };
  const [without, withDiagnosis] = [await run(true), await run(false)];
  expect([without.stackStatus, withDiagnosis.stackStatus]).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE']);
  expect(withDiagnosis.events.filter((e) => e.resourceType === DIAGNOSIS && e.status === 'CREATE_COMPLETE')).toHaveLength(20);
  expect(withDiagnosis.seconds - without.seconds).toBeLessThanOrEqual(30);
});
