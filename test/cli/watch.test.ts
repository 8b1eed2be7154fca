import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { beside, Line, openLab, Running } from './bundle';
import { SCENARIO, threeServices } from './three-services';
import { EXIT } from '../../src/cli/exit';
import { Lab } from '../../src/lab/lab';
import { Scenario } from '../../src/lab/world';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'watch-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POLL_MS = 5_000;
// The circuit breaker gives up the service Loop after about 100 s of lab time, and Broken after 19 minutes, because ECS starts its tasks
// ever more rarely.
const at = (lines: readonly Line[], text: string | RegExp) => lines.find((line) => (typeof text === 'string' ? line.text.includes(text) : text.test(line.text)))?.at ?? NaN;

/** Lab milliseconds at which ECS first showed a task as stopped for this reason. */
const stopOf = (lab: Lab, reason: RegExp) => lab.taskStops().find((stop) => reason.test(stop.stoppedReason ?? ''))?.at ?? NaN;

async function watchDeploy(
  args: readonly string[], scenario: Scenario, assembly: string, more: { rollback?: boolean; after?: number } = {},
) {
  const lab = await openLab({ scenario });
  const watch = await beside(lab, ['watch', 'Shop', ...args]);
  const result = await lab.deploy({ assembly, rollback: more.rollback });
  await lab.advance(more.after ?? 60);
  return { lab, watch, result, ...await watch.ended };
}

describe('three services: one broken image, one crash loop, one healthy', () => {
  test.each([
    // With rollback on, the construct's first verdict would end the deployment before the other service has failed.
    ['with the construct', false, false],
    ['without it', true, true],
  ])('%s: both diagnoses within one poll of the first conclusive fact, then the end', async (_, plain, rollback) => {
    const assembly = threeServices({ plain, service: { circuitBreaker: { rollback: true } } });
    const { lab, watch, code, out, err, result } = await watchDeploy([], SCENARIO, assembly, { rollback });
    expect({ code, err }).toEqual({ code: EXIT.failed, err: '' });
    expect(at(watch.lines, '[image-not-found]') - stopOf(lab, /CannotPull/)).toBeLessThanOrEqual(POLL_MS);
    expect(at(watch.lines, '[app-config-missing]') - stopOf(lab, /Essential/)).toBeLessThanOrEqual(POLL_MS);
    expect(out).not.toMatch(/Fine\w+: the deployment fails/);
    expect(out.trim().split('\n').at(-1)).toMatch(new RegExp(`Shop: ${result.stackStatus} after .*; diagnosed: Broken\\w+ \\[image-not-found\\], Loop\\w+ \\[app-config-missing\\]`));
  });

  test('rolled back by the construct: its first diagnosis, and the rollback to its end', async () => {
    const { code, out, result } = await watchDeploy([], SCENARIO, threeServices());
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('[image-not-found]');
    expect(out).toContain(`Shop: ${result.stackStatus}`);
  });

  test('a service in a nested stack', async () => {
    const { code, out } = await watchDeploy([], SCENARIO, threeServices({ plain: true, nested: true, only: ['Loop', 'Fine'], service: { circuitBreaker: { rollback: true } } }));
    expect(code).toBe(EXIT.failed);
    expect(out).toMatch(/Shop-Inner\w+-\w+\/Loop\w+: the deployment fails\n {2}container "app" exits with code 1: "QUEUE_URL is not set" \[app-config-missing\]/);
  });

  test('--json: one documented object a line', async () => {
    const { out } = await watchDeploy(['--json'], SCENARIO, threeServices({ plain: true, service: { circuitBreaker: { rollback: true } } }));
    const objects = out.trim().split('\n').map((line) => JSON.parse(line) as { [key: string]: unknown });
    expect(new Set(objects.map((o) => o.type))).toEqual(new Set(['stack', 'resource', 'service', 'diagnosis', 'end']));
    const [first] = objects.filter((o) => o.type === 'diagnosis');
    expect(Object.keys(first)).toEqual(['type', 'at', 'seconds', 'stack', 'logicalId', 'deployment', 'taskDefinition', 'desired', 'pending', 'running',
      'healthy', 'failed', 'targets', 'status', 'verdict', 'causes', 'over', 'blamed', 'awaited', 'network', 'impact', 'unavailable', 'untrusted', 'text']);
    expect(objects.at(-1)).toMatchObject({ type: 'end', stack: 'Shop', status: 'ROLLBACK_COMPLETE', exitCode: EXIT.failed });
  });

  test('healthy: exit code 0', async () => {
    const { code, out } = await watchDeploy([], { scenario: 1 }, threeServices({ plain: true, only: ['Fine'] }));
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/Shop: CREATE_COMPLETE after \S+\n$/);
  });

  test('--fail-fast ends at the first diagnosis, while the stack goes on', async () => {
    const { code, out } = await watchDeploy(['--fail-fast'], SCENARIO, threeServices({ plain: true, service: { circuitBreaker: { rollback: true } } }));
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('[image-not-found]');
    expect(out).not.toContain('[app-config-missing]');
    expect(out).toMatch(/exited at the first diagnosis \(--fail-fast\); the stack operation continues \(CREATE_IN_PROGRESS\)\n$/);
  });

  test('--record saves what was seen, --html one page', async () => {
    const html = join(folder, 'page.html'), recordings = join(folder, 'recordings');
    await watchDeploy(['--record', recordings, '--html', html], SCENARIO, threeServices({ plain: true, only: ['Loop'], service: { circuitBreaker: { rollback: true } } }));
    const [file] = readdirSync(recordings);
    const text = readFileSync(join(recordings, file), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ recording: 1, provenance: { kind: 'observed' } });
    expect(text).not.toContain('123456789012');
    expect(readFileSync(html, 'utf8')).toContain('app-config-missing');
  });
});

test('the page of an operation without services says so, and what became of the stack', async () => {
  const html = join(folder, 'none.html');
  const { code } = await watchDeploy(['--html', html], { scenario: 1 }, threeServices({ only: [] }));
  expect(code).toBe(EXIT.ok);
  expect(readFileSync(html, 'utf8')).toMatch(/<title>ecs-why: Shop: no ECS service was deployed<\/title>[\s\S]*<h1>Shop: no ECS service was deployed<\/h1>\n<p>the stack Shop completed: CREATE_COMPLETE \S+ after the operation began<\/p>/);
});

test('a file that cannot be written is an error before the watch begins', async () => {
  for (const args of [['--html', join(folder, 'absent', 'page.html')], ['--html', folder], ['--record', join(__filename, 'recordings')]]) {
    const lab = await openLab({ scenario: { scenario: 1 } });
    const { ended } = await beside(lab, ['watch', 'Shop', ...args]);
    expect(await ended).toEqual({ code: EXIT.usage, out: '', err: expect.stringMatching(/^ecs-why: the (page cannot be written|recordings cannot be saved): .*\n$/) });
    expect(lab.calls).toEqual([]);
  }
});

test('piped: the reason of a stopped task is printed once, also if the failure is tolerated', async () => {
  const scenario: Scenario = { ...SCENARIO, services: { Loop: { rules: [{ when: { failFirst: 1 }, containers: { app: { logs: [[1, 'Error: database is starting']], exit: { code: 1, after: 5 } } } }] } } };
  const assembly = threeServices({ plain: true, only: ['Loop'] });
  const { code, out } = await watchDeploy([], scenario, assembly);
  expect(code).toBe(EXIT.ok);
  expect(out).toMatch(/ failed 1; waiting for .*\n {8}1 x Essential container in task exited: container app exited with 1 \([0-9a-f]{8}\)\n/);
  expect(out.match(/Essential container/g)).toHaveLength(1);
  const json = (await watchDeploy(['--json'], scenario, assembly)).out.trim().split('\n').map((line) => JSON.parse(line) as { [key: string]: unknown });
  const stopped = json.flatMap((line) => (line.type === 'service' ? [line.stopped as unknown[]] : []));
  expect(stopped[0]).toEqual([]);
  expect(stopped.at(-1)).toEqual([{ tasks: [expect.stringMatching(/^[0-9a-f]{8}$/)], text: 'Essential container in task exited: container app exited with 1' }]);
});

test('GitHub: what recovered is a warning at the end', async () => {
  const scenario: Scenario = { ...SCENARIO, services: { Loop: { rules: [{ when: { failFirst: 1 }, containers: { app: { logs: [[1, 'Error: database is starting']], exit: { code: 1, after: 5 } } } }] } } };
  const html = join(folder, 'recovered.html');
  const { code, out } = await watchDeploy(['--format', 'github', '--html', html], scenario, threeServices({ plain: true, only: ['Loop'] }));
  expect(code).toBe(EXIT.ok);
  const lines = out.trim().split('\n');
  expect(lines.at(-1)).toMatch(/^::warning title=Shop\/Loop\w+%3A recovered from%3A .*\[app-crashed\]::.*database is starting/);
  expect(lines.filter((line) => line.startsWith('::'))).toHaveLength(1);
  expect(readFileSync(html, 'utf8')).toMatch(/<h1[^>]*>the deployment is complete; it recovered from: [\s\S]*<p>the stack Shop completed: CREATE_COMPLETE 2:1\d after the operation began<\/p>/);
});

describe('an update', () => {
  const scenario: Scenario = { ...SCENARIO, services: { Loop: { rules: [{ when: { operation: 2, deployment: 'new' }, ...SCENARIO.services!.Loop.rules[0] }] } } };

  async function update(args: readonly string[]) {
    const lab = await openLab({ scenario });
    const variant = { plain: true, only: ['Loop'], service: { circuitBreaker: { rollback: true } } };
    await lab.deploy({ assembly: threeServices({ ...variant, imageTag: '1.41.0' }) });
    const watch = await beside(lab, ['watch', 'Shop', ...args]);
    // The stack is idle when the watch begins.
    await lab.advance(20);
    const result = await lab.deploy({ assembly: threeServices(variant) });
    await lab.advance(60);
    return { lab, result, ...await watch.ended };
  }

  test('is waited for, diagnosed, and left alone', async () => {
    const { lab, code, out, result } = await update([]);
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('no operation runs on the stack Shop (CREATE_COMPLETE); waiting for one to begin');
    expect(out).toContain('[app-config-missing]');
    expect(out).toContain('impact: 1 of 1 task of ');
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(lab.calls.map((call) => call.operation)).not.toContain('CancelUpdateStack');
  });

  test('is cancelled by --cancel-on-failure, and only then', async () => {
    const { lab, code, out, result } = await update(['--cancel-on-failure']);
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('asked CloudFormation to cancel the update of Shop');
    expect(lab.calls.filter((call) => call.operation === 'CancelUpdateStack')).toHaveLength(1);
    expect(result.stackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(result.firstFailure?.reason).toMatch(/cancelled/);
  });
});

describe('leaving', () => {
  test('Ctrl-C leaves the stack alone and says so', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    const watch = await beside(lab, ['watch', 'Shop']);
    let ended: Promise<unknown> | undefined;
    lab.at(12, () => {
      watch.child.kill('SIGINT');
      ended = lab.clock.hold(watch.ended);
    });
    const result = await lab.deploy({ assembly: threeServices({ plain: true, only: ['Fine'] }) });
    await ended;
    const { code, out } = await watch.ended;
    expect(code).toBe(EXIT.interrupted);
    expect(out).toMatch(/stopped watching; the operation on the stack Shop continues \(CREATE_IN_PROGRESS\)\n$/);
    expect(result.stackStatus).toBe('CREATE_COMPLETE');
  });

  test('no operation begins in time', async () => {
    const lab = await openLab({ scenario: SCENARIO });
    const watch = await beside(lab, ['watch', 'Shop', '--wait', '30']);
    await lab.advance(60);
    expect(await watch.ended).toMatchObject({ code: EXIT.notFound, err: expect.stringContaining('there is no stack Shop yet, and none began within 30 s') });
  });
});

describe('AWS does not answer as it should', () => {
  const variant = { plain: true, only: ['Loop'], service: { circuitBreaker: { rollback: true } } };
  const run = (faults: Scenario['faults']) => watchDeploy([], { ...SCENARIO, faults }, threeServices(variant));

  test('denied: the action to grant, once, and the rest goes on', async () => {
    const { code, out } = await run([{ service: 'ecs', operation: 'DescribeTaskDefinition', kind: 'accessDenied' }]);
    expect(code).toBe(EXIT.failed);
    expect(out.match(/task definition not readable: grant ecs:DescribeTaskDefinition/g)).toHaveLength(1);
    // Without it nobody knows where the log is, so the log says nothing.
    expect(out).toContain('[app-crashed]');
  });

  test('denied events: an error, because nothing can be known without them', async () => {
    const { code, out, err } = await run([{ service: 'cloudformation', operation: 'DescribeStackEvents', kind: 'accessDenied' }]);
    expect(out + err).toContain('stack events not readable: grant cloudformation:DescribeStackEvents');
    expect(code).toBe(EXIT.couldNotLook);
  });

  test('all of ECS denied: the end names the services that could not be read', async () => {
    const { out } = await run([{ service: 'ecs', kind: 'accessDenied' }]);
    expect(out).toMatch(/Shop: ROLLBACK_COMPLETE after .*; could not be read: Loop\w+\n$/);
  });

  test('throttled: printed, read less often, and diagnosed in the end', async () => {
    const { code, out } = await run([{ service: 'ecs', kind: 'throttle', window: [10, 40] }]);
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('AWS throttles the calls (ThrottlingException)');
    expect(out).toContain('AWS answers again');
    expect(out).toContain('[app-config-missing]');
  });

  test('broken answers are survived', async () => {
    const { code, out } = await run([
      { service: 'ecs', kind: 'htmlPage', window: [5, 15] }, { service: 'cloudformation', kind: 'reset', window: [8, 16] }, { service: 'ecs', kind: 'cutBody', window: [15, 19] },
    ]);
    expect(code).toBe(EXIT.failed);
    expect(out).toContain('[app-config-missing]');
    expect(out).not.toMatch(/\n\s+at /);
  });
});

test('a watch of three hours keeps its memory flat; a recording of it grows to its bound', async () => {
  const lab = await openLab({ scenario: { ...SCENARIO, services: { Loop: { rules: [{ containers: { app: { logs: [[1, 'hello']], exit: { code: 1, after: 20 } } } }] } } } });
  const recordings = join(folder, 'hours'), html = join(folder, 'hours.html');
  const start = (...more: string[]) => beside(lab, ['watch', 'Shop', '--interval', '60', ...more], { node: ['--expose-gc'] });
  const watch = await start(), recorder = await start('--record', recordings, '--html', html);
  const result = await lab.deploy({ assembly: threeServices({ plain: true, only: ['Loop'], service: { circuitBreaker: undefined } }) });
  await lab.advance(60);
  expect(await watch.ended).toMatchObject({ code: EXIT.failed, err: '' });
  const { code, err } = await recorder.ended;
  expect({ code, err }).toEqual({ code: EXIT.failed, err: expect.stringMatching(/^.*\.recording\.json: \d+ frames; \d+ older ones in between are left out to keep it small; hidden: .*; account numbers are replaced; read it before you share it\n$/) });
  expect(statSync(join(recordings, readdirSync(recordings)[0])).size).toBeLessThan(20_000_000);
  expect(result.seconds).toBeGreaterThan(10_000);
  const [[first, , last], [, fullBy, after]] = [watch, recorder].map(({ heap }: Running) => {
    process.stdout.write(`heap over ${result.seconds} s: ${heap.map((h) => (h / 1e6).toFixed(1)).join(' ')} MB\n`);
    const third = Math.floor(heap.length / 3);
    expect(third).toBeGreaterThan(3);
    return [heap.slice(0, third), heap.slice(third, -third), heap.slice(-third)].map((part) => Math.max(...part) / 1e6);
  });
  expect(last - first).toBeLessThan(5);
  expect(after - fullBy).toBeLessThan(5);
  expect(after - last).toBeLessThan(15);
});
