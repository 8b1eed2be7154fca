import { spawn } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BUNDLE, CLEAN_ENV, ecsWhy as run } from './bundle';

const CASES = join(__dirname, '..', 'corpus', 'cases');
const folder = mkdtempSync(join(tmpdir(), 'ecs-why-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ecsWhy = (...args: string[]) => run(args);
const lines = (out: string) => out.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('demo', () => {
  let results: Record<string, any>[]; // eslint-disable-line @typescript-eslint/no-explicit-any
  beforeAll(() => {
    const { code, out, err } = ecsWhy('demo', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    results = lines(out);
  }, 120_000);

  test('three scenarios, each deployed twice, the documented keys and nothing else', () => {
    expect(results.map((r) => r.scenario)).toEqual(['image-tag-missing', 'app-exits', 'health-check-404']);
    for (const result of results) {
      expect(Object.keys(result)).toEqual(['scenario', 'baseline', 'diagnosed']);
      for (const side of [result.baseline, result.diagnosed]) {
        expect(Object.keys(side)).toEqual(['stackStatus', 'seconds', 'firstFailure', 'events']);
        expect(Object.keys(side.firstFailure)).toEqual(expect.arrayContaining(['logicalId', 'resourceType', 'reason']));
        for (const event of side.events) expect(Object.keys(event)).toEqual(['seconds', 'logicalId', 'resourceType', 'status', 'reason']);
      }
    }
  });

  test('the baseline learns the breaker, later; the diagnosed service its cause', () => {
    const causes = ['image-not-found', 'app-config-missing', 'elb-health-check-status'];
    results.forEach(({ baseline, diagnosed }, i) => {
      expect(baseline.firstFailure.resourceType).toBe('AWS::ECS::Service');
      expect(baseline.firstFailure.reason).toContain('Circuit Breaker');
      expect(diagnosed.firstFailure.resourceType).toBe('Custom::EcsDeploymentDiagnosis');
      expect(diagnosed.firstFailure.reason).toContain(`[${causes[i]}]`);
      expect(diagnosed.firstFailure.seconds).toBeLessThan(baseline.firstFailure.seconds);
      expect(diagnosed.stackStatus).toBe(baseline.stackStatus);
    });
  });

  test('the same run twice prints the same bytes', () => {
    expect(ecsWhy('demo', '--json', 'app-exits').out.trim()).toBe(JSON.stringify(results[1]));
  }, 60_000);

  test('several scenarios close with all first failures in one screen', () => {
    const { out } = ecsWhy('demo', 'image-tag-missing', 'app-exits');
    const [, ...summary] = out.slice(out.indexOf('In short')).trim().replace(/\n {10,}\[/g, ' [').split('\n');
    expect(summary).toEqual(['image-tag-missing', 'app-exits'].flatMap((name) => [
      '', name, expect.stringMatching(/^ +\d+:\d\d {2}plain {6}Error occurred .*Circuit Breaker/), expect.stringMatching(/^ +\d+:\d\d {2}diagnosed {2}container "api" .*\]$/),
    ]));
  }, 60_000);

  test('--follow: no stack waits, and the cause is found', () => {
    const page = join(folder, 'followed.html'), junit = join(folder, 'followed.xml');
    const { code, out, err } = ecsWhy('demo', 'app-exits', '--follow', '--html', page, '--junit', junit);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ +0:00 {2}\S+ {2}registered {2}ecs-svc\/[^]*\n {2}container "api" exits with code 1: .*\[app-config-missing\]\n[^]*: failed \[app-config-missing\] after 0:\d\d\n$/);
    expect(readFileSync(page, 'utf8')).toContain('app-config-missing');
    expect(readFileSync(junit, 'utf8')).toMatch(/<testcase [^>]*>\s*<failure [^>]*type="app-config-missing"/);
    // the deployment has failed, and the demo has not
    expect(ecsWhy('demo', '--help').out.replace(/\s+/g, ' ')).toContain('the exit code is that of the demo, not of these deployments');
  });

  test('--watch has a JUnit file, too; the other ways to play have none', () => {
    const junit = join(folder, 'watched.xml');
    expect(ecsWhy('demo', 'app-exits', '--watch', '--junit', junit)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(junit, 'utf8')).toMatch(/<testcase [^>]*>\s*<failure [^>]*type="app-config-missing"/);
    expect(ecsWhy('demo', 'app-exits', '--junit', junit)).toMatchObject({ code: 2, out: '', err: 'ecs-why: --junit goes with --watch or --follow\n' });
    expect(ecsWhy('demo', '--follow', '--junit', junit)).toMatchObject({ code: 2, out: '', err: 'ecs-why: --junit takes one scenario, so that no file overwrites another\n' });
  });

  test('--list, and a name that does not exist', () => {
    const why = ecsWhy('demo', 'app-exits', '--why');
    expect(why).toMatchObject({ code: 0, err: '' });
    expect(why.out).toMatch(/^the stack Shop was rolled back: .*\n\nApiService\w+ \(UPDATE_FAILED\), as diagnosed at the time \(stack event of ApiDeploymentDiagnosis/);
    expect(ecsWhy('demo', 'app-exits', '--why', '--watch').code).toBe(2);
    expect(ecsWhy('demo', 'app-exits', '--follow', '--why').code).toBe(2);
    expect(ecsWhy('demo', '--list').out).toMatch(/^image-tag-missing {2}.+\napp-exits {10}.+\nhealth-check-404 {3}.+\n$/);
    const { code, err } = ecsWhy('demo', 'no-such');
    expect(code).toBe(2);
    expect(err).toContain('There is no scenario "no-such"');
  });
});

describe('demo, left with Ctrl-C', () => {
  const interrupted = async (signal: NodeJS.Signals, when: RegExp | 'at once', ...args: string[]) => {
    const tmp = mkdtempSync(join(folder, 'tmp-'));
    const child = spawn(process.execPath, [BUNDLE, 'demo', ...args], { env: { ...CLEAN_ENV, TMPDIR: tmp }, stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let out = '';
    await new Promise<void>((resolve) => {
      child.on('close', () => resolve());
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        if (when !== 'at once' && when.test(out)) resolve();
      });
      if (when === 'at once') {
        const poll = setInterval(() => {
          if (!readdirSync(tmp).length) return;
          clearInterval(poll);
          resolve();
        }, 5);
      }
    });
    expect(readdirSync(tmp)).toEqual([expect.stringMatching(/^ecs-why-demo-/)]);
    child.kill(signal);
    return { code: await ended, left: readdirSync(tmp), err };
  };

  test.each<[string, NodeJS.Signals, RegExp | 'at once', string[]]>([
    ['while the app is synthesized', 'SIGINT', 'at once', ['app-exits']],
    ['while it compares', 'SIGINT', /image-tag-missing/, []],
    ['while it plays the watch', 'SIGINT', /CREATE_IN_PROGRESS/, ['--watch']],
    ['while it plays follow', 'SIGINT', /registered/, ['--follow']],
    ['or ended by a program', 'SIGTERM', /CREATE_IN_PROGRESS/, ['--watch']],
  ])('%s: nothing is left in the folder for temporary files', async (_, signal, when, args) => {
    expect(await interrupted(signal, when, ...args)).toEqual({ code: 130, left: [], err: '' });
  });
});

describe('replay', () => {
  const recordings = readdirSync(CASES).filter((f) => f.endsWith('.json') && !f.endsWith('.expect.json')).map((f) => join(CASES, f));

  test('--json: one object a line, in order, with its file', () => {
    const { code, out } = ecsWhy('replay', '--json', ...recordings);
    expect(code).toBe(0);
    const objects = lines(out);
    expect(objects.map((o) => o.file)).toEqual(recordings);
    for (const object of objects) {
      expect(Object.keys(object)).toEqual(['file', 'status', 'verdict', 'causes', 'over', 'blamed', 'awaited', 'network', 'impact', 'unavailable', 'untrusted', 'text']);
    }
  });

  test('text for people; --exit-code marks a failed deployment', () => {
    const bad = join(CASES, 'entrypoint-missing-in-image.json'), fine = join(CASES, 'bake-time.json');
    expect(ecsWhy('replay', bad)).toMatchObject({ code: 0, out: expect.stringContaining('[entrypoint-not-found]') });
    expect(ecsWhy('replay', '--exit-code', bad).code).toBe(1);
    expect(ecsWhy('replay', '--exit-code', fine).code).toBe(0);
  });

  test('a file that cannot be read does not stop the others', () => {
    const broken = join(folder, 'broken.json'), wrong = join(folder, 'wrong.json');
    writeFileSync(broken, '{"recording": 1, "frames": [');
    writeFileSync(wrong, '{"recording": 1, "frames": "none"}');
    const { code, out, err } = ecsWhy('replay', '--json', broken, recordings[0], wrong, join(folder, 'absent.json'));
    expect(code).toBe(3);
    expect(lines(out).map((o) => o.status === 'unknown' && (o.causes as unknown[]).length === 0)).toEqual([true, false, true, true]);
    expect(err).toContain('broken.json');
    expect(err).toMatch(/wrong\.json: .*frames/);
    expect(err).not.toMatch(/\n\s+at /); // no stack trace
  });
});

test.each([[['frob_nicate'], 2], [['replay'], 2], [['--help'], 0], [['demo', '--help'], 0]])('%j exits with %i', (args, code) => {
  expect(ecsWhy(...args).code).toBe(code);
});

test.each([
  [['follow', 'prod', 'web', '--timeout', 'x\n::error::y']], [['follow', 'prod', '--until', 'x\n##[error]y']], [['record', '--x\n::error::y']],
  [['follow', 'a\n::error::y', '--services', 'b', '--region', 'eu-west-1', 'c']], [['causes', 'x\n::error::y']], [['demo', '##[error]y\nz']], [['replay', '/x\n::error::y']],
  [['explain', '::error::y\nz a b']],
])('arguments give no command to a CI runner: %j', (args) => {
  const { code, out, err } = run(args, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err).toMatch(/^ecs-why: /);
  expect(err).not.toMatch(/^\s*::|##\[/m);
  expect(err.split('\n').filter((line) => line && !/^\(ecs-why [\w ]*--help /.test(line))).toHaveLength(1);
});
