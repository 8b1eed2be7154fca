import { CloudFormationClient, DescribeStackEventsCommand, DescribeStackResourceCommand, DescribeStacksCommand, ListTypesCommand, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTargetGroupsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { assembly, config, lab } from './support';
import { Lab } from '../../src/lab/lab';
import { AwsError, FakeService } from '../../src/lab/world';

const ecsFake = (operations: FakeService['operations']) => ({ fakes: () => ({ ecs: { operations } }) });
const topics = (n: number) => assembly({ Resources: Object.fromEntries(Array.from({ length: n }, (_, i) => [`T${i}`, { Type: 'AWS::SNS::Topic' }])) });

test('JSON: input and output pass through the schema, dates are dates', async () => {
  const at = new Date('2026-01-05T09:00:00.123Z');
  let got: unknown;
  const l = await lab({}, ecsFake({ DescribeServices: (input: unknown) => { got = input; return { services: [{ serviceName: 'ü<&>', createdAt: at, desiredCount: 2 }], failures: [] }; } }));
  const answer = await new ECSClient(config(l)).send(new DescribeServicesCommand({ cluster: 'c', services: ['s'], include: ['TAGS'] }));
  expect(got).toEqual({ cluster: 'c', services: ['s'], include: ['TAGS'] });
  expect(answer.services).toEqual([{ serviceName: 'ü<&>', createdAt: at, desiredCount: 2 }]);
  expect(l.calls).toMatchObject([{ service: 'ecs', operation: 'DescribeServices' }]);
});

test('errors keep name and message in both protocols', async () => {
  const l = await lab({}, ecsFake({ DescribeServices: () => { throw new AwsError('ClusterNotFoundException', 'Cluster not found.'); } }));
  await expect(new ECSClient(config(l)).send(new DescribeServicesCommand({ services: ['s'] }))).rejects.toMatchObject({ name: 'ClusterNotFoundException', message: 'Cluster not found.' });
  await expect(new CloudFormationClient(config(l)).send(new DescribeStacksCommand({ StackName: 'a<b' }))).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id a<b does not exist' });
  expect(l.calls.map((c) => c.error)).toEqual(['ClusterNotFoundException', 'ValidationError']);
  expect(l.violations).toEqual([]);
});

test('answers bear the date of the caller: lab time for what runs in it', async () => {
  const l = await lab();
  const date = async (headers: { [name: string]: string }) => Date.parse(String((await fetch(l.endpoint, { method: 'PUT', headers })).headers.get('date')));
  expect(await date({ 'x-lab-elapsed': '2000' })).toBe(l.clock.now() + 2000);
  expect(Math.abs(await date({}) - Date.now())).toBeLessThan(60_000);
});

describe('values that AWS does not have are violations', () => {
  test.each<[string, unknown, RegExp]>([
    ['an unknown member', { services: [{ serviceNme: 's' }] }, /services\[0\] has no member "serviceNme" \(Service\)/],
    ['a text for a number', { services: [{ desiredCount: '2' }] }, /desiredCount must be a number, not string/],
    ['a text for a date', { services: [{ createdAt: '2026-01-01' }] }, /createdAt must be a Date/],
    ['a structure for a list', { services: { serviceName: 's' } }, /services must be a list/],
  ])('in an output: %s', async (_, output, message) => {
    const l = await lab({}, ecsFake({ DescribeServices: () => output }));
    await expect(new ECSClient(config(l)).send(new DescribeServicesCommand({ services: ['s'] }))).rejects.toThrow(message);
    expect(l.violations).toEqual([expect.stringMatching(message)]);
  });

  test('in an input', async () => {
    const l = await lab();
    const response = await fetch(l.endpoint, {
      method: 'POST',
      body: JSON.stringify({ cluser: 'c' }),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices' },
    });
    expect(response.status).toBe(400);
    expect(l.violations[0]).toContain('DescribeServices input has no member "cluser"');
    const form = new URLSearchParams({ 'Action': 'DescribeStacks', 'Version': '2010-05-15', 'StackNames.member.1': 'x' });
    expect((await fetch(l.endpoint, { method: 'POST', body: form })).status).toBe(400);
    expect(l.violations[1]).toContain('DescribeStacks input has no member "StackNames"');
  });

  test('an operation that is not played, or that does not exist', async () => {
    const l = await lab();
    await expect(new CloudFormationClient(config(l)).send(new ListTypesCommand({}))).rejects.toThrow('does not play cloudformation ListTypes');
    await fetch(l.endpoint, { method: 'POST', body: '{}', headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.GuessServices' } });
    await fetch(l.endpoint, { method: 'POST', body: '{}', headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } });
    expect(l.violations).toHaveLength(3);
  });

  test('a fake that breaks', async () => {
    const l = await lab({}, ecsFake({ DescribeServices: () => { throw new TypeError('oops'); } }));
    await expect(new ECSClient(config(l)).send(new DescribeServicesCommand({ services: ['s'] }))).rejects.toThrow('oops');
    expect(l.violations[0]).toContain('ecs DescribeServices broke inside the lab');
  });
});

test('CloudFormation: events newest first in pages of 100; stacks by name and ARN, deleted ones by ARN', async () => {
  const l = await lab();
  const client = new CloudFormationClient(config(l));
  const { events } = await l.deploy({ assembly: topics(50) });
  const pages = [];
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: 'Shop' })) pages.push(page.StackEvents ?? []);
  expect(pages.map((p) => p.length)).toEqual([100, events.length - 100]);
  const times = pages.flat().map((e) => e.Timestamp!.getTime());
  expect(times.every((t, i) => i === 0 || t < times[i - 1])).toBe(true);
  expect(pages[0][0]).toMatchObject({ LogicalResourceId: 'Shop', ResourceStatus: 'CREATE_COMPLETE', ResourceType: 'AWS::CloudFormation::Stack' });
  const id = pages[0][0].StackId!;
  const { StackResourceDetail } = await client.send(new DescribeStackResourceCommand({ StackName: id, LogicalResourceId: 'T7' }));
  expect(StackResourceDetail).toMatchObject({ LogicalResourceId: 'T7', ResourceStatus: 'CREATE_COMPLETE', PhysicalResourceId: expect.stringMatching(/^arn:aws:sns:/) });
  await expect(client.send(new DescribeStackResourceCommand({ StackName: 'Shop', LogicalResourceId: 'X' }))).rejects.toThrow('Resource X does not exist for stack Shop');
  await l.destroy('Shop');
  await expect(client.send(new DescribeStacksCommand({ StackName: 'Shop' }))).rejects.toThrow('Stack with id Shop does not exist');
  expect((await client.send(new DescribeStacksCommand({ StackName: id }))).Stacks?.[0].StackStatus).toBe('DELETE_COMPLETE');
  expect((await client.send(new DescribeStackEventsCommand({ StackName: id }))).StackEvents).toHaveLength(100);
  expect(l.violations).toEqual([]);
});

test('ELB, Logs and Step Functions answer their real clients', async () => {
  const l = await lab();
  expect((await new ElasticLoadBalancingV2Client(config(l)).send(new DescribeTargetGroupsCommand({}))).TargetGroups).toEqual([]);
  const logs = new CloudWatchLogsClient(config(l));
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
  await logs.send(new FilterLogEventsCommand({ logGroupName: 'g' }));
  const sfn = new SFNClient(config(l));
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const { stateMachineArn } = await (l.states.operations.CreateStateMachine as (i: object) => Promise<{ stateMachineArn: string }>)({ name: 'm', definition, roleArn: 'r' });
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{"a":1}' }));
  await l.advance(5);
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  expect(l.violations).toEqual([]);
});

describe('faults', () => {
  const fault = (kind: string, more: object = {}) => lab({ faults: [{ service: 'ecs', operation: 'DescribeServices', kind, ...more }] }, ecsFake({ DescribeServices: () => ({ services: [] }) }));
  const ask = (l: Lab) => new ECSClient(config(l)).send(new DescribeServicesCommand({ services: ['s'] }));

  test.each<[string, object]>([
    ['throttle', { name: 'ThrottlingException' }], ['500', { $metadata: { httpStatusCode: 500 } }], ['503', { name: 'ServiceUnavailable' }],
    ['accessDenied', { name: 'AccessDeniedException', message: expect.stringContaining('ecs:DescribeServices') }],
    ['htmlPage', { name: 'SyntaxError' }], ['cutBody', { name: 'SyntaxError' }], ['reset', { message: expect.stringMatching(/socket hang up|ECONNRESET/) }],
  ])('%s', async (kind, error) => {
    const l = await fault(kind);
    await expect(ask(l)).rejects.toMatchObject(error);
    expect(l.violations).toEqual([]);
  });

  test('chosen by number of the call', async () => {
    const l = await fault('throttle', { calls: '2-3' });
    const outcomes = [];
    for (let i = 0; i < 5; i++) outcomes.push(await ask(l).then(() => 'ok', () => 'throttled'));
    expect(outcomes).toEqual(['ok', 'throttled', 'throttled', 'ok', 'ok']);
  });

  test('chosen by probability: the same seed, the same luck', async () => {
    const luck = async () => {
      const l = await fault('throttle', { probability: 0.5 });
      const outcomes: string[] = [];
      for (let i = 0; i < 20; i++) outcomes.push(await ask(l).then(() => '+', () => '-'));
      return outcomes.join('');
    };
    const first = await luck();
    expect(first).toMatch(/\+/);
    expect(first).toMatch(/-/);
    expect(await luck()).toBe(first);
  });

  test('chosen by time', async () => {
    const l = await fault('throttle', { window: [10, 20] });
    await ask(l);
    await l.advance(15);
    await expect(ask(l)).rejects.toThrow();
    await l.advance(5);
    await ask(l);
  });

  test('a fault that the lab does not know is refused', async () => {
    await expect(fault('gremlins')).rejects.toThrow('unknown kind "gremlins"');
    await expect(fault('throttle', { calls: 'some' })).rejects.toThrow('"some" is no list of numbers');
  });
});
