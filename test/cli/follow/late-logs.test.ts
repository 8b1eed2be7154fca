import { advance, newlyFollowed, Rules } from '../../../src/cli/follow/advance';
import { withKnownLines } from '../../../src/cli/follow/late-logs';
import { lookAt } from '../../../src/cli/follow/look';
import { Followed, FollowNews, FollowState } from '../../../src/cli/follow/model';
import { newsText } from '../../../src/cli/follow/text';
import { diagnose } from '../../../src/diagnosis/engine';
import { AccountApi } from '../../../src/facts/aws/account-api';
import { logQueue } from '../../../src/facts/aws/log-queue';
import { Cache } from '../../../src/facts/aws/reading';
import { Frame, Task } from '../../../src/facts/model';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const ID = 'ecs-svc/1';
const REVISION = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1';
const idOf = (letter: string) => letter.repeat(32);
const task = (letter: string): Task => ({
  taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/prod/${idOf(letter)}`, startedBy: ID, lastStatus: 'STOPPED', desiredStatus: 'STOPPED', createdAt: iso(-50), startedAt: iso(-45), taskDefinitionArn: REVISION,
  stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', stoppingAt: iso(-20), stoppedAt: iso(-20), executionStoppedAt: iso(-20),
  containers: [{ name: 'web', runtimeId: letter, exitCode: 1 }],
});
const NOT_YET = { what: 'logs', container: 'web', error: 'NotReadYet', message: 'other logs are read first' } as const;
const lines = (...messages: readonly string[]) => messages.map((message) => ({ timestamp: START - 21_000, message }));

/** Both tasks of the deployment have failed. */
const frame = (seconds: number, more: Partial<Frame>): Frame => ({
  at: iso(seconds), operation: { deploymentId: ID }, tasks: [task('a'), task('b')],
  service: {
    serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web', serviceName: 'web', status: 'ACTIVE', desiredCount: 2, taskDefinition: REVISION,
    deployments: [{ id: ID, status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2, runningCount: 0, pendingCount: 2, failedTasks: 2, createdAt: iso(-60), updatedAt: iso(-60), taskDefinition: REVISION }],
  },
  taskDefinition: { taskDefinitionArn: REVISION, containerDefinitions: [{ name: 'web', image: 'shop/web:2', essential: true, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } } }] },
  ...more,
});
const late = (seconds: number) => frame(seconds, { unavailable: [NOT_YET] });
const read = (seconds: number, ...messages: readonly string[]) => frame(seconds, { logs: { web: { [idOf('a')]: lines(...messages) } } });

async function play(frames: readonly Frame[], rules: Partial<Rules> = {}) {
  const news: FollowNews[] = [];
  const followedBy: Followed[] = [];
  let followed = newlyFollowed({ cluster: 'prod', service: 'web' }, iso(0));
  for (const seen of frames) {
    const context = {
      aws: {} as AccountApi, cache: new Cache(), wanted: {}, rules: { until: 'deployed', onFailure: 'explain', timeout: 1200, ...rules } as const, waitUntil: 0, thorough: false, at: () => seen.at,
    };
    const looked = await lookAt(followed, context, seen.at, async () => ({ frame: seen, memory: { deploymentId: ID } }));
    ({ followed } = looked);
    news.push(...looked.news);
    expect(looked.faults).toEqual([]);
    followedBy.push(followed);
  }
  const terminal = { tty: false, color: false, columns: () => 120, rows: () => 24, out: () => undefined, err: () => undefined };
  const state = { startedAt: iso(0), services: new Map([['web', followed]]), earlier: [], notices: [], throttled: false } as FollowState;
  const said = news.filter(({ kind }) => kind === 'diagnosis' || kind === 'notice' || kind === 'outcome').map((one) => [one.kind, newsText(one, state, terminal)] as const);
  return { followed, followedBy, said };
}

test('the verdict is given without the log, and the log follows; only then the deployment is over', async () => {
  const { followed, followedBy, said } = await play([late(0), late(5), read(10, 'Error: environment variable ORDERS_TABLE is not set')]);
  expect(followedBy.map(({ ending }) => ending?.outcome)).toEqual([undefined, undefined, 'failed']);
  expect(said.map(([kind]) => kind)).toEqual(['diagnosis', 'diagnosis', 'outcome']);
  expect(said[0][1]).toMatch(/web: the deployment fails\n.*\[app-crashed\]\n[^]*log \(web\): not read yet: /);
  expect(said[1][1]).toMatch(/web: its log, read after the verdict\n.*\[app-config-missing\]/);
  expect(followed.failed?.at).toBe(iso(0));
});

test('a log without a line changes nothing and is not told', async () => {
  const { followed, said } = await play([late(0), read(5)]);
  expect(said.map(([kind]) => kind)).toEqual(['diagnosis', 'outcome']);
  expect(followed.ending?.outcome).toBe('failed');
});

test('a log after which the policy waits takes the verdict back', async () => {
  const { followed: before } = await play([late(0)]);
  const { frame: seen = late(0), history, memory, diagnosis } = before;
  const decision = { kind: 'wait', seconds: 3, because: 'another task runs' } as const;
  const rules = { until: 'deployed', onFailure: 'explain', timeout: 1200 } as const;
  const observed = { diagnosis: diagnosis ?? diagnose(seen), decision, memory, history };
  const look = (at: Frame) => advance(before, { ...observed, frame: at }, at.at, rules);
  expect(look(late(5)).followed.failed).toBeDefined();
  const { followed, news } = look(read(5, 'Error: x'));
  const text = 'web: its log, now read, shows no failure that ends the deployment: another task runs';
  expect(news).toEqual([{ kind: 'notice', at: iso(5), text }]);
  const { failed, log, ending } = followed;
  expect({ failed, log, ending }).toEqual({ failed: undefined, log: undefined, ending: undefined });
});

test('a log that stays unread ends nothing later than two minutes after the verdict', async () => {
  const { followedBy } = await play([late(0), late(60), late(119), late(121)]);
  expect(followedBy.map(({ ending }) => ending?.outcome)).toEqual([undefined, undefined, undefined, 'failed']);
});

test('--on-failure asks nothing of ECS before the log is read', async () => {
  const { followedBy } = await play([late(0), late(5), read(10, 'Error: environment variable ORDERS_TABLE is not set')], { onFailure: 'rollback' });
  expect(followedBy.map(({ asked }) => asked?.what)).toEqual([undefined, undefined, 'rollback']);
});

test('the time of --timeout ends it with the verdict', async () => {
  const { followed } = await play([late(0), late(30)], { timeout: 30 });
  expect(followed.ending?.outcome).toBe('failed');
});

test('lines that an earlier look has read stay until newer ones are read', () => {
  const before = read(0, 'Error: x');
  expect(withKnownLines(late(5), before)).toMatchObject({ logs: before.logs, unavailable: [] });
  expect(withKnownLines({ ...late(5), tasks: [task('b')] }, before).logs).toBeUndefined();
});

describe('the queue of reads', () => {
  const input = (stream: string, nextToken?: string) => ({ logGroupName: '/shop', logStreamName: stream, limit: 101, startFromHead: false, ...nextToken && { nextToken } });

  /** Calls wait until `answer()`; a look waits until `giveUp()`. */
  function queue(fails?: Error) {
    const calls: string[] = [];
    const turns: { readonly isAhead: boolean; go(): void }[] = [];
    const patience: (() => void)[] = [];
    const { ofLook } = logQueue(async (_, { logStreamName, nextToken = '' }) => {
      calls.push(`${logStreamName} ${nextToken}`.trim());
      if (fails) throw fails;
      return { events: nextToken ? [] : [{ message: 'line' }], nextBackwardToken: 'b/1' };
    }, { turn: (_, isAhead = false) => new Promise((go) => { turns.push({ isAhead, go }); }) }, {
      now: () => START, sleep: () => new Promise((end) => { patience.push(end); }),
    });
    const answer = async () => {
      await new Promise((resolve) => { setImmediate(resolve); });
      (turns.find(({ isAhead }) => isAhead) ?? turns[0])?.go();
      turns.splice(Math.max(0, turns.findIndex(({ isAhead }) => isAhead)), 1);
      await new Promise((resolve) => { setImmediate(resolve); });
    };
    return { ofLook, calls, answer, giveUp: () => patience.splice(0).forEach((end) => end()) };
  }
  const outcome = (page: Promise<unknown>) => page.then(() => 'read', (error: Error) => error.name);

  test('the first log of a service goes ahead of further ones, also of those that were asked for before', async () => {
    const { ofLook, calls, answer } = queue();
    const a = ofLook('a');
    const b = ofLook('b');
    const all = [a.getLogEvents(undefined, input('a1')), a.getLogEvents(undefined, input('a2')), b.getLogEvents(undefined, input('b1'))];
    for (const _ of all) await answer();
    await Promise.all(all);
    expect(calls).toEqual(['a1', 'b1', 'a2']);
  });

  test('a look does not wait for long; the log is read on to its end, and the next look gets it at once', async () => {
    const { ofLook, calls, answer, giveUp } = queue();
    const asked = outcome(ofLook('a').getLogEvents(undefined, input('a1')));
    giveUp();
    expect(await asked).toBe('NotReadYet');
    await answer();
    await answer();
    expect(calls).toEqual(['a1', 'a1 b/1']);
    const next = ofLook('a');
    expect(await outcome(next.getLogEvents(undefined, input('a1')))).toBe('read');
    expect(await outcome(next.getLogEvents(undefined, input('a1', 'b/1')))).toBe('read');
    expect(calls).toHaveLength(2);
    // A later look reads it anew.
    void ofLook('a').getLogEvents(undefined, input('a1'));
    await answer();
    expect(calls).toHaveLength(3);
  });

  test('a missing log group is asked for once for all services', async () => {
    const { ofLook, calls, answer } = queue(Object.assign(new Error('The specified log group does not exist.'), { name: 'ResourceNotFoundException' }));
    const asked = outcome(ofLook('a').getLogEvents(undefined, input('a1')));
    await answer();
    expect([await asked, await outcome(ofLook('b').getLogEvents(undefined, input('b1')))]).toEqual(['ResourceNotFoundException', 'ResourceNotFoundException']);
    expect(calls).toEqual(['a1']);
  });
});
