import { CfnResource } from 'aws-cdk-lib';
import { judge, play } from './play';
import { Scenario } from './scenario';
import { passing } from './scenarios/passing';
import { rollback } from './scenarios/rollback';
import { rolling } from './scenarios/rolling';
import { strategies } from './scenarios/strategies';
import { notMoving } from './scenarios/stuck';
import { update } from './scenarios/update';
import { Version } from './shop';
import { Switches } from '../../src/lab/world';

/** Everything in which AWS may be late, at once. */
const LATE: Switches = { lastUpdatedTime: 'end', stackStatusLag: 10, iam: { policyEffectiveAfter: 30 }, logs: { emptyTailPages: 3 } };
/** Between the last two operations: what lags by ten seconds shows the end of the operation before. */
const PAUSE_SECONDS = 15 * 60;

const scenarios = [update, rollback, rolling, strategies, notMoving, passing].flatMap(({ title, scenarios: all }) => (
  all.map((scenario) => [`${title}: ${scenario.name}`, scenario] as const)
));
/** Updates that are played without faults, and without a person. */
const updates = scenarios.filter(([, { versions = [], last, meanwhile, world, expect: { broken } }]) => (
  versions.length > 1 && !last && !meanwhile && !world?.faults && !broken
));
const broken = updates.filter(([, { expect: { first } }]) => first === 'diagnosis');
const healthy = updates.filter(([, { expect: { first, status } }]) => first === undefined && status === 'UPDATE_COMPLETE');

/** `npm run test:late` plays all of them, `npm test` every third. */
const played = <T>(list: readonly T[]) => (process.env.LATE === 'all' ? list : list.filter((_, index) => index % 3 === 0));

/**
 * The same version, in which the function gets another role. So in the update that is played every policy of the function is new: one that
 * was made with the stack would have taken effect long ago.
 */
const withNewRole = (version: Version): Version => ({
  ...version,
  more: (stack, api) => {
    version.more?.(stack, api);
    const isRole = (one: unknown): one is CfnResource => CfnResource.isCfnResource(one) && one.cfnResourceType === 'AWS::IAM::Role';
    stack.node.findAll().filter(isRole).filter(({ node }) => node.path.includes('/EcsDeploymentDiagnosisFunction/'))
      .forEach((role) => role.overrideLogicalId('EcsDeploymentDiagnosisFunctionNewRole'));
  },
});
/** ECS may give up a deployment whose tasks all fail before IAM permits anything (docs/decisions/0007-chain.md, "What remains"). */
const withoutBreaker = (version: Version): Version => (
  { ...version, service: { circuitBreaker: { rollback: true, enable: false }, ...version.service } }
);
/** In the cleanup of an update that removes the service, the function makes no call. */
const hasWatch = ({ versions = [] }: Scenario) => !versions.at(-1)?.plain && !versions.at(-1)?.withoutService;

/** The same end, for the same cause. When it comes is another matter, and so is which look shows first that the watch may end. */
async function playLate(scenario: Scenario): Promise<void> {
  const { world, versions = [], expect: { verdict: _, seconds: __, because, ...rest } } = scenario;
  const expected = rest.first === 'diagnosis' ? { ...rest, because } : rest;
  const switches = { ...world?.switches, ...LATE };
  const last = versions.slice(-1).map(withNewRole).map((version) => (rest.first === 'diagnosis' ? withoutBreaker(version) : version));
  const outcome = await play({ ...scenario, versions: [...versions.slice(0, -1), ...last], world: { ...world, switches } }, PAUSE_SECONDS);
  judge({ expect: expected }, outcome);
  const denied = outcome.lab.calls.filter(({ at, error }) => at >= outcome.result.startedAt && /^AccessDenied/.test(error ?? ''));
  if (hasWatch(scenario)) expect(denied.length).toBeGreaterThan(0);
}

describe('LastUpdatedTime at the end, DescribeStacks 10 s late, policies denying for 30 s, empty pages of log lines: all at once', () => {
  test('there are updates of both kinds', () => expect([broken.length, healthy.length].every((n) => n >= 10)).toBe(true));
  test.each(played(broken))('still diagnosed: %s', async (_, scenario) => playLate(scenario));
  test.each(played(healthy))('still completes: %s', async (_, scenario) => playLate(scenario));
});
