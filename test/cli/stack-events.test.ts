import { EXIT } from '../../src/cli/exit';
import { ExplainOptions } from '../../src/cli/options';
import { explainStack } from '../../src/cli/stack/command';
import { AccountApi } from '../../src/facts/aws/account-api';
import { Stack, StackEvent } from '../../src/facts/aws/api';

/** `ecs-why STACK` by the stack events alone: what the lab does not play. */

const arnOf = (name: string) => `arn:aws:cloudformation:eu-west-1:123456789012:stack/${name}/11111111-0000-11ee-aaaa-000000000000`;
const [SHOP, INNER] = [arnOf('Shop'), arnOf('Shop-Inner')];
const SERVICE = 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web';
const START = Date.parse('2026-11-23T10:00:00Z');

let count = 0;
const event = (seconds: number, LogicalResourceId: string, ResourceStatus: string, more: Partial<StackEvent> = {}): StackEvent => ({
  StackId: SHOP, EventId: `e${++count}`, LogicalResourceId, ResourceStatus, Timestamp: new Date(START + seconds * 1000).toISOString(), ...more,
});
const own = (seconds: number, status: string, ResourceStatusReason?: string, id = SHOP) => (
  event(seconds, 'Shop', status, { StackId: id, ResourceType: 'AWS::CloudFormation::Stack', PhysicalResourceId: id, ResourceStatusReason })
);
const nested = (seconds: number, status: string, ResourceStatusReason?: string) => (
  event(seconds, 'Inner', status, { ResourceType: 'AWS::CloudFormation::Stack', PhysicalResourceId: INNER, ResourceStatusReason })
);
const web = (seconds: number, status: string, ResourceStatusReason?: string, StackId = SHOP) => (
  event(seconds, 'Web', status, { StackId, ResourceType: 'AWS::ECS::Service', PhysicalResourceId: SERVICE, ResourceStatusReason })
);
const queue = (seconds: number, id: string, status: string, ResourceStatusReason?: string, StackId = SHOP) => (
  event(seconds, id, status, { StackId, ResourceType: 'AWS::SQS::Queue', PhysicalResourceId: id, ResourceStatusReason })
);
const diagnosis = (seconds: number, status: string, message?: string) => event(seconds, 'WebDiagnosis', status, {
  ResourceType: 'Custom::EcsDeploymentDiagnosis',
  ResourceProperties: JSON.stringify({ ServiceLogicalId: 'Web', ServicePath: 'Shop/Web' }),
  ...(message && {
    ResourceStatusReason: `Received response status [FAILED] from custom resource. Message returned: ${message} (RequestId: 11111111-2222)`,
  }),
});

interface World {
  readonly events: readonly StackEvent[];
  readonly stack?: Partial<Stack>;
  readonly instead?: { readonly [call: string]: (input: { readonly StackName?: string; readonly NextToken?: string }) => unknown };
}

const PER_PAGE = 100;

interface Ran {
  readonly code: number | undefined | string;
  readonly out: string;
  readonly err: string;
}

/** The command in a world whose stack has the status of its last event. ECS knows nothing any more. */
async function why({ events, stack, instead = {} }: World, options: Partial<ExplainOptions> = {}): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const last = events.filter(({ PhysicalResourceId }) => PhysicalResourceId === SHOP).at(-1);
  const answers: World['instead'] = {
    describeStacks: () => ({ Stacks: [{ StackId: SHOP, StackStatus: last?.ResourceStatus, ...stack }] }),
    describeStackEvents: ({ StackName, NextToken }) => {
      const newestFirst = events.filter(({ StackId }) => StackId === StackName).reverse();
      const [from, to] = [Number(NextToken ?? 0), Number(NextToken ?? 0) + PER_PAGE];
      return { StackEvents: newestFirst.slice(from, to), ...(to < newestFirst.length && { NextToken: String(to) }) };
    },
    ...instead,
  };
  const call = (name: string) => async (input: { readonly StackName?: string }) => answers[name]?.(input) ?? {};
  const aws = new Proxy({}, { get: (_, name: string) => call(name) }) as AccountApi;
  const to = (lines: string[]) => (text: string) => { lines.push(text); };
  const terminal = { tty: false, color: false, columns: () => 120, rows: () => Infinity, out: to(out), err: to(err) };
  const code = await explainStack(aws, 'Shop', { ...options } as ExplainOptions, terminal, new Date(START + 3_600_000).toISOString())
    .catch((error: Error) => `${error.name}: ${error.message}`);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const denied = (action: string) => Object.assign(new Error(`User: x is not authorized to perform: ${action}`), { name: 'AccessDenied' });
const throttled = () => Object.assign(new Error('Rate exceeded'), { name: 'Throttling' });

const BEGUN = [own(0, 'UPDATE_IN_PROGRESS', 'User Initiated'), web(1, 'UPDATE_IN_PROGRESS'), diagnosis(1, 'UPDATE_IN_PROGRESS')];
const FAILED = [diagnosis(30, 'UPDATE_FAILED', 'it broke [app-crashed]'), web(31, 'UPDATE_FAILED', 'Resource update cancelled')];
const TURNED = own(40, 'UPDATE_ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to update: [WebDiagnosis].');

describe('a stack that is stuck', () => {
  test('UPDATE_ROLLBACK_FAILED: what blocks the rollback, and how to continue it', async () => {
    const { code, out } = await why({ events: [
      ...BEGUN, ...FAILED, TURNED, queue(45, 'Queue', 'UPDATE_FAILED', 'Resource update cancelled'), web(45, 'UPDATE_FAILED', 'the rollback did not stabilize'),
      own(50, 'UPDATE_ROLLBACK_FAILED', 'The following resource(s) failed to update: [Web].'),
    ] }, { exitCode: true });
    expect(code).toBe(EXIT.failed);
    expect(out).toBe([
      'the stack Shop could not be rolled back: UPDATE_ROLLBACK_FAILED 0:50 after the operation began; it began 60 min ago',
      'blocked by: Web (AWS::ECS::Service) UPDATE_FAILED: the rollback did not stabilize',
      `why the service does not come up: ecs-why ${SERVICE}`,
      'to go on: remove what blocks, then aws cloudformation continue-update-rollback --stack-name Shop',
      'or leave these resources as they are, and repair them before the next update: add --resources-to-skip Web',
      '',
      'Web (UPDATE_FAILED), as diagnosed at the time (stack event of WebDiagnosis):',
      '  it broke [app-crashed]',
    ].join('\n'));
  });

  test('a rollback that was continued: only what blocks it now', async () => {
    const { out } = await why({ events: [
      ...BEGUN, ...FAILED, TURNED, web(45, 'UPDATE_FAILED', 'once'), queue(46, 'Queue', 'UPDATE_FAILED', 'denied'), own(50, 'UPDATE_ROLLBACK_FAILED'),
      own(90, 'UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated'), web(95, 'UPDATE_COMPLETE'), queue(96, 'Queue', 'UPDATE_FAILED', 'denied again'),
      own(99, 'UPDATE_ROLLBACK_FAILED'),
    ] });
    expect(out.match(/^blocked by: .*/gm)).toEqual(['blocked by: Queue (AWS::SQS::Queue) UPDATE_FAILED: denied again']);
    expect(out).toMatch(/ --resources-to-skip Queue$/m);
    expect(out).not.toMatch(/does not come up/);
  });

  test('in a nested stack: the form that AWS wants', async () => {
    const { out } = await why({ events: [
      own(0, 'UPDATE_IN_PROGRESS'), nested(1, 'UPDATE_IN_PROGRESS'), own(1, 'UPDATE_IN_PROGRESS', undefined, INNER), web(2, 'UPDATE_IN_PROGRESS', undefined, INNER),
      web(9, 'UPDATE_FAILED', 'broken', INNER), own(10, 'UPDATE_ROLLBACK_IN_PROGRESS', undefined, INNER), nested(11, 'UPDATE_FAILED', 'not updated'),
      TURNED, web(45, 'UPDATE_FAILED', 'still broken', INNER), own(46, 'UPDATE_ROLLBACK_FAILED', undefined, INNER), nested(47, 'UPDATE_FAILED', 'not rolled back'),
      own(50, 'UPDATE_ROLLBACK_FAILED'),
    ] });
    expect(out.match(/^blocked by: .*/gm)).toEqual(['blocked by: Shop-Inner/Web (AWS::ECS::Service) UPDATE_FAILED: still broken']);
    expect(out).toMatch(/ --stack-name Shop$/m);
    expect(out).toMatch(/ --resources-to-skip Shop-Inner\.Web$/m);
  });

  test('ROLLBACK_FAILED: it can only be deleted', async () => {
    const { out } = await why({ events: [
      own(0, 'CREATE_IN_PROGRESS'), queue(1, 'Queue', 'CREATE_FAILED', 'no'), own(2, 'ROLLBACK_IN_PROGRESS'), queue(3, 'Bucket', 'DELETE_FAILED', 'not empty'),
      own(4, 'ROLLBACK_FAILED', 'The following resource(s) failed to delete: [Bucket].'),
    ] });
    expect(out).toBe([
      'the stack Shop could not be rolled back: ROLLBACK_FAILED 0:04 after the operation began; it began 60 min ago',
      'first failure: Queue (AWS::SQS::Queue) CREATE_FAILED: no',
      'blocked by: Bucket (AWS::SQS::Queue) DELETE_FAILED: not empty',
      'to go on: remove what blocks, then aws cloudformation delete-stack --stack-name Shop',
    ].join('\n'));
  });

  const DELETION = [
    ...BEGUN, web(9, 'UPDATE_COMPLETE'), own(11, 'UPDATE_COMPLETE'), own(20, 'DELETE_IN_PROGRESS', 'User Initiated'), web(22, 'DELETE_FAILED', 'in use'),
    own(23, 'DELETE_FAILED', 'The following resource(s) failed to delete: [Web].'),
  ];

  test('DELETE_FAILED: the resource, AWS\'s reason, and how to keep it', async () => {
    const { code, out } = await why({ events: DELETION }, { exitCode: true });
    expect(code).toBe(EXIT.failed);
    expect(out).toBe([
      'the stack Shop could not be deleted: DELETE_FAILED 0:03 after the operation began; it began 60 min ago',
      'blocked by: Web (AWS::ECS::Service) DELETE_FAILED: in use',
      'to go on: remove what blocks, then aws cloudformation delete-stack --stack-name Shop',
      'or keep these resources in the account, outside of any stack: add --retain-resources Web',
    ].join('\n'));
  });

  test('DELETE_FAILED in a nested stack', async () => {
    const { out } = await why({ events: [
      own(0, 'DELETE_IN_PROGRESS'), nested(1, 'DELETE_IN_PROGRESS'), own(1, 'DELETE_IN_PROGRESS', undefined, INNER), queue(2, 'Queue', 'DELETE_FAILED', 'in use', INNER),
      own(3, 'DELETE_FAILED', undefined, INNER), nested(4, 'DELETE_FAILED', 'Embedded stack was not deleted'), own(5, 'DELETE_FAILED'),
    ] });
    expect(out.match(/^blocked by: .*/gm)).toEqual(['blocked by: Shop-Inner/Queue (AWS::SQS::Queue) DELETE_FAILED: in use']);
    expect(out).not.toMatch(/--retain-resources/);
  });

  test('--json: blockedBy, and the first failure of a deletion', async () => {
    const { out } = await why({ events: DELETION }, { json: true });
    const failure = { logicalId: 'Web', resourceType: 'AWS::ECS::Service', status: 'DELETE_FAILED', reason: 'in use', at: '2026-11-23T10:00:22.000Z' };
    expect(JSON.parse(out)).toMatchObject({ operation: 'delete', firstFailure: failure, blockedBy: [{ stack: 'Shop', ...failure }], unread: [] });
  });

  test('a nested stack by its own name: AWS continues only the outermost one', async () => {
    const { out } = await why({ events: [...BEGUN, ...FAILED, TURNED, web(45, 'UPDATE_FAILED', 'no'), own(50, 'UPDATE_ROLLBACK_FAILED')], stack: { RootId: arnOf('Root') } });
    expect(out).toMatch(/ --stack-name Root$/m);
    expect(out).toMatch(/ --resources-to-skip Shop\.Web$/m);
  });

  test('a rollback that completed has no such line', async () => {
    const { out } = await why({ events: [...BEGUN, ...FAILED, TURNED, queue(45, 'Old', 'DELETE_FAILED', 'in use'), own(50, 'UPDATE_ROLLBACK_COMPLETE')] });
    expect(out).not.toMatch(/blocked|to go on/);
  });
});

describe('events that cannot be read', () => {
  const NESTED = [
    own(0, 'UPDATE_IN_PROGRESS'), nested(1, 'UPDATE_IN_PROGRESS'), queue(2, 'Queue', 'UPDATE_COMPLETE'),
    nested(32, 'UPDATE_FAILED', 'Embedded stack was not successfully updated'), TURNED, own(50, 'UPDATE_ROLLBACK_COMPLETE'),
  ];

  test.each([
    ['denied', denied('cloudformation:DescribeStackEvents'), 'not readable: grant cloudformation:DescribeStackEvents'],
    ['throttled', throttled(), 'not read this time: AWS throttles the calls (Throttling)'],
  ])('of a nested stack, %s: a note, and the rest', async (_, error, line) => {
    const { code, out, err } = await why({ events: NESTED, instead: { describeStackEvents: ({ StackName }) => {
      if (StackName === INNER) throw error;
      return { StackEvents: [...NESTED].reverse() };
    } } });
    expect(code).toBe(EXIT.couldNotLook);
    expect(err).toBe(`ecs-why: nested stack Shop-Inner: stack events ${line}`);
    expect(out).toBe([
      'the stack Shop was rolled back: UPDATE_ROLLBACK_COMPLETE 0:50 after the operation began; it began 60 min ago',
      'first failure: Inner (AWS::CloudFormation::Stack) UPDATE_FAILED: Embedded stack was not successfully updated',
      'no failure of an ECS service is in the stack events that were read',
    ].join('\n'));
  });

  test('of a nested stack, because the credentials have expired: this ends the command', async () => {
    const expired = Object.assign(new Error('expired'), { name: 'ExpiredToken' });
    const { code, out } = await why({ events: NESTED, instead: { describeStackEvents: ({ StackName }) => {
      if (StackName === INNER) throw expired;
      return { StackEvents: [...NESTED].reverse() };
    } } });
    expect({ code, out }).toEqual({ code: expect.stringContaining('have expired'), out: '' });
  });

  const many = Array.from({ length: 5001 }, (_, i) => queue(2, `Queue${i}`, 'UPDATE_COMPLETE'));
  const LATE = [...BEGUN, ...many, web(20, 'UPDATE_IN_PROGRESS'), ...FAILED, TURNED, own(50, 'UPDATE_ROLLBACK_COMPLETE')];

  test('more than 50 pages: no invented duration, and what was read', async () => {
    const { code, out, err } = await why({ events: LATE });
    expect(code).toBe(EXIT.ok);
    expect(err).toBe('ecs-why: stack events of Shop read only in part: the 5000 events read do not reach back to the beginning of the operation');
    expect(out).toBe([
      'the stack Shop was rolled back: UPDATE_ROLLBACK_COMPLETE',
      '',
      'Web (UPDATE_FAILED), as diagnosed at the time (stack event of WebDiagnosis):',
      '  it broke [app-crashed]',
    ].join('\n'));
    expect(JSON.parse((await why({ events: LATE }, { json: true })).out)).toMatchObject({
      operation: 'update', startedAt: null, unread: [expect.stringContaining('only in part')], cause: 'app-crashed',
    });
  });

  test('the failures are older than 50 pages: it does not say that no service was touched', async () => {
    const events = [...BEGUN, ...FAILED, TURNED, ...many, own(50, 'UPDATE_ROLLBACK_COMPLETE')];
    const { code, out } = await why({ events });
    expect(code).toBe(EXIT.couldNotLook);
    expect(out).toBe('the stack Shop was rolled back: UPDATE_ROLLBACK_COMPLETE\nno failure of an ECS service is in the stack events that were read');
  });

  test('failures in the rollback are not taken for those before it', async () => {
    const events = [...BEGUN, TURNED, ...many, queue(45, 'Old', 'DELETE_FAILED', 'in use'), own(50, 'UPDATE_ROLLBACK_COMPLETE')];
    expect((await why({ events })).out).not.toMatch(/first failure/);
  });

  test('empty pages with a token, for ever', async () => {
    const instead = { describeStackEvents: () => ({ StackEvents: [], NextToken: 'x' }) };
    const { code, out } = await why({ events: [], stack: { StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }, instead });
    expect({ code, out }).toEqual({ code: expect.stringContaining('stack events of Shop read only in part: the 0 events read'), out: '' });
  });
});

test.each([
  ['UPDATE_ROLLBACK_IN_PROGRESS', [...BEGUN, ...FAILED, TURNED]],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', [...BEGUN, web(9, 'UPDATE_COMPLETE'), own(10, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')]],
])('%s: the operation still runs, and there was no watch', async (status, events) => {
  const { out } = await why({ events });
  expect(out.split('\n')[0]).toBe(`the operation on the stack Shop still runs (${status}); ecs-why watch Shop follows it; it began 60 min ago`);
});

test('nothing failed, but a hotswap came after it: the command that explains it', async () => {
  const events = [...BEGUN, web(9, 'UPDATE_COMPLETE'), own(10, 'UPDATE_COMPLETE')];
  const began = (seconds: number) => ({ describeServices: () => (
    { services: [{ deployments: [{ status: 'PRIMARY', createdAt: new Date(START + seconds * 1000).toISOString() }] }] }
  ) });
  const { code, out } = await why({ events, instead: began(3000) });
  expect(code).toBe(EXIT.ok);
  expect(out).toMatch(/\nnothing failed\nWeb has a newer deployment, which began 10 min ago and not by this operation: ecs-why arn:aws:ecs:\S+ explains it$/);
  expect((await why({ events, instead: began(5) })).out).toMatch(/\nnothing failed$/);
  expect((await why({ events, instead: { describeServices: () => { throw denied('ecs:DescribeServices'); } } })).out).toMatch(/\nnothing failed$/);
});

test('REVIEW_IN_PROGRESS: nothing has begun', async () => {
  const { code, out, err } = await why({ events: [own(0, 'REVIEW_IN_PROGRESS', 'User Initiated')] });
  expect({ code, out, err }).toEqual({
    code: EXIT.notFound, out: '', err: 'ecs-why: no operation on the stack Shop has created or changed anything (REVIEW_IN_PROGRESS)',
  });
});

test.each([{}, { format: 'github' as const }])('a stored diagnosis gives no command to a CI runner (%j)', async (options) => {
  const hostile = 'bad [app-crashed]\n::stop-commands::tok\n ::error file=a::pwned\nx ##[error]y\n##vso[task.complete]\n##teamcity[x]\nhidden\u200e\u061c\u{e0041}\ud800end';
  const { out } = await why({ events: [...BEGUN, diagnosis(30, 'UPDATE_FAILED', hostile), TURNED, own(50, 'UPDATE_ROLLBACK_COMPLETE')] }, options);
  const commands = out.split('\n').filter((line) => /^\s*::/.test(line));
  expect(commands).toEqual(options.format ? [expect.stringMatching(/^::error title=Shop\/Web/)] : []);
  expect(out).not.toMatch(/##(vso|teamcity)?\[|[\u200e\u061c\u{e0041}]|\p{Cs}/u);
  expect(out).toContain(': :stop-commands::tok\n  : :error file=a::pwned\n  x # #[error]y\n  # #vso[task.complete]\n  # #teamcity[x]\n  hidden end');
});
