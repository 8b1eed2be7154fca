import { busiest, cluster, follow, nameOf, stopsIn } from './cluster';
import { EXIT } from '../../../src/cli/exit';
import { PUBLISHED_RATES } from '../../../src/facts/rate';
import { Lab } from '../../../src/lab/lab';
import { callFake, TaskRule } from '../../../src/lab/world';
import { imageGone, silentCrash } from '../../lifecycle/rules';
import { Line, Ran } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(180_000);

const SERVICES = 60;
const BROKEN = Array.from({ length: 20 }, (_, i) => 3 * i + 1);

/** Seconds between two looks at a service: those that were printed last before this moment, or 5. */
function pollAt(lines: readonly Line[], ms: number): number {
  const said = lines.filter(({ at }) => at <= ms).flatMap(({ text }) => /share the rates of AWS: each is looked at every (\d+) s/.exec(text)?.[1] ?? []);
  return Number(said.at(-1) ?? 5);
}

interface Lateness {
  readonly service: string;
  readonly seconds: number;
  readonly polls: number;
}

/** Between a fact of each service and the line about it. */
function lateness(lines: readonly Line[], facts: ReadonlyMap<string, number>, lineOf: (service: string) => RegExp): readonly Lateness[] {
  return [...facts].map(([service, fact]) => {
    const at = lines.find(({ text }) => lineOf(service).test(text))?.at ?? NaN;
    const seconds = (at - fact) / 1000;
    return { service, seconds, polls: seconds / pollAt(lines, at) };
  });
}

function completedIn(lab: Lab): ReadonlyMap<string, number> {
  const good = Array.from({ length: SERVICES }, (_, i) => i + 1).filter((n) => !BROKEN.includes(n)).map(nameOf);
  return new Map(good.map((service) => {
    const { serviceDeployments } = callFake(lab.world, 'ecs', 'ListServiceDeployments', { cluster: 'prod', service }) as { serviceDeployments: { finishedAt?: Date }[] };
    return [service, serviceDeployments[0].finishedAt?.getTime() ?? NaN];
  }));
}

const NOT_LATE = { isLate: false };
const judged = (all: readonly Lateness[]) => all.map(({ service, polls }) => ({ service, isLate: !(polls <= 2) }));

describe('60 services of a cluster, 20 of them broken: no line more than two polls late, below half of the published rates', () => {
  test.each<[string, TaskRule, number, string]>([
    ['the image is gone: the first task decides', imageGone, 0, 'image-not-found'],
    ['the application exits: the second task decides', silentCrash, 1, 'app-crashed'],
  ])('%s', async (_, rule, decisive, cause) => {
    const lab = await cluster(SERVICES, BROKEN, [rule]);
    const run = await follow(lab, ['prod']);
    expect({ code: run.code, err: run.err }).toEqual({ code: EXIT.failed, err: '' });
    expectOutcomes(run, cause);
    const stops = new Map(BROKEN.map((n) => [nameOf(n), stopsIn(lab).get(nameOf(n))?.[decisive] ?? NaN] as const));
    const failed = lateness(run.lines, stops, (service) => new RegExp(`${service}: the deployment fails`));
    const deployed = lateness(run.lines, completedIn(lab), (service) => new RegExp(`${service}  done`));
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ cause, failed: spread(failed), deployed: spread(deployed), said: run.out.match(/.*share the rates.*/g) })}\n`);
    expect(judged(failed)).toEqual(failed.map(({ service }) => ({ service, ...NOT_LATE })));
    expect(judged(deployed)).toEqual(deployed.map(({ service }) => ({ service, ...NOT_LATE })));
    for (const { perSecond, calls } of PUBLISHED_RATES) {
      expect({ calls, isBelowHalf: busiest(lab, calls) < perSecond / 2 }).toEqual({ calls, isBelowHalf: true });
    }
    expect(lab.calls.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

const spread = (all: readonly Lateness[]) => {
  const seconds = all.map((one) => one.seconds).sort((a, b) => a - b);
  return { min: seconds[0], median: seconds[Math.floor(seconds.length / 2)], max: seconds.at(-1) };
};

function expectOutcomes({ out }: Ran, cause: string): void {
  const last = out.trim().split('\n').at(-1);
  const names = BROKEN.map((n) => `${nameOf(n)} [${cause}]`).join(', ');
  expect(last).toContain(`60 services: ${BROKEN.length} failed (${names}); ${SERVICES - BROKEN.length} deployed`);
}
