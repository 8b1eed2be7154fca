import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { answering, asked, assembly, config, custom, fn, lab } from './support';
import { Fault, FaultTable } from '../../src/lab/faults';
import { distort, UNKNOWN } from '../../src/lab/wire/distort';

const strike = (kind: Fault['kind'], more: Partial<Fault> = {}) => ({ service: 'ecs', kind, draw: 7, ...more });
const at = new Date(Date.UTC(2026, 0, 5));
const service = { serviceName: 's', status: 'ACTIVE', runningCount: 1, createdAt: at, events: [1, 2, 3, 4, 5].map((n) => ({ id: String(n), message: `event ${n}` })) };

describe('distorted answers', () => {
  test('no lists', () => expect(distort({ services: [service], failures: [{ reason: 'MISSING' }] }, strike('emptyLists'))).toEqual({ services: [], failures: [] }));

  test('lists in odd order: the same elements, the same seed the same order', () => {
    const order = (draw: number) => (distort(service, { ...strike('shuffled'), draw }) as typeof service).events.map((e) => e.id).join('');
    expect([...order(7)].sort().join('')).toBe('12345');
    expect(order(7)).toBe(order(7));
    expect([order(1), order(2), order(3)].some((o) => o !== '12345')).toBe(true);
  });

  test.each<[string, Partial<Fault>, unknown]>([
    ['members that are named', { members: ['status', 'message'] }, { serviceName: 's', runningCount: 1, createdAt: at, events: service.events.map(({ id }) => ({ id })) }],
    ['none of these', { members: ['taskArn'] }, service],
  ])('missing: %s', (_, more, expected) => expect(distort(service, strike('missingFields', more))).toEqual(expected));

  test('missing: a seeded choice', () => {
    const text = JSON.stringify(distort(service, strike('missingFields')));
    expect(text.length).toBeLessThan(JSON.stringify(service).length);
    expect(JSON.stringify(distort(service, strike('missingFields')))).toBe(text);
  });

  test('a text that is in no enumeration, only in place of a value of an enumeration', () => {
    const task = { lastStatus: 'RUNNING', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', taskArn: 'a' };
    expect(distort(task, strike('unknownEnum', { members: ['lastStatus', 'stopCode', 'stoppedReason', 'taskArn'] })))
      .toEqual({ ...task, lastStatus: UNKNOWN, stopCode: UNKNOWN });
    expect(distort(task, strike('unknownEnum', { members: ['stopCode'] }))).toEqual({ ...task, stopCode: UNKNOWN });
  });

  test('dates stay dates', () => expect(distort({ createdAt: at }, strike('shuffled'))).toEqual({ createdAt: at }));
});

describe('reads that lag behind', () => {
  const topic = assembly({ Resources: { A: { Type: 'AWS::SNS::Topic' }, B: { Type: 'AWS::SNS::Topic', DependsOn: 'A' } } });

  test('the oldest answer to the same question within those seconds', async () => {
    const l = await lab({ faults: [{ service: 'cloudformation', operation: 'DescribeStacks', calls: '3-', kind: 'stale', seconds: 5 }] });
    const client = new CloudFormationClient(config(l));
    const status = async () => (await client.send(new DescribeStacksCommand({ StackName: 'Shop' }))).Stacks?.[0].StackStatus;
    const seen: (string | undefined)[] = [];
    l.at(1, async () => { seen.push(await l.clock.hold(status())); });
    await l.deploy({ assembly: topic });
    for (const seconds of [0, 0, 6]) {
      await l.advance(seconds);
      seen.push(await status());
    }
    // the second question brings the true answer, the third still the first one, and after more than 5 s nothing is left of it
    expect(seen).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
  });

  test('a question that was never asked gets the truth', async () => {
    const l = await lab({ faults: [{ service: 'cloudformation', kind: 'stale' }] });
    await l.deploy({ assembly: topic });
    const answer = await new CloudFormationClient(config(l)).send(new DescribeStackResourceCommand({ StackName: 'Shop', LogicalResourceId: 'B' }));
    expect(answer.StackResourceDetail?.ResourceStatus).toBe('CREATE_COMPLETE');
  });
});

/** A function that asks the lab something and says what came of it. */
const ASK = answering(`
  if (event.RequestType !== 'Create') return {};
  const ask = () => new Promise((resolve) => {
    const started = Date.now();
    const tell = (what) => resolve(what + ' after ' + Math.round((Date.now() - started) / 1000) + ' s');
    const request = http.request(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers: { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.DescribeServices' } }, (response) => {
      response.resume();
      response.on('end', () => tell(response.statusCode));
      response.on('error', (error) => tell(error.code));
    });
    const limit = setTimeout(() => request.destroy(Object.assign(new Error('limit'), { code: 'LIMIT' })), 7000);
    request.on('error', (error) => { clearTimeout(limit); tell(error.code); });
    request.on('response', () => clearTimeout(limit));
    request.end(JSON.stringify({ services: ['s'] }));
  });
  console.log('SAID ' + await ask());
  return {};`);

async function askOnce(kind: string, more: Partial<Fault> = {}) {
  const l = await lab({ faults: [{ service: 'ecs', operation: 'DescribeServices', kind, ...more }] }, { fakes: () => ({ ecs: { operations: { DescribeServices: () => ({ services: [] }) } } }) });
  const result = await l.deploy({ assembly: assembly({ Resources: { Fn: fn('ask'), Thing: custom() } }, { ask: ASK }) });
  return { l, result, said: l.lambdaLogLines().find((line) => line.includes('SAID'))?.replace(/.*SAID /, '') };
}

describe('inside a function', () => {
  test.each<[string, Partial<Fault>, string]>([
    ['refused', {}, 'ECONNREFUSED after 0 s'],
    ['reset', {}, 'ECONNRESET after 0 s'],
    ['latency', { seconds: 4 }, '200 after 4 s'],
    // the function's own limit ends what never comes back
    ['hang', {}, 'LIMIT after 7 s'],
    ['500', {}, '500 after 0 s'],
  ])('%s', async (kind, more, expected) => {
    const { said, result } = await askOnce(kind, more);
    expect(said).toBe(expected);
    expect(result.stackStatus).toBe('CREATE_COMPLETE');
  });

  test('slow calls at the same time take no longer than one', async () => {
    const l = await lab({ faults: [{ service: 'ecs', kind: 'latency', seconds: 4 }] }, { fakes: () => ({ ecs: { operations: { DescribeServices: () => ({ services: [] }) } } }) });
    const code = ASK.replace('await ask()', '(await Promise.all([ask(), ask(), ask()])).join()');
    await l.deploy({ assembly: assembly({ Resources: { Fn: fn('asks'), Thing: custom() } }, { asks: code }) });
    expect(l.lambdaLogLines().find((line) => line.includes('SAID'))).toContain('SAID 200 after 4 s,200 after 4 s,200 after 4 s');
  });

  test('the call kills its caller, which is invoked again', async () => {
    const { l, said } = await askOnce('killCaller', { calls: 1 });
    expect(said).toBe('200 after 0 s');
    expect(asked(l)).toHaveLength(2);
    expect(Date.parse(asked(l)[1].at) - Date.parse(asked(l)[0].at)).toBeGreaterThanOrEqual(60_000);
    expect(l.functions.failures).toMatchObject([{ injected: true, error: { errorType: 'Runtime.ExitError' } }]);
  });

  test('outside of functions a refusal cuts the connection', async () => {
    const l = await lab({ faults: [{ service: 'ecs', kind: 'refused' }] });
    await expect(new ECSClient(config(l)).send(new DescribeServicesCommand({ services: ['s'] }))).rejects.toThrow(/socket hang up|ECONNRESET/);
  });

  test.each<[number]>([[300], [-300]])('a clock %d s wrong', async (seconds) => {
    const l = await lab({ faults: [{ service: 'lambda', operation: 'Invoke', calls: 1, kind: 'clockSkew', seconds }] });
    const { startedAt } = await l.deploy({ assembly: assembly({ Resources: { Fn: fn('plain'), Thing: custom() } }, { plain: answering() }) });
    const wrong = (Date.parse(asked(l)[0].at) - startedAt) / 1000 - seconds;
    expect(wrong).toBeGreaterThan(0);
    expect(wrong).toBeLessThan(10);
  });
});

describe('the answer of a custom resource', () => {
  const put = 'const outcome = await put({}).then((status) => "status " + status, (error) => error.code); console.log("PUT " + outcome); return undefined;';
  const stack = () => assembly({ Resources: { Fn: fn('put'), Thing: custom({ ServiceTimeout: 100 }) } }, { put: answering(put) });

  test.each<[string, Partial<Fault>, readonly string[], string]>([
    ['lost', {}, ['PUT status 200'], 'ROLLBACK_COMPLETE'],
    ['403', {}, ['PUT status 403'], 'ROLLBACK_COMPLETE'],
    ['503', {}, ['PUT status 503'], 'ROLLBACK_COMPLETE'],
    ['reset', {}, ['PUT ECONNRESET'], 'ROLLBACK_COMPLETE'],
    ['refused', {}, ['PUT ECONNREFUSED'], 'ROLLBACK_COMPLETE'],
    ['cutAfterAcceptance', {}, ['PUT ECONNRESET'], 'CREATE_COMPLETE'],
    // a minute later the event is delivered again
    ['killCaller', {}, ['PUT status 200'], 'CREATE_COMPLETE'],
  ])('%s', async (kind, more, outcomes, status) => {
    const l = await lab({ faults: [{ service: 'answer', operation: 'PUT', calls: 1, kind, ...more }] });
    const result = await l.deploy({ assembly: stack() });
    expect(result.stackStatus).toBe(status);
    const said = l.lambdaLogLines().flatMap((line) => /PUT .*/.exec(line)?.[0] ?? []);
    expect(said.slice(0, outcomes.length)).toEqual(outcomes);
  });
});

describe('an execution that a person stops', () => {
  const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 60, Next: 'B' }, B: { Type: 'Pass', End: true } } });

  test.each<[string, string]>([['2', 'ABORTED'], ['3', 'SUCCEEDED']])('before transition %s', async (calls, status) => {
    const l = await lab({ faults: [{ service: 'states', operation: 'Transition', calls, kind: 'stopped' }] });
    const create = l.states.operations.CreateStateMachine as (input: object) => Promise<{ stateMachineArn: string }>;
    const { stateMachineArn } = await create({ name: 'm', definition, roleArn: 'r' });
    const sfn = new SFNClient(config(l));
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
    await l.advance(100);
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe(status);
  });

  test.each<[string, string]>([['accessDenied', 'AccessDeniedException'], ['throttle', 'ThrottlingException']])('its start: %s', async (kind, name) => {
    const l = await lab({ faults: [{ service: 'states', operation: 'StartExecution', kind }] });
    await expect(new SFNClient(config(l)).send(new StartExecutionCommand({ stateMachineArn: 'm' }))).rejects.toMatchObject({ name });
    expect(l.states.executions()).toEqual([]);
  });
});

test('a fault strikes with a number of its own, the same for the same seed', () => {
  const fault: Fault = { service: 'ecs', kind: 'shuffled', calls: '1-2' };
  const draws = (seed: number) => {
    const table = new FaultTable([fault], seed);
    return [1, 2, 3].map(() => table.pick('ecs', 'DescribeTasks', { stackOperation: 1, seconds: 0 })?.draw);
  };
  expect(draws(1)).toEqual(draws(1));
  expect(draws(1)[2]).toBeUndefined();
  expect(new Set([...draws(1).slice(0, 2), ...draws(2).slice(0, 2)]).size).toBe(4);
});
