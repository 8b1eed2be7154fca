import { follow, FollowOptions, Outcome } from '../../src/cli/watch/follow';
import { News, WatchOutput } from '../../src/cli/watch/model';
import { reportsOf } from '../../src/cli/watch/reports';
import { AccountApi } from '../../src/facts/aws/account-api';
import { StackEvent } from '../../src/facts/aws/api';
import { Service, Task } from '../../src/facts/model';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Shop/1';
const SERVICE = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';

let count = 0;
const event = (seconds: number, LogicalResourceId: string, ResourceStatus: string, more: Partial<StackEvent> = {}): StackEvent => ({
  StackId: STACK, StackName: 'Shop', EventId: `e${++count}`, LogicalResourceId, ResourceStatus, Timestamp: iso(seconds), ...more,
});
const stack = (seconds: number, status: string) => event(seconds, 'Shop', status, { ResourceType: 'AWS::CloudFormation::Stack', PhysicalResourceId: STACK });
const web = (seconds: number, status: string, reason?: string) => event(seconds, 'Web', status, { ResourceType: 'AWS::ECS::Service', PhysicalResourceId: SERVICE, ResourceStatusReason: reason });

const service: Service = {
  serviceArn: SERVICE, serviceName: 'web', clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod', status: 'ACTIVE', desiredCount: 1,
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 1, createdAt: iso(2), taskDefinition: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1' }],
};
const failed: Task = {
  taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/prod/aaaaaaaabbbbbbbbccccccccdddddddd', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', desiredStatus: 'STOPPED', createdAt: iso(3),
  stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: pull image manifest: shop/web:2: not found', stoppingAt: iso(11.5), stoppedAt: iso(11.5),
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1', containers: [{ name: 'web' }],
};

interface World {
  readonly events: readonly StackEvent[];
  readonly tasks?: readonly Task[];
  /** What each call does instead, by its name. */
  readonly instead?: { readonly [call: string]: (seconds: number, input: { readonly StackName?: string }) => unknown };
}

/** Follows the stack in a world that plays its events by the clock; the clock moves only while the watch sleeps. */
async function play(
  { events, tasks = [], instead = {} }: World, { leaveAt = Infinity, ...options }: Partial<FollowOptions> & { leaveAt?: number } = {},
) {
  let now = START + 1000;
  const seconds = () => (now - START) / 1000;
  const past = () => events.filter((e) => Date.parse(e.Timestamp ?? '') <= now);
  const status = (resource: string) => past().filter((e) => e.LogicalResourceId === resource).at(-1)?.ResourceStatus;
  const calls: string[] = [];
  const answers: { readonly [call: string]: () => unknown } = {
    describeStacks: () => ({ Stacks: [{ StackId: STACK, StackStatus: status('Shop'), CreationTime: iso(0) }] }),
    describeStackResource: () => ({ StackResourceDetail: { PhysicalResourceId: SERVICE, ResourceStatus: status('Web'), LastUpdatedTimestamp: iso(2) } }),
    describeStackEvents: () => ({ StackEvents: [...past()].reverse() }),
    describeServices: () => ({ services: [service] }),
    listTasks: () => ({ taskArns: tasks.filter((t) => Date.parse(t.stoppedAt ?? '') <= now).map((t) => t.taskArn) }),
    describeTasks: () => ({ tasks }),
    describeTaskDefinition: () => ({ taskDefinition: { taskDefinitionArn: failed.taskDefinitionArn, containerDefinitions: [{ name: 'web', image: 'shop/web:2' }] } }),
    listServiceDeployments: () => ({ serviceDeployments: [] }),
    cancelUpdateStack: () => ({}),
  };
  const aws = new Proxy({}, { get: (_, call: string) => async (input: { readonly StackName?: string }) => {
    calls.push(call);
    if (instead[call]) {
      const given = instead[call](seconds(), input);
      if (given !== undefined) return given;
    }
    return (answers[call] ?? (() => ({})))();
  } }) as AccountApi;
  const news: News[] = [];
  const leave = new AbortController();
  const ports = { aws, now: () => now, signal: leave.signal, sleep: async (ms: number) => {
    now += ms;
    if (seconds() >= leaveAt) leave.abort();
  } };
  const output: WatchOutput = { print: (one: News) => { news.push(one); }, show: () => undefined, close: () => undefined };
  const outcome = await follow('Shop', { wait: 0, interval: 5, ...options }, ports, output).catch((error: Error & { code?: number }) => ({ exitCode: error.code, thrown: error.message }));
  return { outcome, news, calls, seconds: seconds() };
}

const fail = (name: string, message: string) => () => { throw Object.assign(new Error(message), { name }); };

const CREATED = [stack(0, 'CREATE_IN_PROGRESS'), web(1, 'CREATE_IN_PROGRESS')];
const ROLLED_BACK = [...CREATED, web(12, 'CREATE_FAILED', 'Resource creation cancelled'), stack(12, 'ROLLBACK_IN_PROGRESS'), stack(30, 'ROLLBACK_COMPLETE')];

test('the stack turns back between two looks: what the tasks say is looked up all the same', async () => {
  const { news, outcome } = await play({ events: ROLLED_BACK, tasks: [failed] });
  const diagnoses = news.filter((one) => one.kind === 'diagnosis');
  expect(diagnoses).toHaveLength(1);
  expect(diagnoses[0]).toMatchObject({ service: { logicalId: 'Web', failed: { causeId: 'image-not-found', because: 'the service has failed (CREATE_FAILED)' } } });
  expect(outcome.exitCode).toBe(1);
  expect(news.at(-1)).toMatchObject({ kind: 'end', text: expect.stringMatching(/^Shop: ROLLBACK_COMPLETE after 0:3\d; diagnosed: Web \[image-not-found\]$/) });
});

test('a service that was only called off is not diagnosed', async () => {
  const { news, outcome } = await play({ events: ROLLED_BACK });
  expect(news.filter((one) => one.kind === 'diagnosis')).toEqual([]);
  expect(outcome.exitCode).toBe(1);
});

test('credentials that expire on the way: one line and their code; the operation goes on', async () => {
  const { outcome, news } = await play({ events: CREATED, instead: { describeStackEvents: (s) => (s > 20 ? fail('ExpiredTokenException', 'The security token included in the request is expired')() : undefined) } });
  expect(outcome).toMatchObject({ exitCode: 4, state: { root: { name: 'Shop' } } });
  expect(news.at(-1)).toEqual({ kind: 'end', at: expect.anything(), exitCode: 4, text: expect.stringMatching(/^the AWS credentials have expired: .*; the stack operation continues$/) });
});

describe('before an operation begins', () => {
  const LATER = [stack(20, 'CREATE_IN_PROGRESS'), stack(30, 'CREATE_COMPLETE')];
  const notices = (news: readonly News[]) => news.flatMap((one) => (one.kind === 'notice' ? [one.text] : []));
  const unknown = fail('Error', 'getaddrinfo ENOTFOUND cloudformation.eu-west-9.amazonaws.com');

  test('a stack that cannot be read is not reported as absent, and is read again', async () => {
    const broken = { 2: fail('ServiceUnavailable', 'try later'), 6: fail('Throttling', 'Rate exceeded') } as { [second: number]: () => never };
    const absent = fail('ValidationError', 'Stack with id Shop does not exist');
    const describeStacks = (s: number) => {
      if (s < 10) return broken[s < 5 ? 2 : 6]();
      return s < 20 ? absent() : undefined;
    };
    const { news, outcome } = await play({ events: LATER, instead: { describeStacks } }, { wait: 60 });
    expect(notices(news)).toEqual([
      'stack not read this time: AWS is in trouble (ServiceUnavailable: try later)', 'stack not read this time: AWS throttles the calls (Throttling)', 'there is no stack Shop yet; waiting for one to begin',
    ]);
    expect(outcome.exitCode).toBe(0);
  });

  test('one that can never be read: the reason and the code for it', async () => {
    const { outcome } = await play({ events: [], instead: { describeStacks: unknown } }, { wait: 30 });
    expect(outcome).toEqual({ exitCode: 3, thrown: expect.stringMatching(/is the region right/) });
    expect((await play({ events: [], instead: { describeStacks: unknown } })).outcome.exitCode).toBe(3);
  });

  test('Ctrl-C while it waits: a line and exit code 130', async () => {
    const { news, outcome } = await play({ events: [], instead: { describeStacks: fail('ValidationError', 'Stack with id Shop does not exist') } }, { wait: 300, leaveAt: 20 });
    expect(outcome).toEqual({ exitCode: 130 });
    expect(news.at(-1)).toMatchObject({ kind: 'end', exitCode: 130, text: 'stopped waiting; nothing was changed' });
  });
});

test('events of an earlier operation are not news', async () => {
  const earlier = [stack(-100, 'CREATE_IN_PROGRESS'), web(-90, 'CREATE_IN_PROGRESS'), web(-60, 'CREATE_FAILED'), stack(-50, 'CREATE_COMPLETE')];
  const { news, outcome } = await play({ events: [...earlier, stack(0, 'UPDATE_IN_PROGRESS'), stack(9, 'UPDATE_COMPLETE')] });
  expect(news.map((one) => one.kind)).toEqual(['stack', 'stack', 'end']);
  expect(outcome.exitCode).toBe(0);
});

test('nothing is cancelled without the wish, and a creation not even then', async () => {
  const world = { events: [...CREATED, web(40, 'CREATE_FAILED'), stack(40, 'ROLLBACK_IN_PROGRESS'), stack(50, 'ROLLBACK_COMPLETE')], tasks: [failed] };
  expect((await play(world)).calls).not.toContain('cancelUpdateStack');
  const { calls, news } = await play(world, { cancelOnFailure: true });
  expect(calls).not.toContain('cancelUpdateStack');
  expect(news).toContainEqual(expect.objectContaining({ kind: 'notice', text: 'the stack Shop is in CREATE_IN_PROGRESS: only an update can be cancelled, so the operation continues' }));
});

describe('--cancel-on-failure when CloudFormation does not take it at once', () => {
  const UPDATED = [stack(0, 'UPDATE_IN_PROGRESS'), web(1, 'UPDATE_IN_PROGRESS')];
  const events = [...UPDATED, stack(60, 'UPDATE_ROLLBACK_IN_PROGRESS'), stack(80, 'UPDATE_ROLLBACK_COMPLETE')];
  const asked = (calls: readonly string[]) => calls.filter((call) => call === 'cancelUpdateStack').length;
  const texts = (news: readonly News[]) => news.flatMap((one) => (one.kind === 'notice' && /cancel/.test(one.text) ? [one.text] : []));
  const throttledUntil = (until: number) => ({ cancelUpdateStack: (s: number) => (s < until ? fail('Throttling', 'Rate exceeded')() : undefined) });
  const NOT_YET = 'the update of Shop could not be cancelled yet: AWS throttles the calls (Throttling); trying again';
  const DONE = 'asked CloudFormation to cancel the update of Shop (--cancel-on-failure)';

  test('throttled: asked again until it is done, and then no more', async () => {
    const { calls, news } = await play({ events, tasks: [failed], instead: throttledUntil(25) }, { cancelOnFailure: true });
    expect(asked(calls)).toBeGreaterThan(2);
    expect(texts(news)).toEqual([NOT_YET, DONE]);
  });

  test('--fail-fast leaves once it is done', async () => {
    const world = { events, tasks: [failed], instead: throttledUntil(25) };
    const { outcome, news, seconds } = await play(world, { cancelOnFailure: true, failFast: true });
    expect(outcome.exitCode).toBe(1);
    expect(texts(news)).toEqual([NOT_YET, DONE]);
    expect(news.at(-1)).toMatchObject({ kind: 'end', text: expect.stringMatching(/^exited at the first diagnosis/) });
    expect(seconds).toBeGreaterThanOrEqual(25);
    expect(seconds).toBeLessThan(60);
  });

  test('the update ends before it could be cancelled: a line for that', async () => {
    const { news } = await play({ events, tasks: [failed], instead: throttledUntil(1000) }, { cancelOnFailure: true, failFast: true });
    expect(texts(news)).toEqual([NOT_YET, 'the stack Shop is in UPDATE_ROLLBACK_IN_PROGRESS: only an update can be cancelled, so the operation continues']);
  });

  test.each([
    ['throttled: CloudFormation has refused it', 'Throttling', /^stopped watching; the operation on the stack Shop continues/],
    ['lost: it may have arrived', 'TimeoutError', /^stopped watching; CloudFormation was asked to cancel the update of Shop and has not confirmed it$/],
  ])('Ctrl-C after a request that was %s', async (_, error, said) => {
    const world = { events, tasks: [failed], instead: { cancelUpdateStack: fail(error, 'no') } };
    const { news } = await play(world, { cancelOnFailure: true, leaveAt: 30 });
    expect(news.at(-1)).toMatchObject({ kind: 'end', text: expect.stringMatching(said) });
  });

  test('refused: what to grant, once', async () => {
    const { calls, news } = await play({ events, tasks: [failed], instead: { cancelUpdateStack: fail('AccessDenied', 'no') } }, { cancelOnFailure: true });
    expect(asked(calls)).toBe(1);
    expect(texts(news)).toEqual(['the update of Shop could not be cancelled: grant cloudformation:CancelUpdateStack']);
  });
});

test('events of nested stacks are printed in order of time', async () => {
  const INNER = STACK.replace('/Shop/', '/Shop-Inner/');
  const inner = (seconds: number, status: string) => event(seconds, 'Inner', status, { ResourceType: 'AWS::CloudFormation::Stack', PhysicalResourceId: INNER });
  const own = (seconds: number, status: string) => event(seconds, 'Shop-Inner', status, { StackId: INNER, StackName: 'Shop-Inner', ResourceType: 'AWS::CloudFormation::Stack', PhysicalResourceId: INNER });
  const table = (seconds: number, name: string, more = {}) => event(seconds, name, 'CREATE_FAILED', { ResourceType: 'AWS::DynamoDB::Table', ...more });
  const nested = [own(1, 'CREATE_IN_PROGRESS'), table(3, 'Second', { StackId: INNER, StackName: 'Shop-Inner' }), own(5, 'CREATE_FAILED')];
  const { news } = await play({
    events: [stack(0, 'CREATE_IN_PROGRESS'), inner(1, 'CREATE_IN_PROGRESS'), table(2, 'First'), table(4, 'Third'), stack(6, 'ROLLBACK_IN_PROGRESS'), stack(9, 'ROLLBACK_COMPLETE')],
    instead: {
      describeStackEvents: (s, { StackName }) => {
        if (s < 10) return { StackEvents: [] };
        return StackName === INNER ? { StackEvents: [...nested].reverse() } : undefined;
      },
    },
  });
  const lineOf = (one: News) => {
    if (one.kind === 'resource') return [one.logicalId];
    return one.kind === 'stack' ? [`${one.stack.name} ${one.status}`] : [];
  };
  expect(news.flatMap(lineOf)).toEqual([
    'Shop CREATE_IN_PROGRESS', 'Shop-Inner CREATE_IN_PROGRESS', 'First', 'Second', 'Third', 'Shop-Inner CREATE_FAILED', 'Shop ROLLBACK_IN_PROGRESS', 'Shop ROLLBACK_COMPLETE',
  ]);
});

describe('the page says what became of the stack', () => {
  test.each<[string, readonly StackEvent[], object, string]>([
    ['rolled back', ROLLED_BACK, {}, 'the stack Shop was rolled back: ROLLBACK_COMPLETE 0:30 after the operation began'],
    ['complete', [...CREATED, web(12, 'CREATE_COMPLETE'), stack(14, 'CREATE_COMPLETE')], {}, 'the stack Shop completed: CREATE_COMPLETE 0:14 after the operation began'],
    ['left alone', ROLLED_BACK.slice(0, 2), { leaveAt: 20 }, 'the stack Shop was in CREATE_IN_PROGRESS when the watch ended'],
  ])('%s', async (_, events, options, line) => {
    const { outcome } = await play({ events, tasks: [failed] }, options);
    const { state } = outcome as Outcome;
    expect(reportsOf(state!).map((report) => report.lines.at(-1))).toEqual([line]);
  });
});

test('while AWS throttles, looks get rarer, up to 30 s apart', async () => {
  const at: number[] = [];
  await play({ events: [...CREATED, stack(300, 'CREATE_COMPLETE')], instead: {
    describeServices: (s) => (s < 200 ? fail('ThrottlingException', 'Rate exceeded')() : undefined),
    describeStackEvents: (s) => { at.push(s); return undefined; },
  } });
  const pauses = at.slice(1).map((s, i) => s - at[i]);
  expect(Math.max(...pauses)).toBe(30);
  expect(pauses.at(-1)).toBe(5);
});
