import { execFileSync } from 'child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ActionRun, readAction, ROOT, runAction } from './action';
import { newFolder } from './shell';
import { EXIT } from '../../src/cli/exit';
import { outcomeOfExit } from '../../src/cli/output/github';
import { Lab } from '../../src/lab/lab';
import { DeploymentRule, TaskRule } from '../../src/lab/world';
import { BUNDLE, openLab } from '../cli/bundle';
import { placeIn, ServicePlace, shift, V1, V2 } from '../cli/follow/deploys';
import { crash, imageGone, inOperation } from '../lifecycle/rules';
import { HOOK, onUpdate, PAUSE } from '../lifecycle/shifting';
import { assembly, Version } from '../lifecycle/shop';

// Real processes: on a busy machine one deployment may take many seconds.
jest.setTimeout(120_000);

interface Play {
  readonly rules?: readonly TaskRule[];
  readonly inputs?: (place: ServicePlace) => { readonly [name: string]: string };
  readonly after?: number;
  readonly versions?: readonly [Version, Version];
  readonly deployments?: readonly DeploymentRule[];
}

/** The second deployment of a service, with the action beside it. */
async function play(given: Play): Promise<ActionRun & { readonly lab: Lab; readonly place: ServicePlace }> {
  const { rules = [], inputs = (place) => ({ ...place, wait: '5m' }), after = 120, versions: [before, next] = [V1, V2], deployments = [] } = given;
  const lab = await openLab({ scenario: { scenario: 1, seed: 7, services: { Api: { rules, deployments } } } });
  await lab.deploy({ assembly: assembly(before) });
  const place = placeIn(lab);
  const { ended } = await runAction(lab, inputs(place));
  await lab.advance(7);
  await lab.deploy({ assembly: assembly(next) });
  await lab.advance(after);
  return { lab, place, ...await ended };
}

/** Without any service. */
async function inEmptyAccount(inputs: { readonly [name: string]: string }): Promise<ActionRun> {
  const lab = await openLab({ scenario: { scenario: 1 } });
  const { ended } = await runAction(lab, inputs);
  await lab.advance(60);
  return ended;
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

test.each([
  ['the npm package', '', `cdk-diagnosed-fargate@${version}`],
  ['the bundle of a checkout', BUNDLE, ''],
])('a failed deployment, by %s: exit code, annotation, outputs, summary and page', async (_, bundle, npm) => {
  const { code, out, err, outputs, summary, npx } = await play({ rules: [inOperation(2, imageGone)], inputs: (place) => ({ ...place, bundle, wait: '5m' }) });
  expect({ code, err, npx }).toEqual({ code: EXIT.failed, err: '', npx: npm });
  expect(out).toMatch(/^::error title=.*\[image-not-found\]::/m);
  const { headline, report, ...rest } = outputs;
  expect(rest).toEqual({ outcome: 'failed', cause: 'image-not-found', fatal: 'true' });
  expect(headline).toMatch(/\[image-not-found\]$/);
  expect(summary).toContain('### ');
  expect(summary).toContain('image-not-found');
  expect(readFileSync(report, 'utf8')).toContain('<!doctype html>');
});

test('a cause that could be gone at the next try is not fatal', async () => {
  const { outputs } = await play({ rules: [inOperation(2, { containers: { api: { exit: { code: 137, after: 2 } } } })] });
  expect(outputs).toMatchObject({ outcome: 'failed', fatal: 'false' });
  expect(outputs.cause).not.toBe('');
});

test('a deployment that succeeds: exit code 0, no annotation, empty outputs', async () => {
  const { code, out, outputs: { report, ...outputs } } = await play({});
  expect(code).toBe(EXIT.ok);
  expect(out).not.toMatch(/^::/m);
  expect(outputs).toEqual({ outcome: 'deployed', cause: '', headline: '', fatal: 'false' });
  expect(existsSync(report)).toBe(true);
});

const STAGE = 'POST_TEST_TRAFFIC_SHIFT';

test.each<['stable' | 'paused', Partial<Play>]>([
  ['stable', {}],
  ['paused', {
    versions: shift({ LifecycleHooks: [{ ...HOOK, ...PAUSE, LifecycleStages: [STAGE] }] }),
    deployments: onUpdate({ hooks: { [STAGE]: { after: 300, action: 'CONTINUE' } } }),
  }],
])('until %s: the outcome says so', async (until, more) => {
  const { code, out, outputs } = await play({ ...more, inputs: (place) => ({ ...place, wait: '5m', until }) });
  expect({ code, out, outcome: outputs.outcome }).toEqual({ code: EXIT.ok, out: expect.stringMatching(new RegExp(`: ${until} after`)), outcome: until });
});

test('a stack', async () => {
  const { code, outputs } = await play({ rules: [inOperation(2, crash)], inputs: () => ({ stack: 'Shop', wait: '5m' }) });
  expect(code).toBe(EXIT.failed);
  expect(outputs).toMatchObject({ outcome: 'failed', cause: 'app-config-missing' });
});

test('several services, and a JUnit file', async () => {
  const junit = join(ROOT, 'node_modules', '.cache', 'action-junit.xml');
  const { code, outputs } = await play({ inputs: ({ cluster, service }) => ({ cluster, services: `${service}, ${service}`, wait: '5m', junit }) });
  expect({ code, outcome: outputs.outcome }).toEqual({ code: EXIT.ok, outcome: 'deployed' });
  expect(readFileSync(junit, 'utf8')).toContain('<testcase ');
});

test('the inputs reach the command', async () => {
  const report = join(ROOT, 'node_modules', '.cache', 'action-report.html');
  const { code, outputs } = await play({
    rules: [inOperation(2, { hang: 'PROVISIONING' })],
    inputs: ({ cluster, service }) => ({
      cluster, service, 'region': 'eu-west-1', 'wait': '5m', 'task-definition': 'ShopTaskDef11BF5F05:2', 'until': 'stable', 'timeout': '90s', 'on-failure': 'stop', report,
    }),
    after: 600,
  });
  expect(code).toBe(EXIT.timedOut);
  expect(outputs).toMatchObject({ outcome: 'timed-out', report });
});

test('a page of an earlier step is not given as that of a run that wrote none', async () => {
  const report = join(ROOT, 'node_modules', '.cache', 'action-stale.html');
  writeFileSync(report, 'of an earlier step');
  const { code, outputs } = await play({ inputs: ({ cluster }) => ({ cluster, service: 'x', wait: 'soon', report }) });
  expect({ code, report: outputs.report }).toEqual({ code: EXIT.usage, report: '' });
});

describe('what is not a regular file is no report, and nothing of it is removed', () => {
  // outside the checkout: what packages or copies it fails at a pipe
  const folder = mkdtempSync(join(tmpdir(), 'action-reports-'));
  const inFolder = (name: string) => join(folder, name);
  beforeAll(() => {
    mkdirSync(inFolder('folder'));
    writeFileSync(inFolder('file'), 'of somebody else');
    symlinkSync('file', inFolder('link'));
    symlinkSync('absent', inFolder('broken-link'));
    execFileSync('mkfifo', [inFolder('pipe')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['folder', 'link', 'broken-link', 'pipe'])('%s', async (name) => {
    const { code, out, outputs } = await inEmptyAccount({ cluster: 'prod', service: 'web', report: inFolder(name) });
    expect({ code, outcome: outputs.outcome }).toEqual({ code: EXIT.usage, outcome: 'wrong-usage' });
    expect(out).toMatch(/::error::report: it is not a regular file/);
    expect(lstatSync(inFolder(name))).toBeDefined();
    expect(readFileSync(inFolder('file'), 'utf8')).toBe('of somebody else');
  });
});

test('no deployment in time', async () => {
  const { code, outputs } = await play({ inputs: ({ cluster }) => ({ cluster, service: 'absent' }) });
  expect(code).toBe(EXIT.notFound);
  expect(outputs).toMatchObject({ outcome: 'not-found', cause: '' });
});

describe('the outcome of each exit code', () => {
  // In place of the command: only its exit code counts here.
  const codes: { readonly [name in keyof typeof EXIT]: string } = {
    ok: 'deployed', failed: 'failed', usage: 'wrong-usage', couldNotLook: 'not-read', credentials: 'credentials', notFound: 'not-found',
    timedOut: 'timed-out', superseded: 'superseded', interrupted: 'interrupted',
  };
  const named = Object.entries(codes).map(([name, outcome]) => [EXIT[name as keyof typeof EXIT] as number, outcome] as const);
  test.each([...named, [99, 'error'] as const])('%i: %s', async (exit, outcome) => {
    const bundle = join(newFolder(), 'ends.cjs');
    writeFileSync(bundle, `process.exit(${exit});`);
    const { code, outputs } = await inEmptyAccount({ cluster: 'prod', service: 'web', bundle });
    expect({ code, outputs }).toEqual({ code: exit, outputs: { outcome, cause: '', headline: '', fatal: '', report: '' } });
  });

  test('the outcome that the command gives wins', async () => {
    const bundle = join(newFolder(), 'ends.cjs');
    writeFileSync(bundle, "require('fs').appendFileSync(process.env.GITHUB_OUTPUT, 'outcome=paused\\n');");
    const { code, outputs } = await inEmptyAccount({ cluster: 'prod', service: 'web', bundle });
    expect({ code, outcome: outputs.outcome }).toEqual({ code: EXIT.ok, outcome: 'paused' });
  });

  test('every outcome is in the description of the output, and in the README', () => {
    const { description } = readAction().outputs.outcome as { description?: string };
    const all = [...named.map(([, outcome]) => outcome), 'stable', 'paused', 'error'];
    expect(description?.replace('One of ', '').split(', ').sort()).toEqual([...all].sort());
    const row = /^\| `outcome` \| (.*)$/m.exec(readFileSync(join(ROOT, 'examples', 'github-action', 'README.md'), 'utf8'))?.[1] ?? '';
    for (const outcome of all) expect(row).toContain(`\`${outcome}\``);
  });

  test.each([...named, [99, 'error'] as const])('the command calls %i as the action does: %s', (exit, outcome) => {
    expect(outcomeOfExit(exit)).toBe(outcome);
  });
});

test('no input becomes a part of the script', async () => {
  const mark = join(ROOT, 'node_modules', '.cache', 'injected');
  for (const text of [`$(touch ${mark})`, `"; touch ${mark}; "`, `'; touch ${mark} #`, `a\ntouch ${mark}`, '--endpoint-url=http://127.0.0.1:1', '-V']) {
    const { code, outputs } = await inEmptyAccount({ cluster: text, service: text });
    // a service with a slash is the path of a construct, and there is no cloud assembly
    const expected = text.includes('/') ? { code: EXIT.couldNotLook, outcome: 'not-read' } : { code: EXIT.notFound, outcome: 'not-found' };
    expect({ text, code, outcome: outputs.outcome }).toEqual({ text, ...expected });
  }
  expect(existsSync(mark)).toBe(false);
});

const NEWEST = /^::notice::deployment, task-definition, since and wait are empty: the newest deployment counts/m;
const WHOLE = /^::notice::service and services are empty: the action follows all services of the cluster/m;

test.each<[string, { readonly [name: string]: string }, string, RegExp | undefined]>([
  ['the newest deployment', { cluster: 'prod', service: 'web' }, 'inputs: cluster=prod service=web; empty: services deployment task-definition since wait region', NEWEST],
  ['that of a revision', { 'cluster': 'prod', 'services': 'web,api', 'task-definition': 'web:1' }, 'inputs: cluster=prod services=web\\,api task-definition=web:1; empty: service deployment since wait region', undefined],
  ['a whole cluster', { cluster: 'prod' }, 'inputs: cluster=prod; empty: service services deployment task-definition since wait region', WHOLE],
  ['a service by its ARN', { cluster: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web', since: '5m', wait: '0' },
    'inputs: cluster=arn:aws:ecs:eu-west-1:123456789012:service/prod/web since=5m wait=0; empty: service services deployment task-definition region', undefined],
  ['a stack', { stack: 'Shop', wait: '0' }, 'inputs: stack=Shop wait=0; empty: region', undefined],
])('the log has the inputs, which are empty, and what that means: %s', async (_, inputs, log, notice) => {
  const { out } = await inEmptyAccount(inputs);
  expect(out.split('\n')[0]).toBe(log);
  const notices = out.match(/^::notice::.*$/gm) ?? [];
  expect(notices).toEqual(notice ? [expect.stringMatching(notice)] : []);
});

test('an input in the log gives no command to the runner', async () => {
  const { out } = await inEmptyAccount({ cluster: 'prod\n::error::a', service: '##[error]b', region: 'eu-west-1' });
  expect(out.split('\n')[0]).toBe("inputs: cluster=$'prod\\n::error::a' service=\\##\\[error\\]b region=eu-west-1; empty: services deployment task-definition since wait");
});

test.each(['region', 'wait', 'deployment', 'task-definition', 'since', 'until', 'timeout', 'on-failure'])('-V and --help as %s are wrong usage', async (name) => {
  for (const value of ['-V', '--version', '--help']) {
    const { code, outputs } = await inEmptyAccount({ cluster: 'prod', service: 'web', [name]: value });
    expect({ value, code, outcome: outputs.outcome }).toEqual({ value, code: EXIT.usage, outcome: 'wrong-usage' });
  }
});

test.each<[string, { readonly [name: string]: string }, RegExp]>([
  ['neither a cluster nor a stack', {}, /::error::cluster: /],
  ['both', { cluster: 'prod', service: 'web', stack: 'Shop' }, /::error::stack: give a stack, or/],
  ['one service and several', { cluster: 'prod', service: 'web', services: 'worker' }, /::error::services: give one service or several/],
  ['a stack and services', { stack: 'Shop', services: 'web' }, /::error::stack: give a stack, or/],
  ['what a stack does not have', { stack: 'Shop', until: 'stable' }, /::error::stack: only/],
  ['a bundle that is not there', { cluster: 'prod', service: 'web', bundle: '--version' }, /::error::bundle: there is no such file/],
  ['another package', { cluster: 'prod', service: 'web', version: 'npm:other@1' }, /::error::version: /],
  ['an address of a package', { cluster: 'prod', service: 'web', version: 'https://example.com/x.tgz' }, /::error::version: /],
  ['a line break in the version', { cluster: 'prod', service: 'web', version: '1\n2' }, /::error::version: /],
])('refused: %s', async (_, inputs, expected) => {
  const { code, out, outputs, npx } = await inEmptyAccount(inputs);
  expect({ code, outcome: outputs.outcome, npx }).toEqual({ code: EXIT.usage, outcome: 'wrong-usage', npx: '' });
  expect(out).toMatch(expected);
});

test('the version of the package is the default, and every input goes through the environment', () => {
  const { inputs, runs } = readAction();
  expect(inputs.version.default).toBe(version);
  for (const { run, env = {} } of runs.steps) {
    expect(run).not.toContain('${{');
    expect(Object.values(env).sort()).toEqual(Object.keys(inputs).map((name) => `\${{ inputs.${name} }}`).sort());
    for (const name of Object.keys(env)) expect(run).toContain(`$${name}`.replace('$INPUT_REPORT', '${INPUT_REPORT'));
  }
});
