import { Readable } from 'stream';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeTasksCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as sdk from '@smithy/core/client';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import * as fc from 'fast-check';
import { asOwn, beInLambda, Constructor, own, Sent } from './own-clients';
import { MiddlewareStack, writeRequestBody } from '../../../src/facts/aws/plain-client';

/** An answer of AWS, or what a connection fails with. */
type Answer = { readonly statusCode: number; readonly body?: string; readonly headers?: { readonly [name: string]: string } } | Error;

const NOW = Date.parse('2026-11-30T18:00:00Z');
const OK: Answer = { statusCode: 200, body: '{}' };
const json = (statusCode: number, code: string, headers = {}): Answer => ({ statusCode, body: JSON.stringify({ __type: code, message: 'm' }), headers });
const xml = (statusCode: number, code: string): Answer => ({ statusCode, body: `<E><Error><Code>${code}</Code><Message>m</Message></Error></E>` });
const reset = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const timeout = () => Object.assign(new Error('connection timed out'), { name: 'TimeoutError' });
const at = (ms: number) => ({ date: new Date(NOW + ms).toUTCString() });

const TASKS = new DescribeTasksCommand({ cluster: 'c', tasks: ['Größe'] });
const STACKS = new DescribeStacksCommand({ StackName: 'a b' });

beInLambda();
beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** Each attempt as AWS gets it. The SDK signs also its own user agent, each call has another id, and members have another order. */
async function course(client: Constructor, commands: readonly Sent[], answers: readonly Answer[], settings: object = {}): Promise<object> {
  const attempts: object[] = [];
  const left = [...answers];
  const handle = async ({ method, protocol, hostname, port, path, headers, body }: HttpRequest) => {
    const { 'user-agent': _name, 'x-amz-user-agent': _long, 'amz-sdk-invocation-id': id, 'x-amz-content-sha256': _hash, authorization, ...others } = headers;
    expect(id).toMatch(/^[\da-f-]{36}$/);
    const [, signed, names] = /(Credential=.*), SignedHeaders=(.*), Signature=[\da-f]{64}$/.exec(authorization)!;
    const named = names.split(';').filter((name) => name !== 'x-amz-user-agent');
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
    attempts.push({ method, protocol, hostname, port, path, headers: others, signed, named, body: text.startsWith('{') ? JSON.parse(text) : text });
    const answer = left.shift() ?? OK;
    if (answer instanceof Error) throw answer;
    const stream = Readable.from(answer.body ? [Buffer.from(answer.body)] : []);
    return { response: new HttpResponse({ headers: {}, ...answer, body: stream }) };
  };
  const made = new client({ requestHandler: { handle }, retryStrategy: new ConfiguredRetryStrategy(3, 0), ...settings });
  const outcomes: unknown[] = [];
  for (const command of commands) {
    const outcome = await made.send(command as never).catch((error: unknown) => error);
    outcomes.push(outcome instanceof Error ? said(outcome) : outcome);
  }
  return { attempts, outcomes };
}

interface Failure extends Error {
  readonly $fault?: string;
  readonly $metadata?: object;
  readonly code?: string;
}

const said = ({ name, message, $fault, $metadata, code }: Failure) => ({
  name, message: message.split('\n')[0], $fault, code, $metadata: { ...$metadata },
});

async function sameCourse(
  client: Constructor, commands: readonly Sent[], answers: readonly Answer[], settings: object = {},
): Promise<object> {
  const theirs = await course(client, commands, answers, settings);
  const ours = await course(own(client), commands.map(asOwn), answers, settings);
  expect(ours).toEqual(theirs);
  return ours;
}

describe('the same attempts, and the same end, as with the SDK', () => {
  const START = new StartExecutionCommand({ stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:m', name: 'n', input: '{"a":"ü"}' });
  const EVENTS = new GetLogEventsCommand({ logGroupName: 'g', logStreamName: 's', startFromHead: true, limit: 100 });
  test.each<[string, Constructor, Sent, readonly Answer[]]>([
    ['a call of Amazon ECS', ECSClient, TASKS, [OK]],
    ['a call of AWS CloudFormation', CloudFormationClient, STACKS, [{ statusCode: 200, body: '<A><DescribeStacksResult/></A>' }]],
    ['a call of CloudWatch Logs', CloudWatchLogsClient, EVENTS, [OK]],
    ['a call of Elastic Load Balancing', ElasticLoadBalancingV2Client, new DescribeTargetHealthCommand({ TargetGroupArn: 'a' }), [{ statusCode: 200, body: '<A><DescribeTargetHealthResult/></A>' }]],
    ['a call of AWS Step Functions', SFNClient, START, [OK]],
    ['one throttle', ECSClient, TASKS, [json(400, 'ThrottlingException'), OK]],
    ['throttles to the end', ECSClient, TASKS, Array<Answer>(4).fill(json(400, 'ThrottlingException'))],
    ['a throttle of a query', CloudFormationClient, STACKS, [xml(400, 'Throttling'), xml(400, 'Throttling'), xml(400, 'Throttling')]],
    ['errors of the service', ECSClient, TASKS, [json(500, 'ServerException'), { statusCode: 503 }, OK]],
    ['an error that is final', ECSClient, TASKS, [json(400, 'ClusterNotFoundException')]],
    ['an operation that is unknown', ECSClient, TASKS, [{ statusCode: 501, body: 'x' }]],
    ['a page of a gateway', ECSClient, TASKS, [{ statusCode: 502, body: '<html>' }, OK]],
    ['an answer that is cut', ECSClient, TASKS, [{ statusCode: 200, body: '{"a":' }]],
    ['a connection that is reset', ECSClient, TASKS, [reset(), reset(), OK]],
    ['connections that time out', ECSClient, TASKS, [timeout(), timeout(), timeout()]],
    ['an error of the machine', ECSClient, TASKS, [new Error('no'), OK]],
    ['a time to wait', ECSClient, TASKS, [json(429, 'TooMany', { 'retry-after': '0.001' }), OK]],
  ])('%s', async (_, client, command, answers) => {
    const { attempts } = await sameCourse(client, [command], answers) as { readonly attempts: readonly object[] };
    expect(attempts.length).toBeGreaterThan(0);
  });
});

describe('the clock of the function is not that of AWS', () => {
  const skewed = (ms: number, code = 'InvalidSignatureException') => json(403, code, at(ms));
  test.each<[string, readonly Answer[]]>([
    ['five minutes before it', [skewed(300_000), OK, OK]],
    ['an hour after it', [skewed(-3_600_000), OK]],
    ['a little before it', [skewed(100_000), OK]],
    ['not by the clock that the answer names', [json(403, 'InvalidSignatureException', { date: 'yesterday' }), OK]],
    ['which a cache names', [json(403, 'InvalidSignatureException', { ...at(300_000), age: '9' }), OK]],
    ['known from a success', [{ statusCode: 200, body: '{}', headers: at(600_000) }, skewed(600_000), OK]],
    ['wrong again', [skewed(300_000), skewed(900_000), OK]],
    ['for another refusal', [skewed(300_000, 'AccessDeniedException'), OK]],
  ])('%s', async (_, answers) => {
    await sameCourse(ECSClient, [TASKS, TASKS], answers);
  });

  test('so a request is signed again, with the time of AWS', async () => {
    expect(await sameCourse(ECSClient, [TASKS], [skewed(300_000), OK])).toMatchObject({
      attempts: [{ headers: { 'x-amz-date': '20261130T180000Z' } }, { headers: { 'x-amz-date': '20261130T180500Z' } }],
    });
  });
});

// The SDK reads this one once in a process (clock-skew-defaults).
test('the clock of the function is not that of AWS, and the correction is off', async () => {
  process.env.AWS_DISABLE_CLOCK_SKEW_CORRECTION = 'true';
  expect(await course(own(ECSClient), [asOwn(TASKS)], [json(403, 'InvalidSignatureException', at(300_000)), OK])).toMatchObject({
    attempts: [{ headers: { 'x-amz-date': '20261130T180000Z' } }], outcomes: [{ name: 'InvalidSignatureException' }],
  });
});

describe('settings come from the environment', () => {
  test.each<[string, { readonly [name: string]: string | undefined }, Constructor?, Sent?, object?]>([
    ['another Region', { AWS_REGION: 'cn-north-1' }],
    ['a Region of the client', {}, CloudWatchLogsClient, new GetLogEventsCommand({ logStreamName: 's' }), { region: 'us-east-2' }],
    ['no Region', { AWS_REGION: undefined }],
    ['an empty Region', { AWS_REGION: '' }],
    ['a Region that is no part of a host name', {}, ECSClient, TASKS, { region: 'evil.example/#' }],
    ['FIPS', { AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['FIPS in AWS GovCloud (US)', { AWS_USE_FIPS_ENDPOINT: 'true', AWS_REGION: 'us-gov-west-1' }, CloudFormationClient, STACKS],
    ['no FIPS', { AWS_USE_FIPS_ENDPOINT: 'false' }],
    ['FIPS in another spelling', { AWS_USE_FIPS_ENDPOINT: 'TRUE' }],
    ['IPv6', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
    ['an endpoint', { AWS_ENDPOINT_URL: 'http://localhost:4566/base' }],
    ['an endpoint without a port', { AWS_ENDPOINT_URL: 'https://proxy.example' }],
    ['an endpoint of the service', { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_ECS: 'http://localhost:2' }],
    ['an endpoint of another service', { AWS_ENDPOINT_URL_SFN: 'http://localhost:2' }],
    ['an endpoint of a service with a long name', { AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'http://localhost:2' }, ElasticLoadBalancingV2Client, new DescribeTargetHealthCommand({ TargetGroupArn: 'a' })],
    ['an endpoint that is ignored', { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }],
    ['an endpoint and FIPS', { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_USE_FIPS_ENDPOINT: 'true' }],
    ['no session', { AWS_SESSION_TOKEN: undefined }],
  ])('%s', async (_, environment, client = ECSClient, command = TASKS, settings = {}) => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await sameCourse(client, [command], client === ECSClient ? [OK] : [{ statusCode: 200 }], settings);
  });
});

test('without credentials nothing is sent', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  expect(await course(own(ECSClient), [asOwn(TASKS)], [])).toMatchObject({
    attempts: [], outcomes: [{ message: 'there are no AWS credentials in the environment' }],
  });
});

test('what was missing is asked for again', async () => {
  const { AWS_ACCESS_KEY_ID } = process.env;
  delete process.env.AWS_ACCESS_KEY_ID;
  const client = new (own(ECSClient))({
    requestHandler: { handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }) }) },
    retryStrategy: new ConfiguredRetryStrategy(1, 0),
  });
  await expect(client.send(asOwn(TASKS) as never)).rejects.toThrow('there are no AWS credentials');
  process.env.AWS_ACCESS_KEY_ID = AWS_ACCESS_KEY_ID;
  expect(await client.send(asOwn(TASKS) as never)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
});

test.each<[string, Constructor, object]>([
  ['the SDK', ECSClient, TASKS],
  ['ours', own(ECSClient), asOwn(TASKS)],
])('a call ends with its signal: %s', async (_, client, command) => {
  const signals: unknown[] = [];
  const stop = new AbortController();
  const handle = async (_request: HttpRequest, { abortSignal }: { readonly abortSignal?: AbortSignal }) => {
    signals.push(abortSignal);
    stop.abort();
    throw Object.assign(new Error('Request aborted'), { name: 'AbortError' });
  };
  const made = new client({ requestHandler: { handle }, retryStrategy: new ConfiguredRetryStrategy(3, 0) });
  await expect(made.send(command as never, { abortSignal: stop.signal })).rejects.toMatchObject({ name: 'AbortError', message: 'Request aborted' });
  expect(signals).toEqual([stop.signal]);
});

test('AWS is told that the watcher calls', async () => {
  const names: unknown[] = [];
  const handle = async ({ headers }: HttpRequest) => {
    names.push(headers['user-agent']);
    return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Readable.from([]) }) };
  };
  await new (own(SFNClient))({ requestHandler: { handle }, retryStrategy: new ConfiguredRetryStrategy(1, 0) }).send(asOwn(TASKS) as never);
  expect(names).toEqual(['cdk-diagnosed-fargate']);
});

const STEPS = ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize'] as const;
const place = fc.record({ step: fc.constantFrom(...STEPS), priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const, undefined) });

test('what is done to a request has the order that it has in the SDK', async () => {
  const order = async (stack: MiddlewareStack, places: readonly { step: typeof STEPS[number]; priority?: 'high' | 'normal' | 'low' }[]) => {
    const ran: number[] = [];
    places.forEach(({ step, priority }, i) => {
      stack.add((next) => (args) => {
        ran.push(i);
        return next(args);
      }, { step, ...(priority && { priority }) });
    });
    await stack.resolve((async () => ({})) as never, {} as never)({} as never);
    return ran;
  };
  await fc.assert(fc.asyncProperty(fc.array(place, { maxLength: 9 }), async (places) => {
    expect(await order(new MiddlewareStack(), places)).toEqual(await order(sdk.constructStack() as unknown as MiddlewareStack, places));
  }));
});

test('a request ends with its body', async () => {
  const sent: string[] = [];
  await writeRequestBody({ end: (body) => sent.push(body) }, { body: '{}' });
  expect(sent).toEqual(['{}']);
});
