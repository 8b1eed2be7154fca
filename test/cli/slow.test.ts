import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { connect } from '../../src/cli/aws/connect';
import { takeAsides } from '../../src/cli/output/aside';
import { liveOutput } from '../../src/cli/watch/live';
import { listenTo, SlowCall } from '../../src/facts/aws/calls';
import { asAws, Endpoint, hostileEndpoint } from '../hostile/endpoint';

const REAL: ('nextTick' | 'setImmediate' | 'queueMicrotask')[] = ['nextTick', 'setImmediate', 'queueMicrotask'];
const turn = () => new Promise<void>((resolve) => { setImmediate(resolve); });
/** Sockets do not wait for the clock of the test. */
async function until(condition: () => boolean) {
  while (!condition()) await turn();
}

let endpoint: Endpoint;
const written: string[] = [];
const env = { ...process.env };
beforeEach(async () => {
  endpoint = await hostileEndpoint();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' });
  delete process.env.AWS_PROFILE;
  written.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => { written.push(String(text)); return true; });
  jest.useFakeTimers({ doNotFake: REAL });
});
afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  process.env = { ...env };
  await endpoint.close();
});

test('a call without an answer after 10 seconds is named once, with its address, on standard error', async () => {
  const out = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  endpoint.behave(() => undefined);
  const aws = await connect({ region: 'eu-west-1', endpointUrl: endpoint.url }, undefined);
  const answer = aws.describeServices({ cluster: 'shop', services: ['api'] });
  await until(() => endpoint.calls.length === 1);
  await jest.advanceTimersByTimeAsync(9_000);
  expect(written).toEqual([]);
  await jest.advanceTimersByTimeAsync(1_000);
  const line = `ecs-why: waiting for the answer of ${endpoint.url.slice('http://'.length)} (ECS DescribeServices), for 10 s so far\n`;
  expect(written).toEqual([line]);
  endpoint.behave(asAws);
  await jest.advanceTimersByTimeAsync(20_000);
  await until(() => { jest.advanceTimersByTime(100); return endpoint.calls.length === 2; });
  expect((await answer).services).toHaveLength(1);
  expect(written).toEqual([line]);
  expect(out).not.toHaveBeenCalled();
});

test('a call that was answered in time is not named', async () => {
  const aws = await connect({ region: 'eu-west-1', endpointUrl: endpoint.url }, undefined);
  await aws.describeServices({ cluster: 'shop', services: ['api'] });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(written).toEqual([]);
});

test('while nothing is sent because the credentials do not come, no address is blamed', async () => {
  const slow: SlowCall[] = [];
  const credentials = () => new Promise<never>(() => undefined);
  const client = listenTo(new ECSClient({ region: 'eu-west-1', credentials }), { onSlow: (call) => slow.push(call) });
  void client.send(new ListClustersCommand({}));
  await turn();
  await jest.advanceTimersByTimeAsync(30_000);
  expect(slow).toEqual([{ service: 'ECS', operation: 'ListClusters', ms: 10_000 }]);
});

test('in a live view such a line is written above the view, which is drawn again below it', () => {
  const shown: string[] = [];
  const region = Object.assign((text: string) => { shown.push(`view ${text}`); }, {
    clear: () => { shown.push('cleared'); }, done: () => undefined, eraseWindow: () => undefined,
  });
  const err = (line: string) => { shown.push(`err ${line}`); };
  const terminal = { tty: true, color: false, columns: () => 80, rows: () => 24, out: () => undefined, err };
  let asides: (line: string, isSeen: boolean) => void = () => undefined;
  const drawing = { text: (news: string) => news, view: (state: string) => [state] };
  const output = liveOutput(terminal, region, drawing, () => () => undefined, (write) => {
    asides = write;
    return takeAsides((line) => write(line, true));
  });
  output.show('counts', 0);
  shown.length = 0;
  asides('waiting', true);
  expect(shown).toEqual(['cleared', 'err waiting', 'view counts']);
  output.close();
});

test.each([[true, ['news', 'waiting', 'more']], [false, ['news', 'more']]])('when the window is emptied, such a line is written again if it is on the terminal (%s)', (isSeen, again) => {
  const out: string[] = [];
  const region = Object.assign(() => undefined, { clear: () => undefined, done: () => undefined, eraseWindow: () => { out.length = 0; } });
  const terminal = { tty: true, color: false, columns: () => 80, rows: () => 6, out: (text: string) => { out.push(...text.split('\n')); }, err: () => undefined };
  const drawing = { text: (news: string) => news, view: () => ['x'.repeat(200)] };
  let asides: (line: string, isSeen: boolean) => void = () => undefined;
  let resize: { moving(): void; calm(): void } | undefined;
  const output = liveOutput(terminal, region, drawing, (resizing) => {
    resize = resizing;
    return () => undefined;
  }, (write) => {
    asides = write;
    return () => undefined;
  });
  output.show('counts', 0);
  output.print('news', undefined);
  asides('waiting', isSeen);
  output.print('more', undefined);
  output.show('counts', 1);
  resize?.moving();
  resize?.calm();
  expect(out).toEqual(again);
});
