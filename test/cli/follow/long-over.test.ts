import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { followUpdate, Play, ServicePlace, shift } from './deploys';
import { EXIT } from '../../../src/cli/exit';
import { Lab } from '../../../src/lab/lab';
import { callFake, TaskRule } from '../../../src/lab/world';
import { crash, imageGone, inOperation } from '../../lifecycle/rules';
import { beside } from '../bundle';

// Real processes: on a busy machine one start may take seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'long-over-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOURS = 3600;
const CHANGED = 'image tag 1.41.0 -> 1.42.0';
const SAME = 'the task definition is the one that ran before';
/** The second deployment fails and is rolled back; follow begins so long after its end. */
const play = (begins: number, more: Play = {}): Play => ({ rules: [inOperation(2, imageGone)], express: true, begins, ...more });
const refused = (...operations: string[]) => ({
  faults: operations.map((operation) => ({ service: 'ecs' as const, operation, kind: 'accessDenied' as const })),
});
const update = (lab: Lab, { cluster, service }: ServicePlace, more: object) => (
  callFake(lab.world, 'ecs', 'UpdateService', { cluster, service, ...more }));

async function alone(lab: Lab, args: readonly string[]) {
  const running = await beside(lab, [...args]);
  await lab.advance(60);
  return running.ended;
}

describe('a deployment that was over long before, rolled back', () => {
  test.each<[string, Play]>([
    ['rolling', play(3 * HOURS)],
    ['rolling, by its revision', play(3 * HOURS, { args: ['--task-definition', 'ShopTaskDef11BF5F05:2'] })],
    ['canary', play(3 * HOURS, {
      versions: shift({ Strategy: 'CANARY', CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 2 } }),
    })],
    ['its tasks are not readable', play(600, { world: refused('ListTasks', 'DescribeTasks') })],
  ])('%s: its own revision, and what it changed', async (_, given) => {
    const { code, out } = await followUpdate(given);
    expect(code).toBe(EXIT.failed);
    expect(out).toMatch(/ registered {2}ecs-svc\/\d+ {2}ShopTaskDef11BF5F05:2 /);
    expect(out).toContain(CHANGED);
    expect(out).not.toContain(SAME);
    expect(out).toMatch(/2 of 2 tasks of ShopTaskDef11BF5F05:1 still (run|serve traffic)\n/);
  });

  test('JSON and JUnit name it, too', async () => {
    const junit = join(folder, 'follow.xml');
    const { out } = await followUpdate(play(3 * HOURS, { args: ['--json', '--junit', junit] }));
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as { type: string; taskDefinition?: string; text: string });
    expect(lines.filter(({ taskDefinition }) => taskDefinition).map(({ taskDefinition }) => taskDefinition))
      .toEqual(lines.filter(({ type }) => type !== 'end').map(() => 'ShopTaskDef11BF5F05:2'));
    expect(lines.find(({ type }) => type === 'diagnosis')?.text).toContain(CHANGED);
    expect(readFileSync(junit, 'utf8')).toContain(CHANGED.replace('>', '&gt;'));
  });

  test('explain names it, too', async () => {
    const { lab, place } = await followUpdate(play(3 * HOURS));
    const { out } = await alone(lab, ['explain', place.cluster, place.service]);
    expect(out).toContain('the deployment of ShopTaskDef11BF5F05:2 has failed and was rolled back');
    expect(out).toContain(CHANGED);
  });

  test('which revision it deployed cannot be read: none is named, and nothing is said about changes', async () => {
    const { code, out } = await followUpdate(play(3 * HOURS, { world: refused('DescribeServiceRevisions') }));
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('service revisions not readable: grant ecs:DescribeServiceRevisions');
    expect(out).not.toContain(SAME);
    expect(out).not.toMatch(/registered.*ShopTaskDef11BF5F05:1/);
  });

  test('a newer deployment has begun since: it is compared with the one before it, not with the newer one', async () => {
    const { lab, place, out: first } = await followUpdate(play(3 * HOURS));
    const [failed] = /ecs-svc\/\d+/.exec(first) ?? [];
    const { taskDefinition } = callFake(lab.world, 'ecs', 'DescribeTaskDefinition', { taskDefinition: 'ShopTaskDef11BF5F05:1' }) as {
      taskDefinition: { containerDefinitions: { image: string }[] };
    };
    const containerDefinitions = taskDefinition.containerDefinitions.map((one) => ({ ...one, image: one.image.replace('1.41.0', '1.43.0') }));
    callFake(lab.world, 'ecs', 'RegisterTaskDefinition', { ...taskDefinition, containerDefinitions });
    update(lab, place, { taskDefinition: 'ShopTaskDef11BF5F05:3' });
    await lab.advance(600);
    const { out } = await alone(lab, ['follow', place.cluster, place.service, '--deployment', failed ?? '']);
    expect(out).toContain(CHANGED);
  });
});

describe('a deployment of the same revision, over long before', () => {
  test('it is said that the task definition is the one that ran before', async () => {
    const rules: TaskRule[] = [];
    const { lab, place } = await followUpdate({ express: true, begins: 60, rules });
    rules.push({ ...imageGone, when: { deployment: 'new' } });
    update(lab, place, { forceNewDeployment: true });
    await lab.advance(3 * HOURS);
    const { out } = await alone(lab, ['follow', place.cluster, place.service]);
    expect(out).toMatch(/ registered {2}ecs-svc\/\d+ {2}ShopTaskDef11BF5F05:2 /);
    expect(out).toContain(SAME);
  });
});

describe('the stopped tasks are gone', () => {
  test('it is said that ECS keeps them no longer, and what is left to read', async () => {
    const { out } = await followUpdate(play(3 * HOURS, { rules: [inOperation(2, crash)] }));
    expect(out).toContain('its stopped tasks are no longer kept [circuit-breaker-generic]');
    expect(out).not.toContain('AWS gives no reason');
    expect(out).toMatch(/fix: ECS keeps stopped tasks for about one hour: read the service events and the log streams of that time/);
    expect(out).not.toContain('soon');
  });
});
