import { ChildProcess, spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Aws } from './aws';
import { labSession, MAIN, Session } from './in-lab';
import { Finding } from './model';
import { listing } from './options';
import { regionsTag } from './partition';
import { toJson, toMarkdown } from './report';
import { EXIT, Result, run } from './run';
import { createStack, deleteStack, PREFIX, TAG } from './stacks';
import { TESTS } from './tests';
import { AwsError, callFake } from '../../src/lab/world';

// The kit as it runs on an account, against the lab. Real functions run in child processes.
jest.setTimeout(process.env.LIVE === 'all' ? 900_000 : 120_000);
process.env.JSII_DEPRECATED = 'quiet';

const OUT = mkdtempSync(join(tmpdir(), 'live-out-'));
afterAll(() => rmSync(OUT, { recursive: true, force: true }));
const ROOT = join(__dirname, '..', '..');

// In this file only, and first: it writes the bundle that the tests of processes run.
describe('npm run live', () => {
  const CLEAN = { PATH: process.env.PATH, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };

  test('--list prints the tests without credentials, and docs/live.md shows them', () => {
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'live.mjs'), '--list'], { encoding: 'utf8', env: CLEAN });
    expect(status).toBe(0);
    expect(stdout.trimEnd()).toBe(listing(TESTS));
    expect(stdout.match(/^L\d+ /gm)).toHaveLength(14);
    expect(readFileSync(join(ROOT, 'docs', 'live.md'), 'utf8')).toContain(`\`\`\`\n${stdout}\`\`\``);
  });

  test('without credentials and without a Region each test has one line', () => {
    const start = (env: NodeJS.ProcessEnv) => spawnSync(process.execPath, [MAIN, 'L1', 'L2', '--yes'], { encoding: 'utf8', env: { ...CLEAN, ...env } });
    const noRegion = start({});
    expect(noRegion.stdout).toMatch(/^\S+ L1: not run: no AWS region: .*\n\S+ L2: not run: no AWS region: .*\n$/);
    const noCredentials = start({ AWS_REGION: 'eu-west-1' });
    expect(noCredentials.stdout).toMatch(/^\S+ L1: not run: no AWS credentials: .*\n\S+ L2: not run: no AWS credentials: .*\n$/);
    for (const { status, stderr } of [noRegion, noCredentials]) expect([status, stderr]).toEqual([4, '']);
  });
});

let session: Session | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

async function open(...given: Parameters<typeof labSession>): Promise<Session> {
  session = await labSession(...given);
  return session;
}

const verdicts = ({ report }: Result) => Object.fromEntries(report.tests.map(({ id, verdict }) => [id, verdict]));
const findings = ({ report }: Result, id: string): readonly Finding[] => report.tests.find((test) => test.id === id)?.findings ?? [];
const answer = (result: Result, id: string, begin: string) => findings(result, id).find(({ question }) => question.startsWith(begin));

function nothingIsLeft({ lab, bucket }: Session): void {
  expect(lab.engine.all().filter(({ status }) => status !== 'DELETE_COMPLETE').map(({ name }) => name)).toEqual([]);
  expect(bucket.objects.size).toBe(0);
  expect(callFake(lab.world, 'logs', 'DescribeLogGroups', { logGroupNamePrefix: PREFIX })).toMatchObject({ logGroups: [] });
  expect(lab.violations).toEqual([]);
}

const LAST_UPDATED = 'What LastUpdatedTime', OLD_STATUS = 'For how long', EMPTY_PAGES = 'How many first pages', COUNTS = 'Whether an exit';

const OFTEN = {
  L1: 'pass',
  L2: 'pass',
  L4: 'pass',
  L5: 'pass',
  L6: 'pass',
  L8: 'pass',
  // in the one Region of the lab, which is also that of the run: L10 needs the stack that is there
  L9: 'pass',
  L10: 'pass',
  L14: 'pass',
};
/** With LIVE=all, too: they take as long as all others together. */
const MORE = {
  L3: 'pass',
  L7: 'pass',
  L11: expect.stringMatching(/^settled: the new one, before it is complete/),
  L12: expect.stringMatching(/^settled: /),
  L13: expect.stringMatching(/^not in the lab: /),
};

test('on the lab as it is by default', async () => {
  const live = await open();
  const expected = process.env.LIVE === 'all' ? { ...OFTEN, ...MORE } : OFTEN;
  const result = await live.play(Object.keys(expected));
  expect(verdicts(result)).toEqual(expected);
  expect(answer(result, 'L2', LAST_UPDATED)).toMatchObject({ outcome: 'settled', answer: expect.stringMatching(/^its start while it runs \(0\.0 s from the first event\); after it, /) });
  expect(answer(result, 'L2', OLD_STATUS)).toMatchObject({ outcome: 'settled', answer: '0 s' });
  expect(answer(result, 'L5', EMPTY_PAGES)?.answer).toBe('10 of 10 after 5 s, 10 of 10 after 60 s, 10 of 10 after 300 s');
  expect(answer(result, 'L5', COUNTS)?.answer).toMatch(/failedTasks counted [1-9]/);
  expect(result.exitCode).toBe(EXIT.ok);
  nothingIsLeft(live);
  // the report, ready for an issue
  const text = toMarkdown(result.report);
  expect(text).toContain('The lab is a model');
  expect(text).toContain('| L2 | Update to a bad image tag | pass |');
  expect(text.length).toBeLessThan(65_536);
  for (const whole of [text, toJson(result.report)]) expect(whole).not.toMatch(/123456789012|vpc-[0-9a-f]{8}|subnet-[0-9a-f]{8}/);
});

test('the lab behaves the other way: answers are the other ones', async () => {
  const live = await open({
    switches: { lastUpdatedTime: 'end', stackStatusLag: 10, logs: { emptyTailPages: 0 }, ecs: { exitAfterRunningCounts: false } },
  });
  const result = await live.play(['L2', 'L5']);
  expect(answer(result, 'L2', LAST_UPDATED)).toMatchObject({ outcome: 'settled', answer: expect.stringMatching(/^not its start/) });
  expect(answer(result, 'L2', OLD_STATUS)?.answer).toMatch(/^at most 1\d\.\d s$/);
  expect(answer(result, 'L5', EMPTY_PAGES)?.answer).toBe('0 of 10 after 5 s, 0 of 10 after 60 s, 0 of 10 after 300 s');
  expect(answer(result, 'L5', COUNTS)?.answer).toMatch(/failedTasks counted 0, the circuit breaker 0/);
  nothingIsLeft(live);
});

test('policies that permit nothing for 15 minutes: L1 fails', async () => {
  const live = await open({ switches: { iam: { policyEffectiveAfter: 900 } } });
  const result = await live.play(['L1']);
  expect(verdicts(result)).toEqual({ L1: 'fail' });
  expect(findings(result, 'L1').map(({ outcome }) => outcome)).toEqual(['fail', 'open', 'fail', 'fail', 'settled']);
  expect(result.exitCode).toBe(EXIT.failed);
  nothingIsLeft(live);
});

test('Ctrl-C in the middle of an update: all is removed, the rest is not run', async () => {
  const live = await open();
  const { lab } = live;
  const isUpdating = () => lab.engine.all().some(({ name, status }) => name.endsWith('-l2') && status === 'UPDATE_IN_PROGRESS');
  const watch = () => {
    if (isUpdating()) lab.clock.after(10_000, () => live.interrupt());
    else lab.clock.after(1000, watch);
  };
  lab.clock.after(1000, watch);
  const result = await live.play(['L2', 'L1']);
  expect(verdicts(result)).toEqual({ L2: 'not run to its end: interrupted', L1: 'not run: interrupted' });
  expect(result.exitCode).toBe(EXIT.interrupted);
  nothingIsLeft(live);
});

describe('a process that is ended from outside cleans up before it ends', () => {
  const INTERRUPTED = /interrupted: cleaning up, which takes some minutes/;

  test.each<readonly [string, (child: ChildProcess) => void, RegExp]>([
    ['Ctrl-C', (child) => child.kill('SIGINT'), /interrupted: cleaning up, which takes some minutes[^]*L10: not run to its end: interrupted\n/],
    ['kill', (child) => child.kill('SIGTERM'), INTERRUPTED],
    ['a terminal that is closed', (child) => {
      child.stdout?.destroy();
      child.kill('SIGHUP');
      child.kill('SIGHUP');
    }, INTERRUPTED],
    ['| head', (child) => child.stdout?.destroy(), INTERRUPTED],
    ['|& head', (child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, /create cdf-live-\w+-l10/],
  ])('%s', async (_, end, output) => {
    const live = await open();
    const { lab } = live;
    const kit = await live.process(['L10', 'L8', '--yes', '--out', OUT]);
    const isDeploying = () => lab.engine.all().some(({ name, status }) => name.endsWith('-l10') && status === 'CREATE_IN_PROGRESS');
    await lab.clock.run(() => isDeploying() || kit.hasEnded());
    end(kit.child);
    await lab.clock.run(kit.hasEnded);
    expect(kit.output()).toMatch(output);
    expect(kit.child.exitCode).toBe(EXIT.interrupted);
    nothingIsLeft(live);
  });
});

test('a folder for the report that cannot be made: nothing is made at all', async () => {
  const live = await open();
  writeFileSync(join(OUT, 'file'), '');
  const kit = await live.process(['L10', '--yes', '--out', join(OUT, 'file', 'folder')]);
  await live.lab.clock.run(kit.hasEnded);
  expect(kit.output()).toMatch(/^no report can be written into .*: ENOTDIR/);
  expect([kit.child.exitCode, live.lab.calls.length]).toEqual([EXIT.usage, 0]);
});

test('Ctrl-C in the middle of L9: its stack is removed', async () => {
  const live = await open();
  const { lab } = live;
  const watch = () => {
    if (lab.engine.all().some(({ name }) => name.endsWith('-l9'))) live.interrupt();
    else lab.clock.after(1000, watch);
  };
  lab.clock.after(1000, watch);
  const result = await live.play(['L9']);
  expect(verdicts(result)).toEqual({ L9: 'not run to its end: interrupted' });
  // for the clean-up after a run that is killed in L9
  expect(lab.engine.all().find(({ name }) => name.endsWith('-base'))?.tags).toEqual({ [TAG]: 'lab', ...regionsTag(['eu-west-1']) });
  nothingIsLeft(live);
});

test('somebody else deletes the stack of a test: it is not run, and does not fail', async () => {
  const live = await open();
  const { lab } = live;
  const watch = () => {
    const stack = lab.engine.all().find(({ name, status }) => name.endsWith('-l10') && status === 'CREATE_IN_PROGRESS');
    if (stack) void deleteStack(new Aws(), stack.name);
    else lab.clock.after(1000, watch);
  };
  lab.clock.after(1000, watch);
  const result = await live.play(['L10']);
  expect(verdicts(result)).toEqual({ L10: 'not run to its end: somebody else has deleted cdf-live-lab-l10' });
  nothingIsLeft(live);
});

test('a second run does not begin while the first is under way', async () => {
  const live = await open();
  const { lab } = live;
  let second: Result | undefined;
  const begin = () => run({ tests: TESTS.filter(({ id }) => id === 'L8') }, {
    aws: new Aws(),
    time: { now: () => lab.clock.now(), sleep: () => Promise.reject(new Error('it must not wait for anything')) },
    signal: new AbortController().signal,
    say: () => undefined,
    ask: () => Promise.reject(new Error('it must not ask')),
    run: 'other',
  });
  const watch = () => {
    const isDeploying = lab.engine.all().some(({ name, status }) => name.endsWith('-l10') && status === 'CREATE_IN_PROGRESS');
    if (isDeploying) void begin().then((result) => { second = result; });
    else lab.clock.after(1000, watch);
  };
  lab.clock.after(1000, watch);
  const first = await live.play(['L10']);
  expect(verdicts(first)).toEqual({ L10: 'pass' });
  expect(second && verdicts(second)).toEqual({ L8: expect.stringMatching(/^not run: another run may be under way \(stack cdf-live-lab-/) });
  nothingIsLeft(live);
});

test('what a killed run has left is found by its tag, and --clean removes it', async () => {
  const live = await open();
  const { lab } = live;
  const template = { body: JSON.stringify({ Resources: { Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' }, Bucket: { Type: 'AWS::S3::Bucket' } } }) };
  // A log group that is tagged only by its stack, and one that has outlived its stack.
  for (const name of ['old-base', 'old-l1-a', 'old-l14']) await createStack(new Aws(), { stackName: `${PREFIX}${name}`, run: 'old', template });
  await lab.clock.run(() => lab.engine.all().every(({ status }) => status === 'CREATE_COMPLETE'));
  await deleteStack(new Aws(), `${PREFIX}old-l14`);
  await lab.clock.run(() => lab.engine.all().some(({ status }) => status === 'DELETE_COMPLETE'));
  const result = await live.play([]);
  expect(live.lines).toEqual(expect.arrayContaining([expect.stringMatching(/^of an earlier run, to be removed: stack cdf-live-old-l1-a of /)]));
  expect(result).toMatchObject({ exitCode: EXIT.ok, report: { leftBehind: [] } });
  nothingIsLeft(live);
});

test.each([
  ['InvalidClientTokenId', 'The security token included in the request is invalid.', /AWS does not accept the credentials: InvalidClientTokenId/, EXIT.credentials],
  ['AccessDenied', 'User: arn:aws:iam::123456789012:user/jo is not authorized to perform: cloudformation:DescribeStacks', /AccessDenied: User/, EXIT.failed],
])('%s: one clear line for each test, and nothing is made', async (code, message, line, exitCode) => {
  const live = await open({}, { fakes: () => ({
    cloudformation: { operations: { DescribeStacks: () => { throw new AwsError(code, message, 403); } } },
  }) });
  const result = await live.play(TESTS.map(({ id }) => id));
  expect(live.lines).toHaveLength(TESTS.length);
  live.lines.forEach((text, index) => expect(text).toMatch(new RegExp(`^${TESTS[index].id}: not run: ${line.source}`)));
  expect(result.exitCode).toBe(exitCode);
  expect(live.lab.calls.map(({ operation }) => operation)).toEqual(['DescribeStacks']);
  nothingIsLeft(live);
});
