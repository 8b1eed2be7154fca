import { busiest, follow, nameOf, stopsIn, updatedCluster } from './cluster';
import { completedIn, every, late, lateness, spread } from './lateness';
import { EXIT } from '../../../src/cli/exit';
import { PUBLISHED_RATES } from '../../../src/facts/rate';
import { TaskRule } from '../../../src/lab/world';
import { answers404, crash, imageGone, silentCrash } from '../../lifecycle/rules';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(60_000);

type Case = readonly [string, TaskRule, number, string];
const GONE: Case = ['the image is gone: the first task decides', imageGone, 0, 'image-not-found'];
const SILENT: Case = ['the application exits, and its log is empty: the second task decides', silentCrash, 1, 'app-crashed'];
const CRASH: Case = ['the application exits, and its log names the cause', crash, 1, 'app-config-missing'];
const NOT_FOUND: Case = ['health checks of the load balancer fail: the second task decides', answers404, 1, 'elb-health-check-status'];

const CASES = [
  ...[GONE, SILENT, CRASH, NOT_FOUND].map((one) => [5, 1, ...one] as const),
  [60, 3, ...NOT_FOUND] as const,
  ...[GONE, SILENT, NOT_FOUND].map((one) => [60, 1, ...one] as const),
];

test.each(CASES)('each service with its own target group and task definition, updated: %i services, one of %i broken, %s', async (services, nth, _, rule, decisive, cause) => {
  const broken = every(services, nth);
  const good = Array.from({ length: services }, (__, i) => i + 1).filter((n) => !broken.includes(n));
  const lab = await updatedCluster(services, broken, rule);
  const run = await follow(lab, ['prod']);
  const stopped = stopsIn(lab, ':2');
  const stops = new Map(broken.map((n) => [nameOf(n), stopped.get(nameOf(n))?.[decisive] ?? NaN] as const));
  const failed = lateness(run.lines, stops, (service) => new RegExp(`${service}: the deployment fails`));
  const deployed = lateness(run.lines, completedIn(lab, good.map(nameOf)), (service) => new RegExp(`${service}  done`));
  if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ services, nth, cause, failed: spread(failed), deployed: spread(deployed), rates: PUBLISHED_RATES.map(({ calls }) => busiest(lab, calls)) })}\n`);
  expect({ failed: late(failed), deployed: late(deployed) }).toEqual({ failed: [], deployed: [] });
  expect({ code: run.code, err: run.err }).toEqual({ code: EXIT.failed, err: '' });
  expect(run.out).not.toContain('share the rates of AWS');
  for (const { perSecond, calls } of PUBLISHED_RATES) {
    expect({ calls, isBelowHalf: busiest(lab, calls) < perSecond / 2 }).toEqual({ calls, isBelowHalf: true });
  }
});
