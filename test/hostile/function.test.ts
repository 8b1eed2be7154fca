import { join } from 'path';
import { NO_ANSWERS, only, WRONG_HEADERS, WRONG_KINDS } from './behaviours';
import { asAws, Behaviour, Endpoint, hostileEndpoint, STACK, START_MS } from './endpoint';
import { StepAnswer } from '../../src/contract';
import { FunctionProcess } from '../../src/lab/lambda/process';
import { Watch } from '../../src/runtime/state';

const TIMEOUT_MS = 60_000;
/** Of the function. */
const MEMORY_MB = 256;

let endpoint: Endpoint;
let lambda: FunctionProcess;
let log: string[] = [];
let now = 0;

beforeAll(async () => {
  endpoint = await hostileEndpoint();
  lambda = new FunctionProcess({
    _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: join(__dirname, '..', '..', 'assets', 'watcher'), AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'ASIAX',
    AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 'x', AWS_ENDPOINT_URL: endpoint.url, AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    // the function itself runs on a newer Node.js
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NODE_OPTIONS: `--max-old-space-size=${MEMORY_MB - 60}`,
  }, (_, text) => { log.push(text); });
});
afterAll(async () => {
  lambda.close();
  await endpoint.close();
});

async function invoke(event: object): Promise<StepAnswer<Watch> | null> {
  const outcome = await lambda.invoke({ event, requestId: 'r', functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f', now, timeoutMs: TIMEOUT_MS });
  if (outcome.kind !== 'result') throw new Error(`the function ended with ${JSON.stringify(outcome)}\n${log.join('\n')}`);
  now += 1000 + outcome.elapsedMs;
  return JSON.parse(outcome.payload) as StepAnswer<Watch> | null;
}

interface Watched {
  readonly answers: Endpoint['answers'];
  readonly log: readonly string[];
  readonly steps: number;
}

/** A watch of half a minute: the request, then every step of the state machine. */
async function watch(behaviour: Behaviour): Promise<Watched> {
  for (const list of [endpoint.answers, endpoint.started, endpoint.calls]) list.length = 0;
  log = [];
  now = START_MS + 30_000;
  endpoint.behave(behaviour);
  const properties = {
    ServiceToken: 't', ServiceLogicalId: 'Service', StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Waiter',
    Options: JSON.stringify({ timeoutSeconds: 30 }), ServicePath: 'Shop/Api', Service: { Cluster: 'shop' },
  };
  await invoke({
    RequestType: 'Create', RequestId: 'request', ResponseURL: `${endpoint.url}/answer`, StackId: STACK, LogicalResourceId: 'L', ResourceType: 'Custom::X', ResourceProperties: properties,
  });
  let steps = 0;
  for (let next = endpoint.started.map((input) => JSON.parse(input) as StepAnswer<Watch>)[0]; next && !next.done; steps++) {
    if (steps > 100) throw new Error('the watch does not end');
    now += next.waitSeconds * 1000;
    next = await invoke({ watch: next.watch, now: new Date(now).toISOString() }) as StepAnswer<Watch>;
  }
  return { answers: [...endpoint.answers], log: log.filter(Boolean), steps };
}

test.each([['as AWS', asAws], ...Object.entries(WRONG_HEADERS)])('the endpoint shows a failed task where its answers are those of AWS: %s', async (_, behaviour) => {
  const { answers } = await watch(behaviour);
  expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('[app-port-conflict]') }]);
});

describe('no answers: nothing is known, and the deployment goes on', () => {
  test.each(Object.keys(NO_ANSWERS))('%s', async (name) => {
    const { answers, log: lines, steps } = await watch(NO_ANSWERS[name]);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(steps).toBeGreaterThan(0);
    expect(lines.join('\n')).toMatch(/: could not be read(?: yet)?: .*stack/);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|undefined|\[object/u);
    for (const line of lines) expect(line.length).toBeLessThan(2000);
  });
});

describe('no answers about tasks, while all else is known', () => {
  // A warm process remembers stopped tasks that it has read.
  beforeAll(() => lambda.end({ kind: 'exit', code: 0 }));

  test.each(['50 MB', 'a redirect to another host', 'no JSON, no XML', 'null', 'a list', 'half of it', 'no HTTP', '500 for ever', 'an error of a wrong kind'])('%s', async (name) => {
    const { answers, log: lines } = await watch(only(['ListTasks', 'DescribeTasks'], NO_ANSWERS[name]));
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(lines.join('\n')).toMatch(/: could not be read: tasks/);
  });
});

describe('answers that never come', () => {
  const hang: Behaviour = () => lambda.slow('for ever');
  const stop: Behaviour = async (response, { type, body }) => {
    response.writeHead(200, { 'content-type': type }).write(body.slice(0, 50));
    await lambda.slow('for ever');
  };
  test.each([
    ['all', hang], ['tasks', only(['ListTasks', 'DescribeTasks'], hang)], ['all, after their beginning', stop], ['logs, after their beginning', only(['GetLogEvents'], stop)],
  ])('%s', async (_, behaviour) => {
    const { answers, log: lines } = await watch(behaviour);
    expect(answers).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/could not be read/);
  });
});

describe('values of another kind', () => {
  test.each(Object.keys(WRONG_KINDS))('%s', async (name) => {
    const { answers, log: lines } = await watch(WRONG_KINDS[name]);
    expect(answers).toHaveLength(1);
    for (const { Status, Reason } of answers) {
      // The stopped task may show in spite of all. Then its own facts are the reason.
      if (Status === 'FAILED') expect(Reason).toMatch(/^\S.*\[app-[a-z-]+\]/);
    }
    expect(lines.join('\n')).not.toMatch(/error in the diagnosis|undefined|\[object|NaN/);
  });
});

test('the process has kept within the memory of the function', () => {
  expect(lambda.peakMemoryMb).toBeLessThan(MEMORY_MB);
});
