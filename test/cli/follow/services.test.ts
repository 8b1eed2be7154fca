import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'test-results-parser';
import { cluster, create, deploy, follow, nameOf } from './cluster';
import { EXIT } from '../../../src/cli/exit';
import { newlyFollowed } from '../../../src/cli/follow/advance';
import { Followed, FollowState, keyOf } from '../../../src/cli/follow/model';
import { followView } from '../../../src/cli/follow/text';
import { paintOf } from '../../../src/cli/output/terminal';
import { diagnose } from '../../../src/diagnosis/engine';
import { callFake, TaskRule } from '../../../src/lab/world';
import { imageGone } from '../../lifecycle/rules';
import { beside, openLab } from '../bundle';
import { onScreen } from '../screen';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(180_000);

const folder = mkdtempSync(join(tmpdir(), 'follow-services-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('which services', () => {
  test('a whole cluster: only those that are being deployed', async () => {
    const lab = await cluster(3, []);
    await lab.advance(300);
    deploy(lab, 'shop-02');
    const { code, out } = await follow(lab, ['prod']);
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/shop-02 {2}done/);
    expect(out).toMatch(/shop-02: deployed after/);
    expect(out).not.toMatch(/shop-01|shop-03/);
  });

  test('a whole cluster: also a service that is created while others are followed, and one whose deployment begins then', async () => {
    const lab = await cluster(2, [3]);
    await lab.advance(300);
    const before = lab.calls.length;
    deploy(lab, 'shop-01');
    lab.clock.after(20_000, () => create(lab, nameOf(3)));
    lab.clock.after(30_000, () => deploy(lab, 'shop-02'));
    const { code, out, err } = await follow(lab, ['prod']);
    expect({ code, err }).toEqual({ code: EXIT.failed, err: '' });
    expect(out.trim().split('\n').at(-1)).toMatch(/3 services: (1 failed \(shop-03 \[image-not-found\]\); 2 deployed|2 deployed; 1 failed \(shop-03 \[image-not-found\]\))$/);
    // At most two polls late.
    expect(Number(/0:(\d\d) {2}shop-03 {2}registered/.exec(out)?.[1])).toBeLessThanOrEqual(30);
    expect(Number(/0:(\d\d) {2}shop-02 {2}registered/.exec(out)?.[1])).toBeLessThanOrEqual(40);
    expect(lab.calls.slice(before).filter(({ error }) => error !== undefined)).toEqual([]);
  });

  describe('a whole cluster: a service whose deployment is over is deployed again while others are followed', () => {
    const last = (out: string) => out.trim().split('\n').at(-1);

    test('the newer deployment is followed, and the one that failed still counts', async () => {
      const junit = join(folder, 'again.xml');
      const rules = [imageGone];
      const lab = await cluster(2, [1], rules);
      lab.clock.after(40_000, () => deploy(lab, nameOf(2)));
      lab.clock.after(55_000, () => {
        rules.pop();
        deploy(lab, nameOf(1));
      });
      const { code, out, err } = await follow(lab, ['prod', '--junit', junit]);
      expect({ code, err }).toEqual({ code: EXIT.failed, err: '' });
      expect(out).toMatch(/ (0:5[5-9]|1:0[0-5]) {2}shop-01: another deployment has begun, ecs-svc\/\d+\n/);
      expect(out.match(/shop-01 {2}registered/g)).toHaveLength(2);
      expect(last(out)).toMatch(/2 services: 2 deployed; before that shop-01 failed \[image-not-found\]$/);
      const { total, failed, suites } = parse({ type: 'junit', files: [junit] });
      expect({ total, failed, names: suites[0].cases.map(({ name }) => name) }).toEqual({ total: 3, failed: 1, names: [expect.stringMatching(/^shop-01 \(ecs-svc\/\d+\)$/), 'shop-01', 'shop-02'] });
    });

    test('one that another replaces before it is complete does not count, and the other one is followed', async () => {
      const lab = await cluster(2, []);
      lab.clock.after(20_000, () => deploy(lab, nameOf(1)));
      const { code, out } = await follow(lab, ['prod']);
      expect(out).toMatch(/shop-01 {2}superseded: /);
      expect({ code, last: last(out) }).toEqual({ code: EXIT.ok, last: expect.stringMatching(/2 services: 2 deployed$/) });
    });

    test('for GitHub it is a warning, and files of the runner that cannot be written are told and change no exit code', async () => {
      const lab = await cluster(2, []);
      lab.clock.after(20_000, () => deploy(lab, nameOf(1)));
      const running = await beside(lab, ['follow', 'prod', '--format', 'github'], { env: { GITHUB_OUTPUT: '/proc/x', GITHUB_STEP_SUMMARY: '/proc/x' } });
      await lab.advance(400);
      const { code, out, err } = await running.ended;
      expect(code).toBe(EXIT.ok);
      expect(out).toMatch(/^::warning title=prod\/shop-01::shop-01 {2}superseded: /m);
      expect(out).not.toContain('::error');
      expect(err.split('\n')).toEqual([
        expect.stringMatching(/^ecs-why: the job summary \(GITHUB_STEP_SUMMARY\) could not be written: ENOENT/),
        expect.stringMatching(/^ecs-why: the outputs of the step \(GITHUB_OUTPUT\) could not be written: ENOENT/), '',
      ]);
    });

    test('the rollback of the circuit breaker is no newer deployment, and costs no call at each look', async () => {
      const rules: TaskRule[] = [];
      const lab = await cluster(2, [1], rules);
      await lab.advance(300);
      rules.push({ ...imageGone, when: { deployment: 'new' } });
      for (const n of [1, 2]) deploy(lab, nameOf(n));
      // As long as this goes on, the service that has failed is looked at, too.
      lab.clock.after(100_000, () => deploy(lab, nameOf(2)));
      const before = lab.calls.length;
      const { code, out } = await follow(lab, ['prod']);
      expect({ code, last: last(out) }).toEqual({ code: EXIT.failed, last: expect.stringMatching(/1 failed \(shop-01 \[image-not-found\]\)/) });
      expect(out).not.toContain('shop-01: another deployment');
      expect(lab.calls.slice(before).filter(({ operation }) => operation === 'ListServiceDeployments').length).toBeLessThan(10);
    });
  });

  test('a service that was named is not followed any further', async () => {
    const lab = await cluster(2, []);
    await lab.advance(300);
    for (const n of [1, 2]) deploy(lab, nameOf(n));
    lab.clock.after(50_000, () => deploy(lab, nameOf(1)));
    const { code, out } = await follow(lab, ['prod', '--services', 'shop-01,shop-02', '--until', 'stable']);
    expect({ code, again: out.includes('another deployment has begun') }).toEqual({ code: EXIT.superseded, again: false });
  });

  test('a cluster without services: --wait takes the first that is created', async () => {
    const lab = await cluster(0, []);
    lab.clock.after(40_000, () => create(lab, nameOf(1)));
    const { code, out } = await follow(lab, ['prod', '--wait', '2m']);
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^ +0:00 {2}waiting up to 2 min for a deployment of any service of prod\n/);
    expect(out).toMatch(/shop-01: deployed after/);
    const none = await follow(lab, ['prod', '--wait', '30s']);
    expect({ code: none.code, last: none.out.trim().split('\n').at(-1) }).toEqual({ code: EXIT.notFound, last: expect.stringMatching(/^ *0:3\d {2}prod: no service is being deployed$/) });
  });

  test('services at rest cost a part of one call of DescribeServices and ListServices for each look, and no other', async () => {
    const lab = await cluster(40, []);
    await lab.advance(300);
    const before = lab.calls.length;
    deploy(lab, 'shop-40');
    await follow(lab, ['prod']);
    const calls = lab.calls.slice(before).map(({ operation }) => operation);
    const times = (operation: string) => calls.filter((one) => one === operation).length;
    const looks = times('ListServices');
    expect(looks).toBeGreaterThan(5);
    expect(times('DescribeServices')).toBeLessThanOrEqual(4 * looks + 4);
    expect(times('ListServiceDeployments')).toBeLessThan(looks);
  });

  test('none is being deployed: exit code 5', async () => {
    const lab = await cluster(2, []);
    await lab.advance(300);
    const { code, out } = await follow(lab, ['prod']);
    expect({ code, out: out.trim() }).toEqual({ code: EXIT.notFound, out: '0:00  prod: no service is being deployed' });
  });

  test('--services, by parts of their names', async () => {
    const lab = await cluster(3, [3]);
    const { code, out } = await follow(lab, ['prod', '--services', '01,shop-03']);
    expect(code).toBe(EXIT.failed);
    expect(out.trim().split('\n').at(-1)).toMatch(/2 services: 1 failed \(shop-03 \[image-not-found\]\); 1 deployed|2 services: 1 deployed; 1 failed \(shop-03 \[image-not-found\]\)/);
  });

  test('--services: two names of one service are refused, and so is an empty one', async () => {
    const lab = await cluster(3, []);
    const arn = (name: string) => `arn:aws:ecs:eu-west-1:123456789012:service/prod/${name}`;
    for (const [first, second] of [['shop-01', '01'], ['p-01', '01'], [arn('shop-01'), 'shop-01']]) {
      const { code, out, err } = await follow(lab, ['prod', '--services', `shop-02,${first},${second}`], 5);
      expect({ code, out, last: err.trim().split('\n').at(-1) }).toEqual({ code: EXIT.usage, out: '', last: `ecs-why: --services names one service twice: "${first}" and "${second}" are prod shop-01` });
    }
    for (const names of ['shop-01,', ',shop-01', 'shop-01,,shop-02', '']) {
      const { code, out, err } = await follow(lab, ['prod', '--services', names], 1);
      expect({ names, code, out, err }).toEqual({ names, code: EXIT.usage, out: '', err: expect.stringContaining('and none of them is empty') });
    }
  });

  test('the ARN of a service of another cluster, or in another Region, is refused beside a cluster', async () => {
    const lab = await cluster(1, []);
    const arn = 'arn:aws:ecs:eu-west-1:123456789012:service/staging/shop-01';
    const refused = `ecs-why: ${arn} is a service of the cluster "staging", not of "prod": name one of both\n`;
    for (const args of [['prod', arn], ['prod', '--services', `shop-01,${arn}`], ['prod', arn, '--wait', '1m']]) {
      const { code, out, err } = await follow(lab, args, 5);
      expect({ args, code, out, err }).toEqual({ args, code: EXIT.usage, out: '', err: refused });
    }
    const { code, err } = await follow(lab, ['arn:aws:ecs:us-east-1:123456789012:cluster/staging', arn], 5);
    expect({ code, err }).toEqual({ code: EXIT.usage, err: expect.stringMatching(/ is a service in eu-west-1, and \S+ a cluster in us-east-1: name one of both\n$/) });
  });

  test('30 --services cost a call of DescribeServices for each ten, and one ListServices for all parts of names', async () => {
    const lab = await cluster(30, []);
    await lab.advance(300);
    const before = lab.calls.length;
    const names = Array.from({ length: 30 }, (_, i) => (i < 25 ? nameOf(i + 1) : nameOf(i + 1).replace('shop-', 'op-')));
    const { code, out } = await follow(lab, ['prod', '--services', names.join(',')], 60);
    expect({ code, last: out.trim().split('\n').at(-1) }).toEqual({ code: EXIT.ok, last: expect.stringContaining('30 services: 30 deployed') });
    const calls = lab.calls.slice(before).map(({ operation }) => operation);
    expect(calls.slice(0, calls.indexOf('ListServiceDeployments')).filter((one) => one === 'DescribeServices')).toHaveLength(6);
    expect(calls.filter((one) => one === 'ListServices')).toHaveLength(1);
  });

  test('a part of a name that several have: a list and exit code 2', async () => {
    const lab = await cluster(3, []);
    for (const args of [['prod', 'shop'], ['hop-0']]) {
      const { code, out, err } = await follow(lab, args, 5);
      expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
      expect(err).toBe(`ecs-why: "${args.at(-1)}" can be any of these; name one:\n  prod shop-01\n  prod shop-02\n  prod shop-03\n`);
    }
  });

  test('a part of a name: a line says what was taken; --on-failure takes only a full name', async () => {
    const lab = await cluster(3, []);
    await lab.advance(300);
    for (const [args, given, full] of [[['prod', '02'], '02', 'prod shop-02'], [['pro', 'shop-02'], 'pro', 'prod'], [['hop-02'], 'hop-02', 'prod shop-02']] as const) {
      const told = await follow(lab, args, 5);
      expect({ args, code: told.code, err: told.err }).toEqual({ args, code: EXIT.ok, err: `ecs-why: "${given}" is taken as ${full}\n` });
      const { code, out, err } = await follow(lab, [...args, '--on-failure', 'stop'], 5);
      expect({ args, code, out, err }).toEqual({ args, code: EXIT.usage, out: '', err: `ecs-why: --on-failure takes full names only: "${given}" is a part of ${full}\n` });
    }
    const some = await follow(lab, ['prod', '--services', 'shop-01,02', '--on-failure', 'rollback'], 5);
    expect({ code: some.code, out: some.out }).toEqual({ code: EXIT.usage, out: '' });
    const { code, err } = await follow(lab, ['prod', 'shop-02', '--on-failure', 'rollback'], 5);
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
  });

  test('a part of a name, and nobody is allowed to list the services: exit code 3 and the action to grant', async () => {
    const lab = await openLab({ scenario: { scenario: 1, seed: 5, faults: [{ service: 'ecs', operation: 'ListServices', kind: 'accessDenied' }] } });
    callFake(lab.world, 'ecs', 'CreateCluster', { clusterName: 'prod' });
    for (const [args, what] of [[['follow', 'prod', 'web'], 'service "web" in the cluster "prod"'], [['follow', 'web'], 'cluster and no service "web" that could be read'], [['prod', 'web'], 'service "web" in the cluster "prod"']] as const) {
      const { ended } = await beside(lab, args);
      await lab.advance(5);
      expect(await ended).toEqual({ code: EXIT.couldNotLook, out: '', err: `ecs-why: there is no ${what}; a part of a name cannot be looked up: services not readable: grant ecs:ListServices\n` });
    }
  });

  test('explain, follow and record take the same parts of names', async () => {
    const lab = await cluster(3, []);
    await lab.advance(300);
    for (const command of [['explain'], ['follow'], ['record', '-o', '/dev/null']]) {
      for (const args of [['prod', '02'], ['pro', '02'], ['hop-02'], ['shop-02']]) {
        const { ended } = await beside(lab, [command[0], ...args, ...command.slice(1)]);
        await lab.advance(5);
        const { code, out, err } = await ended;
        expect({ command, args, code, said: /shop-02|\/dev\/null/.test(out + err) }).toEqual({ command, args, code: EXIT.ok, said: true });
      }
    }
  });
});

describe('the last counts of many services have their healthy tasks', () => {
  const healthy = (out: string) => out.trim().split('\n').map((line) => JSON.parse(line) as { type: string; outcome?: string; running: number; healthy: number })
    .filter(({ type }) => type === 'outcome').map(({ outcome, running, healthy: count }) => ({ outcome, running, healthy: count }));

  test('rolling', async () => {
    const { code, out } = await follow(await cluster(6, []), ['prod', '--json']);
    expect({ code, healthy: healthy(out) }).toEqual({ code: EXIT.ok, healthy: Array.from({ length: 6 }, () => ({ outcome: 'deployed', running: 2, healthy: 2 })) });
  });

  test('canary, whose end is in the service deployment only', async () => {
    const lab = await openLab({ scenario: { scenario: 1, seed: 5 } });
    for (let n = 1; n <= 4; n++) {
      callFake(lab.world, 'ecs', 'CreateExpressGatewayService', { serviceName: nameOf(n), primaryContainer: { image: 'shop/api:1' }, scalingTarget: { minTaskCount: 2 } });
    }
    const { code, out } = await follow(lab, ['default', '--json'], 1200);
    expect({ code, healthy: healthy(out) }).toEqual({ code: EXIT.ok, healthy: Array.from({ length: 4 }, () => ({ outcome: 'deployed', running: 2, healthy: 2 })) });
  });
});

test('60 services on a window of 80 x 24: nothing is wider or higher, the failures come first to be kept, the rest is counted', () => {
  const at = '2026-11-29T10:00:00.000Z';
  const one = (n: number, more: Partial<Followed>): Followed => ({ ...newlyFollowed({ cluster: 'prod', service: `shop-${n}` }, at), memory: { deploymentId: `ecs-svc/${n}` }, ...more });
  const all = Array.from({ length: 60 }, (_, i) => one(i, i % 20 ? {} : { ending: { outcome: 'failed', because: '', at } }));
  const state: FollowState = { startedAt: at, earlier: [], services: new Map(all.map((service) => [keyOf(service), service])), notices: ['tasks not read this time: AWS throttles the calls'], throttled: true };
  const lines = followView(state, Date.parse(at) + 60_000, { columns: 80, rows: 24, paint: paintOf({ color: false }) });
  expect(lines.length).toBeLessThan(24);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
  expect(lines[0]).toBe('1:00  prod  3 of 60 over  (AWS throttles, looking less often)');
  expect(lines.filter((line) => line.includes('failed'))).toHaveLength(3);
  expect(lines.at(-1)).toMatch(/^\.\.\. and \d+ more services: \d+ in progress$/);
});

test('a service that has failed is over in the head of the view, although its log is still read', () => {
  const at = '2026-11-29T10:00:00.000Z';
  const frame = { at, service: { serviceName: 'shop-1' } };
  const failed = { at, causeId: 'app-crashed' as const, diagnosis: diagnose(frame), frame, because: '' };
  const deployed = (n: number): Followed => ({ ...newlyFollowed({ cluster: 'prod', service: `shop-${n}` }, at), memory: { deploymentId: `ecs-svc/${n}` } });
  const all: readonly Followed[] = [{ ...deployed(1), failed, log: 'awaited' }, deployed(2)];
  const services = new Map(all.map((service) => [keyOf(service), service]));
  const state: FollowState = { startedAt: at, earlier: [], services, notices: [], throttled: false };
  expect(followView(state, Date.parse(at), { columns: 80, rows: 24, paint: paintOf({ color: false }) })[0]).toBe('0:00  prod  1 of 2 over');
});

test('60 services in a real window: calm while they deploy, nothing of the view left in the end', async () => {
  const lab = await cluster(60, [1, 31]);
  const screen = await onScreen(lab, ['follow', 'prod'], { columns: 80, rows: 24 });
  await lab.advance(60);
  await screen.until(/of 60 over/);
  const rows = await screen.rows();
  expect(rows.filter((row) => /^\d:\d\d {2}prod {2}\d+ of 60 over/.test(row))).toHaveLength(1);
  expect(rows.some((row) => /^shop-01 .*failed: image-not-found/.test(row))).toBe(true);
  expect(rows.some((row) => /^\.\.\. and \d+ more services: /.test(row))).toBe(true);
  await lab.advance(400);
  expect(await screen.ended).toBe(EXIT.failed);
  const lines = await screen.lines();
  expect(lines.some((line) => / of 60 over/.test(line))).toBe(false);
  expect(lines.join(' ')).toMatch(/60 services: 2 failed \(shop-01 \[image-not-found\], shop-31 +\[image-not-found\]\); 58 deployed/);
  // Above the view: a line for each service that is done, the two diagnoses, and the last line.
  expect(lines.filter((line) => / done {2}2 tasks run/.test(line))).toHaveLength(58);
  expect(lines.filter((line) => / shop-\d+ {2}(provisioning|pulling|started|healthy)/.test(line))).toEqual([]);
});
