import { Choice, Outside } from './choice';
import { addStack, fakeAws, FakeRegion, fakeRegion, named } from './fake-region';
import { LiveTest } from './model';
import { regionsTag } from './partition';
import { EXIT, Result, run } from './run';
import { TAG } from './stacks';
import { TESTS } from './tests';
import { Time } from './time';

// Clean-ups of one Region or more, on fakes and in virtual time.

const HOME = 'eu-west-1', OTHER = 'us-east-1';
const HOUR = 3_600_000;
const tagged = (run_: string) => [{ Key: TAG, Value: run_ }];

function regions(): { readonly [HOME]: FakeRegion; readonly [OTHER]: FakeRegion } {
  return { [HOME]: fakeRegion(), [OTHER]: fakeRegion() };
}

interface Played extends Result {
  readonly lines: readonly string[];
  readonly questions: readonly string[];
}

/** A day after the fakes have made everything. */
async function play(world: ReturnType<typeof regions>, choice: Choice = { tests: [] }, more: Partial<Outside> = {}): Promise<Played> {
  const lines: string[] = [], questions: string[] = [];
  let now = 24 * HOUR;
  const time: Time = { now: () => now, sleep: (ms) => {
    now += ms;
    return Promise.resolve();
  } };
  const result = await run(choice, {
    aws: fakeAws(HOME, world), time, signal: new AbortController().signal, say: (line) => lines.push(line), run: 'mine',
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(true);
    },
    ...more,
  });
  return { ...result, lines, questions };
}

const here = ({ stacks }: FakeRegion) => [...stacks.values()].filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE').map(({ StackName }) => StackName);
const testOf = (id: string): LiveTest => {
  const found = TESTS.find((test) => test.id === id);
  if (!found) throw new Error(id);
  return found;
};

test('only stacks and log groups of the kit are removed', async () => {
  const world = regions();
  const home = world[HOME];
  const foreign = ['Payroll', 'cdf-live-untagged', 'cdf-live-chat-production', 'cdf-live-old-l1-of-somebody', 'cdf-live-lists', 'cdf-live-old-baseline'];
  const tags = { 'Payroll': tagged('old'), 'cdf-live-chat-production': tagged('chat'), 'cdf-live-old-l1-of-somebody': tagged('owner: team x'),
    'cdf-live-lists': tagged('old'), 'cdf-live-old-baseline': tagged('old') } as const;
  for (const name of foreign) addStack(home, { StackName: name, Tags: Object.entries(tags).find(([key]) => key === name)?.[1] });
  for (const name of ['cdf-live-old-base', 'cdf-live-old-l1-a', 'cdf-live-old-l12-parameter']) addStack(home, { StackName: name, Tags: tagged('old') });
  const foreignGroups = ['cdf-live-chat-production', 'cdf-live-old-l2-Log', '/aws/lambda/x'];
  for (const name of foreignGroups) home.logGroups.set(name, { team: 'x' });
  home.logGroups.set('cdf-live-chat-tagged', { [TAG]: 'old' });
  // of a stack that is still there; of one that is gone
  home.logGroups.set('cdf-live-old-l1-a-Log', {});
  home.logGroups.set('cdf-live-older-l14-Log', { [TAG]: 'older' });
  const { report, exitCode } = await play(world);
  expect(here(home)).toEqual(foreign);
  expect([...home.logGroups.keys()]).toEqual([...foreignGroups, 'cdf-live-chat-tagged']);
  expect([report.leftBehind, exitCode]).toEqual([[], EXIT.ok]);
});

test('what is going to be removed is listed and asked, log groups too', async () => {
  const world = regions();
  world[HOME].logGroups.set('cdf-live-older-l14-Log', { [TAG]: 'older' });
  const refused = await play(world, { tests: [] }, { ask: () => Promise.resolve(false) });
  expect(refused.lines).toEqual([`of an earlier run, to be removed: log group cdf-live-older-l14-Log in ${HOME}`, 'nothing was done']);
  expect([...world[HOME].logGroups.keys()]).toEqual(['cdf-live-older-l14-Log']);
  const confirmed = await play(world);
  expect(confirmed.questions).toEqual(['Remove them?']);
  expect(world[HOME].logGroups.size).toBe(0);
  const nothing = await play(world);
  expect([nothing.questions, nothing.exitCode]).toEqual([[], EXIT.ok]);
});

test('a log group whose tags are not readable is left alone', async () => {
  const world = regions();
  world[HOME].logGroups.set('cdf-live-older-l14-Log', { [TAG]: 'older' });
  world[HOME].disturb = (command) => (command === 'ListTagsForResource' ? named('AccessDeniedException') : undefined);
  expect((await play(world)).exitCode).toBe(EXIT.ok);
  expect(world[HOME].logGroups.size).toBe(1);
});

describe('other Regions', () => {
  const remembered = (world: ReturnType<typeof regions>) => {
    const regionsOf = Object.entries(regionsTag([HOME, OTHER])).map(([Key, Value]) => ({ Key, Value }));
    addStack(world[HOME], { StackName: 'cdf-live-old-base', Tags: [...tagged('old'), ...regionsOf] });
    addStack(world[OTHER], { StackName: 'cdf-live-old-l9', Tags: tagged('old') });
  };

  test('of a run that was killed are named by a tag, and cleaned', async () => {
    const world = regions();
    remembered(world);
    const { lines, exitCode } = await play(world);
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^of an earlier run, to be removed: stack cdf-live-old-l9 of .* in us-east-1, /)]));
    expect([here(world[HOME]), here(world[OTHER]), exitCode]).toEqual([[], [], EXIT.ok]);
  });

  test('the stack that names them stays until nothing is left there', async () => {
    const world = regions();
    remembered(world);
    world[OTHER].disturb = (command) => (command === 'DeleteStack' ? named('AccessDenied', 'not allowed') : undefined);
    const { report, exitCode } = await play(world);
    expect(report.leftBehind).toEqual([
      'us-east-1: stack cdf-live-old-l9: AccessDenied: not allowed',
      'eu-west-1: stack cdf-live-old-base: its tag names the other Regions, in which something is left',
    ]);
    expect([here(world[HOME]), exitCode]).toEqual([['cdf-live-old-base'], EXIT.failed]);
  });

  test('--clean --regions looks in them', async () => {
    const world = regions();
    addStack(world[OTHER], { StackName: 'cdf-live-old-l9', Tags: tagged('old') });
    await play(world);
    expect(here(world[OTHER])).toEqual(['cdf-live-old-l9']);
    await play(world, { tests: [], regions: [OTHER] });
    expect(here(world[OTHER])).toEqual([]);
  });

  test('more of them than a tag can name are all of the partition', () => {
    expect(Object.values(regionsTag(Array.from({ length: 30 }, (_, index) => `xx-region-${index}`)))).toEqual(['all']);
    expect(regionsTag([])).toEqual({});
  });
});

describe('another run may be under way', () => {
  test.each([
    ['young', { CreationTime: new Date(23 * HOUR) }],
    ['in progress', { StackStatus: 'UPDATE_IN_PROGRESS' as const }],
  ])('%s: no test begins, and nothing is removed', async (_, stack) => {
    const world = regions();
    addStack(world[HOME], { StackName: 'cdf-live-other-base', Tags: tagged('other'), ...stack });
    const { exitCode, report, questions } = await play(world, { tests: [testOf('L1')] });
    expect(report.tests[0].verdict).toMatch(/^not run: another run may be under way \(stack cdf-live-other-base .*--clean/);
    expect([exitCode, questions, here(world[HOME])]).toEqual([EXIT.failed, [], ['cdf-live-other-base']]);
  });

  test('--clean removes it', async () => {
    const world = regions();
    addStack(world[HOME], { StackName: 'cdf-live-other-base', Tags: tagged('other'), CreationTime: new Date(23 * HOUR) });
    await play(world);
    expect(here(world[HOME])).toEqual([]);
  });
});

describe('faults', () => {
  const withStack = () => {
    const world = regions();
    world[HOME].buckets.set('assets', new Set(['one']));
    const resources = [{ LogicalResourceId: 'Assets', ResourceType: 'AWS::S3::Bucket', PhysicalResourceId: 'assets', Timestamp: undefined, ResourceStatus: undefined }];
    addStack(world[HOME], { StackName: 'cdf-live-old-base', Tags: tagged('old'), resources });
    world[HOME].logGroups.set('cdf-live-old-base-Log', {});
    return world;
  };

  test.each(['DescribeStackResources', 'DeleteStack', 'DeleteLogGroup', 'DeleteObjects', 'ListObjectsV2'])('an answer of %s is lost: it is asked again', async (lost) => {
    const world = withStack();
    let faults = 2;
    world[HOME].disturb = (command) => (command === lost && faults-- > 0 ? named('TimeoutError', 'read ECONNRESET') : undefined);
    const { report } = await play(world);
    expect([report.leftBehind, here(world[HOME]), world[HOME].logGroups.size]).toEqual([[], [], 0]);
  });

  test('all answers are lost: the clean-up ends', async () => {
    const world = withStack();
    world[HOME].disturb = (command) => (command === 'DeleteStack' ? named('TimeoutError', 'read ECONNRESET') : undefined);
    expect((await play(world)).report.leftBehind).toEqual([expect.stringMatching(/^eu-west-1: stack cdf-live-old-base: .*ECONNRESET/)]);
  });

  test('S3 refuses to delete an object: the bucket is named', async () => {
    const world = withStack();
    world[HOME].disturb = (command) => (command === 'DeleteObjects' ? { Errors: [{ Key: 'one', Code: 'AccessDenied', Message: 'Access Denied' }] } : undefined);
    const { report } = await play(world);
    expect(report.leftBehind).toEqual(['eu-west-1: stack cdf-live-old-base: AccessDenied: Access Denied: one in assets']);
    expect(world[HOME].calls.filter((name) => name === 'DeleteObjects')).toHaveLength(1);
  });
});
