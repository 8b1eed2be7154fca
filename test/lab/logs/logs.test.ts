import { VirtualClock } from '../../../src/lab/clock';
import { createLogs } from '../../../src/lab/logs';
import type { LogsSwitches } from '../../../src/lab/logs/model';
import { seededRandom } from '../../../src/lab/random';
import { callFake, World } from '../../../src/lab/world';

const START = 1_800_000_000_000;

interface Page {
  readonly events: { readonly message: string }[];
  readonly nextToken?: string;
  readonly nextForwardToken: string;
  readonly nextBackwardToken: string;
}

function lab(switches: Partial<LogsSwitches> = {}, seed = 1) {
  const clock = new VirtualClock(START);
  const services: Record<string, ReturnType<typeof createLogs>> = {};
  const world: World = {
    clock, random: seededRandom(seed), place: { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' }, scenario: { scenario: 1 }, services,
  };
  services.logs = createLogs(world, switches);
  const call = <T = Page>(operation: string, input: object) => callFake(world, 'logs', operation, { logGroupName: '/g', ...input }) as T;
  call('CreateLogGroup', {});
  for (const logStreamName of ['app/web/1', 'app/web/2', 'other/1']) call('CreateLogStream', { logStreamName });
  const put = (logStreamName: string, ...messages: string[]) =>
    call('PutLogEvents', { logStreamName, logEvents: messages.map((message, index) => ({ timestamp: clock.now() + index, message })) });
  return { clock, call, put };
}
const PROMPT = { lateness: [0, 0], emptyPageEvery: 0, emptyTailPages: 0 } as const;
const messages = ({ events }: { events: { message: string }[] }) => events.map(({ message }) => message);

test('lines become readable 1 to 5 s late, in the order in which they were sent', async () => {
  const { clock, call, put } = lab();
  const seen: number[] = [];
  for (let i = 0; i < 30; i++) put('app/web/1', `line ${i}`);
  const read = () => messages(call('GetLogEvents', { logStreamName: 'app/web/1', startFromHead: true }));
  for (let ms = 0; ms <= 5000; ms += 100) {
    seen.push(read().length);
    await clock.advance(100);
  }
  expect(seen[9]).toBe(0);
  expect(seen.at(-1)).toBe(30);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(read()[0]).toBe('line 0');
});

test('GetLogEvents: the newest lines by default, the oldest from the head, tokens both ways', async () => {
  const { call, put } = lab(PROMPT);
  put('app/web/1', 'a', 'b', 'c', 'd', 'e');
  const get = (input: object) => call('GetLogEvents', { logStreamName: 'app/web/1', limit: 2, ...input });
  expect(messages(get({}))).toEqual(['d', 'e']);
  const first = get({ startFromHead: true });
  expect(messages(first)).toEqual(['a', 'b']);
  const second = get({ nextToken: first.nextForwardToken });
  expect(messages(second)).toEqual(['c', 'd']);
  expect(messages(get({ nextToken: second.nextBackwardToken }))).toEqual(['a', 'b']);
  const end = get({ nextToken: get({ nextToken: second.nextForwardToken }).nextForwardToken });
  expect(messages(end)).toEqual([]);
  // At the end AWS gives back the token that it got.
  expect(get({ nextToken: end.nextForwardToken }).nextForwardToken).toBe(end.nextForwardToken);
});

test.each([
  [{ logStreamNames: ['app/web/2'] }, ['two', 'two again']],
  [{ logStreamNamePrefix: 'app/' }, ['one', 'two', 'two again']],
  [{}, ['one', 'other', 'two', 'two again']],
  [{ filterPattern: 'two again' }, ['two again']],
  [{ filterPattern: '?one ?other' }, ['one', 'other']],
  [{ filterPattern: '"two again"' }, ['two again']],
  [{ startTime: START + 1 }, ['two again']],
  [{ endTime: START }, ['one', 'other', 'two']],
])('FilterLogEvents %j', (input, expected) => {
  const { call, put } = lab(PROMPT);
  put('app/web/1', 'one');
  put('app/web/2', 'two', 'two again');
  put('other/1', 'other');
  expect(messages(call('FilterLogEvents', input)).sort()).toEqual(expected);
});

test('GetLogEvents: the newest page is empty by default although there are lines; its token leads to them (F2)', () => {
  const { call, put } = lab({ ...PROMPT, emptyTailPages: 2 });
  put('app/web/1', 'a', 'b', 'c');
  const walk = (input: object = {}) => {
    const pages: string[][] = [];
    let nextToken: string | undefined;
    for (;;) {
      const page = call('GetLogEvents', { logStreamName: 'app/web/1', limit: 2, nextToken, ...input });
      pages.push(messages(page));
      if (page.nextBackwardToken === nextToken) return pages;
      nextToken = page.nextBackwardToken;
    }
  };
  expect(walk()).toEqual([[], [], ['b', 'c'], ['a'], []]);
  expect(messages(call('GetLogEvents', { logStreamName: 'app/web/1', startFromHead: true }))).toEqual(['a', 'b', 'c']);
  const byDefault = lab({ lateness: [0, 0] });
  byDefault.put('app/web/1', 'a');
  expect(messages(byDefault.call('GetLogEvents', { logStreamName: 'app/web/1' }))).toEqual([]);
});

test('FilterLogEvents pages, and some searches begin with an empty page', () => {
  const { call, put } = lab({ lateness: [0, 0], emptyPageEvery: 2 });
  put('app/web/1', 'a', 'b', 'c');
  const collect = () => {
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = call('FilterLogEvents', { limit: 2, nextToken });
      pages.push(messages(page));
      nextToken = page.nextToken;
    } while (nextToken);
    return pages;
  };
  expect(collect()).toEqual([['a', 'b'], ['c']]);
  expect(collect()).toEqual([[], ['a', 'b'], ['c']]);
});

test.each([
  ['GetLogEvents', { logGroupName: '/none', logStreamName: 'x' }, 'ResourceNotFoundException', 'The specified log group does not exist.'],
  ['GetLogEvents', { logStreamName: 'x' }, 'ResourceNotFoundException', 'The specified log stream does not exist.'],
  ['FilterLogEvents', { logGroupName: '/none' }, 'ResourceNotFoundException', 'The specified log group does not exist.'],
  ['FilterLogEvents', { logStreamNames: ['x'] }, 'ResourceNotFoundException', 'The specified log stream does not exist.'],
  ['PutLogEvents', { logStreamName: 'x', logEvents: [] }, 'ResourceNotFoundException', 'The specified log stream does not exist.'],
  ['CreateLogGroup', {}, 'ResourceAlreadyExistsException', 'The specified log group already exists'],
  ['FilterLogEvents', { logStreamNames: ['app/web/1'], logStreamNamePrefix: 'app' }, 'InvalidParameterException', 'Only one of'],
])('%s %j: %s', (operation, input, code, message) => {
  const { call } = lab(PROMPT);
  expect(() => call(operation, input)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

test('a group is described, keeps its retention, and goes away', () => {
  const { call } = lab(PROMPT);
  call('PutRetentionPolicy', { retentionInDays: 7 });
  expect(call('DescribeLogGroups', { logGroupNamePrefix: '/' })).toMatchObject({ logGroups: [{ logGroupName: '/g', retentionInDays: 7 }] });
  expect(call('DescribeLogStreams', { logStreamNamePrefix: 'app/' })).toMatchObject({ logStreams: [{ logStreamName: 'app/web/1' }, { logStreamName: 'app/web/2' }] });
  call('DeleteLogGroup', {});
  expect(call('DescribeLogGroups', {})).toMatchObject({ logGroups: [] });
});

test('tags of a group are those with which it was made', () => {
  const { call } = lab(PROMPT);
  call('CreateLogGroup', { logGroupName: '/tagged', tags: { owner: 'team' } });
  const tagsOf = (name: string) => call('ListTagsForResource', { resourceArn: `arn:aws:logs:eu-west-1:123456789012:log-group:${name}` });
  expect([tagsOf('/tagged'), tagsOf('/g')]).toEqual([{ tags: { owner: 'team' } }, { tags: {} }]);
});

test('the same seed gives the same lateness', async () => {
  const timeline = async (seed: number) => {
    const { clock, call, put } = lab({ emptyTailPages: 0 }, seed);
    for (let i = 0; i < 10; i++) put('app/web/1', String(i));
    const seen: number[] = [];
    for (let step = 0; step < 60; step++) {
      seen.push(call('GetLogEvents', { logStreamName: 'app/web/1' }).events.length);
      await clock.advance(100);
    }
    return seen.join();
  };
  expect(await timeline(3)).toBe(await timeline(3));
  expect(await timeline(3)).not.toBe(await timeline(4));
});
