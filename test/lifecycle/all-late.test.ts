import { judge, play } from './play';
import { Scenario } from './scenario';
import { passing } from './scenarios/passing';
import { rollback } from './scenarios/rollback';
import { rolling } from './scenarios/rolling';
import { strategies } from './scenarios/strategies';
import { notMoving } from './scenarios/stuck';
import { update } from './scenarios/update';
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

/** The same end, for the same cause. When it comes is another matter, and so is which look shows first that the watch may end. */
async function playLate(scenario: Scenario): Promise<void> {
  const { world, expect: { verdict: _, seconds: __, because, ...rest } } = scenario;
  const expected = rest.first === 'diagnosis' ? { ...rest, because } : rest;
  const switches = { ...world?.switches, ...LATE };
  judge({ expect: expected }, await play({ ...scenario, world: { ...world, switches } }, PAUSE_SECONDS));
}

describe('LastUpdatedTime at the end, DescribeStacks 10 s late, policies denying for 30 s, empty pages of log lines: all at once', () => {
  test('there are updates of both kinds', () => expect([broken.length, healthy.length].every((n) => n >= 10)).toBe(true));
  test.each(played(broken))('still diagnosed: %s', async (_, scenario) => playLate(scenario));
  test.each(played(healthy))('still completes: %s', async (_, scenario) => playLate(scenario));
});
