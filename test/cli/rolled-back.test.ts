import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, ecsWhy, openLab, Ran } from './bundle';
import { SCENARIO, threeServices, Variant } from './three-services';
import { EXIT } from '../../src/cli/exit';
import { Lab } from '../../src/lab/lab';
import { Scenario } from '../../src/lab/world';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'rolled-back-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Loop runs at first; its update crashes. */
const UPDATE: Scenario = { ...SCENARIO, services: { Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, ...SCENARIO.services!.Loop.rules[0] }] } } };

const VARIANTS: readonly (readonly [string, Variant])[] = [
  ['the construct', {}],
  ['a plain service without a rollback of its own', { plain: true, service: { circuitBreaker: { rollback: false } } }],
];

async function run(lab: Lab, ...args: string[]): Promise<Ran> {
  const { ended } = await beside(lab, args);
  await lab.advance(60);
  return ended;
}

const physicalId = (lab: Lab, type: string) => [...lab.engine.living('Shop')!.resources.values()].find((r) => r.type === type)!.physicalId!;

/** Where CloudFormation has rolled the update back by a deployment that is healthy. */
async function rolledBack(variant: Variant): Promise<{ lab: Lab; address: readonly [string, string] }> {
  const lab = await openLab({ scenario: UPDATE });
  await lab.deploy({ assembly: threeServices({ ...variant, only: ['Loop'], imageTag: '1.41.0' }) });
  const { stackStatus } = await lab.deploy({ assembly: threeServices({ ...variant, only: ['Loop'] }) });
  expect(stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  return { lab, address: [physicalId(lab, 'AWS::ECS::Cluster'), physicalId(lab, 'AWS::ECS::Service').split('/').at(-1)!] };
}

describe.each(VARIANTS)('an update that CloudFormation has rolled back: %s', (_, variant) => {
  test('the service is healthy, and the failure of the previous deployment is printed', async () => {
    const { lab, address } = await rolledBack(variant);
    const { code, out } = await run(lab, ...address, '--exit-code');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(new RegExp([
      /^service Shop-Loop\S+: healthy, 1 of 1 task runs \(ShopLoopTask\w+:1\)\n/, /deployment ecs-svc\/\d+ began .*\n/, /the deployment is complete, no failure found\n/,
      /\n/, /the deployment before, ecs-svc\/\d+ \(ShopLoopTask\w+:2\), was rolled back \S+ \S+ ago:\n/, /container "app" exits with code 1: "QUEUE_URL is not set" \[app-config-missing\]\n/,
    ].map((part) => part.source).join('')));
    expect(out).toMatch(/\nchanged since the previous task definition: image tag 1\.41\.0 -> 1\.42\.0\n/);
    expect(out).toMatch(/\nfix: set QUEUE_URL /);
  });

  test('a watch that attaches during the rollback diagnoses it', async () => {
    const lab = await openLab({ scenario: UPDATE });
    await lab.deploy({ assembly: threeServices({ ...variant, only: ['Loop'], imageTag: '1.41.0' }) });
    const { out, attachedIn } = await attachDuring(lab, /^UPDATE_ROLLBACK_IN_PROGRESS$/, 15, threeServices({ ...variant, only: ['Loop'] }));
    expect(attachedIn).toBe('UPDATE_ROLLBACK_IN_PROGRESS');
    expect(out).toMatch(/Loop\w+: the deployment fails\n {2}container "app" exits with code 1: "QUEUE_URL is not set" \[app-config-missing\]/);
    expect(out).toMatch(/\n {2}why now: the service has failed \(UPDATE_FAILED\)\n/);
    // What came before the watch has its time, too.
    expect(out).toMatch(/^ {2}0:00 {2}Shop {2}UPDATE_IN_PROGRESS.*\n(.*\n)+ {2}[01]:\d[1-9] {2}Loop\w+ {2}UPDATE_FAILED/);
    expect(out).toMatch(/Shop: UPDATE_ROLLBACK_COMPLETE after .*; diagnosed: Loop\w+ \[app-config-missing\]\n$/);
  });
});

test('a watch that attaches while a creation is rolled back diagnoses it, and says how the service ended, not how it is deleted', async () => {
  const lab = await openLab({ scenario: SCENARIO });
  const { out, attachedIn } = await attachDuring(lab, /^ROLLBACK_IN_PROGRESS$/, 5, threeServices({ plain: true, only: ['Loop'], service: { circuitBreaker: { rollback: true } } }));
  expect(attachedIn).toBe('ROLLBACK_IN_PROGRESS');
  expect(out).toMatch(/Loop\w+: the deployment fails\n {2}container "app" exits with code 1: "QUEUE_URL is not set" \[app-config-missing\]/);
  expect(out).toMatch(/\n {2}why now: the service has failed \(CREATE_FAILED\)\n/);
});

test('an update that the watch itself has cancelled is explained', async () => {
  const lab = await openLab({ scenario: UPDATE });
  const variant: Variant = { plain: true, only: ['Loop'], service: { circuitBreaker: { rollback: false } } };
  await lab.deploy({ assembly: threeServices({ ...variant, imageTag: '1.41.0' }) });
  const watch = await beside(lab, ['watch', 'Shop', '--cancel-on-failure']);
  const { stackStatus } = await lab.deploy({ assembly: threeServices(variant) });
  await lab.advance(60);
  expect(stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect((await watch.ended).out).toMatch(/CloudFormation .*cancel/i);
  const { out } = await run(lab, physicalId(lab, 'AWS::ECS::Cluster'), physicalId(lab, 'AWS::ECS::Service').split('/').at(-1)!);
  expect(out).toMatch(/^service \S+: healthy[^]*\nthe deployment before, .*:2\), was rolled back .*\n.*\[app-config-missing\]\n/);
});

test('--json, --html and --format github show the previous deployment, too', async () => {
  const { lab, address } = await rolledBack({});
  const json = JSON.parse((await run(lab, ...address, '--json')).out) as { [key: string]: unknown };
  expect(Object.keys(json).slice(-3)).toEqual(['recovered', 'before', 'text']);
  expect(json).toMatchObject({ status: 'healthy', causes: [], before: { taskDefinition: expect.stringMatching(/:2$/), ending: 'rolled-back', status: 'failed', causes: [{ id: 'app-config-missing' }] } });
  expect(Object.keys(json.before as object)).toEqual(['deployment', 'taskDefinition', 'ending', 'startedAt', 'finishedAt', 'status', 'verdict', 'causes', 'over', 'blamed', 'awaited', 'network',
    'impact', 'unavailable', 'untrusted', 'text']);

  const page = join(folder, 'page.html');
  const { out } = await run(lab, ...address, '--html', page, '--format', 'github');
  expect(out).toMatch(/^::warning title=\S+\/\S+%2C the deployment before%3A .* \[app-config-missing\]::container "app" exits with code 1/m);
  expect(out).not.toContain('::error');
  expect(readFileSync(page, 'utf8')).toMatch(/1 of 2 deployments failed[\s\S]*<p class="status healthy">Healthy<[\s\S]*<p class="status failed">Failed<[\s\S]*QUEUE_URL is not set/);
});

test('a recording begins with the deployment before', async () => {
  const { lab, address } = await rolledBack({});
  const file = join(folder, 'loop.json');
  expect(await run(lab, 'record', ...address, '-o', file)).toMatchObject({ code: EXIT.ok, err: expect.stringContaining('2 frames;') });
  expect(ecsWhy(['replay', '--frame', '1', file]).out).toContain('[app-config-missing]');
  expect(ecsWhy(['replay', file]).out).toMatch(/^the deployment is complete, no failure found\n$/);
});

test('a deployment that took the place of a failing one: superseded; an hour later nothing of it is left', async () => {
  const lab = await openLab({ scenario: { ...UPDATE, services: { Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, ...SCENARIO.services!.Loop.rules[0] }] } } } });
  const shop = (imageTag: string) => threeServices({ plain: true, only: ['Loop'], imageTag });
  await lab.deploy({ assembly: shop('1.41.0') });
  const failed = await lab.deploy({ assembly: shop('1.42.0'), rollback: false });
  expect(failed.stackStatus).toBe('UPDATE_FAILED');
  await lab.deploy({ assembly: shop('1.43.0') });
  const address = [physicalId(lab, 'AWS::ECS::Cluster'), physicalId(lab, 'AWS::ECS::Service').split('/').at(-1)!];
  expect((await run(lab, ...address)).out).toMatch(/\nthe deployment before, ecs-svc\/\d+ \(ShopLoopTask\w+:2\), was superseded .* ago:\n.*\[app-config-missing\]/);
  await lab.advance(3700);
  expect((await run(lab, ...address)).out).not.toContain('the deployment before');
});

test('the time of a stack that is deleted counts from there, not from its last update', async () => {
  const lab = await openLab({ scenario: { scenario: 1 } });
  await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'] }) });
  await lab.advance(3000);
  const watch = await beside(lab, ['watch', 'Shop']);
  await lab.destroy('Shop');
  await lab.advance(60);
  expect((await watch.ended).out).toMatch(/^ {2}0:00 {2}Shop {2}DELETE_IN_PROGRESS.*\n(.*\n)*.*Shop: DELETE_COMPLETE after [0-3]:\d\d\n$/);
});

/** Starts a watch so many seconds after the stack came to that status. */
async function attachDuring(lab: Lab, status: RegExp, seconds: number, assembly: string): Promise<Ran & { attachedIn?: string }> {
  let attachedIn: string | undefined;
  let ran: Promise<Ran> | undefined;
  const look = () => {
    if (!status.test(lab.engine.living('Shop')?.status ?? '')) return void lab.clock.after(1000, look);
    lab.clock.after(seconds * 1000, () => {
      attachedIn = lab.engine.living('Shop')?.status;
      void lab.clock.hold(beside(lab, ['watch', 'Shop']).then(({ ended }) => { ran = ended; }));
    });
  };
  lab.clock.after(1000, look);
  await lab.deploy({ assembly });
  await lab.advance(60);
  return { ...await ran!, attachedIn };
}
