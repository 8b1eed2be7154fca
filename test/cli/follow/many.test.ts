import { busiest, cluster, create, follow, nameOf, stopsIn, updatedCluster } from './cluster';
import { completedIn, every, late, lateness, spread, TWO_POLLS } from './lateness';
import { EXIT } from '../../../src/cli/exit';
import { PUBLISHED_RATES } from '../../../src/facts/rate';
import { callFake, TaskRule } from '../../../src/lab/world';
import { crash, imageGone, silentCrash } from '../../lifecycle/rules';
import { openLab, Ran } from '../bundle';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(180_000);

describe.each([[5, 1], [60, 3], [60, 1]])('%i services of a cluster, one of %i broken: no line more than two polls late, below half of the published rates', (services, nth) => {
  const broken = every(services, nth);
  const good = Array.from({ length: services }, (_, i) => i + 1).filter((n) => !broken.includes(n));
  test.each<[string, TaskRule, number, string]>([
    ['the image is gone: the first task decides', imageGone, 0, 'image-not-found'],
    ['the application exits, and its log is empty: the second task decides', silentCrash, 1, 'app-crashed'],
    ['the application exits, and its log names the cause', crash, 1, 'app-config-missing'],
  ])('%s', async (_, rule, decisive, cause) => {
    const lab = await cluster(services, broken, [rule]);
    const run = await follow(lab, ['prod']);
    expect({ code: run.code, err: run.err }).toEqual({ code: EXIT.failed, err: '' });
    expectOutcomes(run, { services, broken, cause });
    const stops = new Map(broken.map((n) => [nameOf(n), stopsIn(lab).get(nameOf(n))?.[decisive] ?? NaN] as const));
    const failed = lateness(run.lines, stops, (service) => new RegExp(`${service}: the deployment fails`));
    const deployed = lateness(run.lines, completedIn(lab, good.map(nameOf)), (service) => new RegExp(`${service}  done`));
    if (process.env.FIGURES) process.stderr.write(`${JSON.stringify({ services, nth, cause, failed: spread(failed), deployed: spread(deployed), rates: PUBLISHED_RATES.map(({ calls }) => busiest(lab, calls)) })}\n`);
    expect({ failed: late(failed), deployed: late(deployed) }).toEqual({ failed: [], deployed: [] });
    expect(run.out).not.toContain('share the rates of AWS');
    // A log takes two calls, and four calls a second are made.
    const lastVerdict = Math.max(...run.lines.filter(({ text }) => text.includes('  failed [')).map(({ at }) => at));
    expect((lastVerdict - Math.max(...stops.values())) / 1000).toBeLessThanOrEqual(TWO_POLLS + broken.length);
    for (const { perSecond, calls } of PUBLISHED_RATES) {
      expect({ calls, isBelowHalf: busiest(lab, calls) < perSecond / 2 }).toEqual({ calls, isBelowHalf: true });
    }
    expect(lab.calls.filter(({ error, operation }) => error !== undefined && operation !== 'GetLogEvents')).toEqual([]);
  });
});

test('60 services with 20 tasks each fail at once: a line says how far the looks are apart, and the verdicts are that late', async () => {
  const names = every(60, 1).map(nameOf);
  const services = Object.fromEntries(names.map((name) => [name, { rules: [silentCrash] }]));
  const lab = await openLab({ scenario: { scenario: 1, seed: 5, services } });
  callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'prod' });
  const containerDefinitions = [{ name: 'api', image: 'shop/api:1', essential: true }];
  callFake(lab.world, 'ecs', 'RegisterTaskDefinition', { family: 'shop', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512', containerDefinitions });
  for (const name of names) create(lab, name, 'shop:1', undefined, 20);
  const run = await follow(lab, ['prod'], 600);
  if (process.env.FIGURES) process.stderr.write(`${run.out.split('\n').filter((line) => line.includes('share the rates')).join('\n')}\n`);
  expect(run.code).toBe(EXIT.failed);
  const stops = new Map([...stopsIn(lab)].map(([service, all]) => [service, all[1]] as const));
  const { max = NaN } = spread(lateness(run.lines, stops, (service) => new RegExp(`${service}: the deployment fails`)));
  expect(max).toBeLessThanOrEqual(25);
  expect(max <= TWO_POLLS || run.out.includes('60 services share the rates of AWS: each is looked at every ')).toBe(true);
  for (const { perSecond, calls } of PUBLISHED_RATES) {
    expect({ calls, isBelowHalf: busiest(lab, calls) < perSecond / 2 }).toEqual({ calls, isBelowHalf: true });
  }
});

test('60 services fail at once, with --on-failure rollback: ECS is asked below half of the rate for changes, for all of them', async () => {
  const lab = await updatedCluster(60, every(60, 1), imageGone);
  const { code, out } = await follow(lab, ['prod', '--on-failure', 'rollback']);
  expect(code).toBe(EXIT.failed);
  const asked = lab.calls.filter(({ operation }) => operation === 'StopServiceDeployment').map(({ at }) => at);
  expect(asked).toHaveLength(60);
  expect(out.match(/asked ECS to roll back the deployment of shop-\d\d/g)).toHaveLength(60);
  const inOneSecond = asked.map((from) => asked.filter((at) => at >= from && at < from + 1000).length);
  // A bucket of 50 is refilled with 5 a second ("Service modify actions"): three at once, then two a second.
  expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(5);
  expect(busiest(lab, ['stopServiceDeployment'])).toBeLessThan(2.5);
});

test('60 services fail at once: the verdict says that the log is not read yet, and the log follows with the cause that it names', async () => {
  const { out } = await follow(await cluster(60, every(60, 1), [crash]), ['prod']);
  const blocks = out.split(/^(?= +\d+:\d\d )/m);
  const early = blocks.filter((block) => block.includes(': the deployment fails') && /log \(api\): not read yet: |; its log is not read yet$/m.test(block));
  const followed = blocks.filter((block) => block.includes(': its log, read after the verdict'));
  expect(early.length).toBeGreaterThan(20);
  expect(early.every((block) => block.includes('[app-crashed]'))).toBe(true);
  expect(followed).toHaveLength(early.length);
  expect(followed.every((block) => block.includes('[app-config-missing]'))).toBe(true);
  // Ten of each in full; the others point to the first of them.
  const inFull = (those: readonly string[]) => those.filter((block) => block.includes('  fix: '));
  expect(inFull(early)).toHaveLength(10);
  expect(inFull(followed)).toHaveLength(10);
  expect(inFull(followed).every((block) => block.includes('log (api): Error: ORDERS_TABLE is not set'))).toBe(true);
  for (const those of [early, followed]) {
    const short = those.filter((block) => !inFull(those).includes(block));
    const [, first] = / (shop-\d\d): /.exec(those[0]) ?? [];
    // Below them, reasons of stopped tasks can follow, which are lines of their own.
    const lines = short.map((block) => block.split('\n').filter((line) => line && !/^ {8}shop-\d\d {2}/.test(line)));
    expect(lines.filter((of) => of.length !== 2 || !of[1].includes(`; cause and fix are those of ${first}, above`))).toEqual([]);
  }
  expect(out.split('\n').length).toBeLessThan(1000);
});

test('with --json, the diagnosis that follows has the log, and so has the outcome', async () => {
  const { out } = await follow(await cluster(60, every(60, 1), [crash]), ['prod', '--json']);
  const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { type: string; service?: string; causes?: { id: string }[]; unavailable?: { error: string }[]; outcome?: string; cause?: string });
  const ofLast = (type: string) => lines.filter((line) => line.type === type && line.service === 'shop-60');
  expect(ofLast('diagnosis').map(({ causes, unavailable }) => [causes?.[0].id, unavailable?.map(({ error }) => error)])).toEqual([
    ['app-crashed', ['NotReadYet']], ['app-config-missing', []],
  ]);
  expect(ofLast('outcome').map(({ outcome, cause }) => [outcome, cause])).toEqual([['failed', 'app-config-missing']]);
});

test.each([['throttle'], ['500']])('AWS answers every second read of a log with %s: further attempts of the SDK take their turn, too', async (kind) => {
  const lab = await cluster(20, every(20, 1), [crash], { faults: [{ service: 'logs', operation: 'GetLogEvents', kind, probability: 0.5 }] });
  const { code } = await follow(lab, ['prod']);
  expect(code).toBe(EXIT.failed);
  expect(lab.calls.filter(({ operation, error }) => operation === 'GetLogEvents' && error !== undefined).length).toBeGreaterThan(20);
  expect(busiest(lab, ['getLogEvents'])).toBeLessThan(5);
});

test('the log group is missing: below half of the published rate, and no verdict waits for it', async () => {
  const lab = await cluster(60, every(60, 1), [crash], { hasLogGroup: false });
  const { code, out, lines } = await follow(lab, ['prod']);
  expect(code).toBe(EXIT.failed);
  expect(out).toContain('60 services: 60 failed');
  const stops = new Map([...stopsIn(lab)].map(([service, [, second]]) => [service, second] as const));
  expect(late(lateness(lines, stops, (service) => new RegExp(`${service}: the deployment fails`)))).toEqual([]);
  // The end waits until each log was asked for, four a second.
  expect((lines.at(-1)!.at - Math.max(...stops.values())) / 1000).toBeLessThanOrEqual(TWO_POLLS + 60 / 4);
  expect(busiest(lab, ['getLogEvents'])).toBeLessThan(5);
});

interface Expected {
  readonly services: number;
  readonly broken: readonly number[];
  readonly cause: string;
}

function expectOutcomes({ out }: Ran, { services, broken, cause }: Expected): void {
  const last = out.trim().split('\n').at(-1);
  const names = broken.map((n) => `${nameOf(n)} [${cause}]`).join(', ');
  const failed = `${broken.length} failed (${names})`;
  const deployed = services > broken.length ? [`${services - broken.length} deployed`] : [];
  expect(last).toContain(`${services} services: ${[failed, ...deployed].join('; ')}`);
}
