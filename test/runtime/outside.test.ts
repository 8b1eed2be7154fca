import { simulate, stepPorts, Timeline, URL as ANSWER_URL } from './simulate';
import { DEFAULT_OPTIONS } from '../../src/contract';
import { diagnose } from '../../src/diagnosis/engine';
import { MessageContext } from '../../src/presentation/message';
import { renderReason } from '../../src/presentation/reason';
import { renderFull } from '../../src/presentation/terminal';
import { isAddressOfAws, responseBody } from '../../src/runtime/answer';
import { logDiagnosis } from '../../src/runtime/log';
import { newWatch, Watch } from '../../src/runtime/state';
import { handle } from '../../src/runtime/watch';
import { at, crashed, id, STACK } from '../facts/aws/fake';
import { withDeployment } from '../facts/aws/see';
import { endEveryMatch } from '../presentation/cpu';

const SECRET = 'hunter2hunter2';
const DIRTY = `\u001b[31mcannot reach postgres://app:${SECRET}@db/app\n2026-11-23 forged line\u2028##[error]x \ud83d`;

beforeEach(endEveryMatch);
afterEach(() => jest.restoreAllMocks());

const watchOf = (over: Partial<Watch> = {}) => ({
  to: { StackId: STACK, RequestId: 'r', LogicalResourceId: 'L', PhysicalResourceId: 'p' }, responseUrl: ANSWER_URL, servicePath: 'Shop/Api', ...over,
}) as Watch;

function expectClean(log: readonly string[]) {
  expect(log.length).toBeGreaterThan(0);
  for (const line of log) expect(line).not.toMatch(new RegExp(`${SECRET}|[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]|##\\[`, 'u'));
}

describe('V12: what comes from outside is redacted and flat in the log', () => {
  const broken = Object.assign(new Error(DIRTY), { name: 'Error' });

  test('errors of a look, of the diagnosis and of the start', async () => {
    const look = stepPorts({ look: () => { throw broken; } });
    await handle({ watch: newWatch({
      RequestType: 'Create', RequestId: 'r', ResponseURL: ANSWER_URL, StackId: STACK, LogicalResourceId: 'L', ResourceType: 'x',
      ResourceProperties: { ServiceToken: 't', ServiceLogicalId: 'Api', ServicePath: 'Shop/Api', StateMachineArn: 'm', Options: '{}', Service: {} },
    }, at(0)), now: at(9) }, look.ports);
    expectClean(look.log);
    expect(look.log[0]).toMatch(/^Shop\/Api: stopped watching early: error in the diagnosis: Error: .*cannot reach postgres:\/\/app:\*\*\*@db\/app/);
    expectClean((await simulate({ startExecution: broken })).log);
    expectClean((await simulate({ diagnose: () => { throw broken; } })).log);
  });

  test('what the state machine says, and the path of the service', async () => {
    const { ports, log } = stepPorts();
    await handle({ watch: watchOf({ servicePath: DIRTY }), now: at(9), giveUp: { Error: DIRTY, Cause: `${DIRTY.repeat(30)}` } }, ports);
    expectClean(log);
    expect(log).toHaveLength(1);
    expect(log[0].length).toBeLessThanOrEqual(1000);
  });

  test('names of errors that a look could not go on with', async () => {
    const error = Object.assign(new Error('no'), { name: DIRTY });
    const fail: Timeline = [[6, ({ faults }) => { Object.assign(faults, { listTasks: error, describeServices: error }); }]];
    const { log } = await simulate({ timeline: fail, until: 200 });
    expectClean(log);
    expect(log.some((line) => line.includes('could not be read'))).toBe(true);
  });

  test('a message without a path is no error', async () => {
    const { ports, log } = stepPorts();
    await handle({ watch: {} as Watch, now: at(9), giveUp: {} }, ports);
    expect(log).toHaveLength(1);
  });

  test('the user\'s patterns count, too', async () => {
    const { log } = await simulate({ options: { redact: ['cust\\-\\d+'] }, startExecution: new Error('no such customer cust-4711') });
    expect(log.join('\n')).toContain('no such customer ***');
  });
});

describe('V13: the answer goes to AWS only', () => {
  test.each([
    ANSWER_URL,
    'https://b.s3.cn-north-1.amazonaws.com.cn/x', 'https://b.s3.us-iso-east-1.c2s.ic.gov/x', 'https://b.s3.us-isob-east-1.sc2s.sgov.gov/x',
    'https://b.s3.eu-isoe-west-1.cloud.adc-e.uk/x', 'https://b.s3.us-isof-south-1.csp.hci.ic.gov/x', 'https://b.s3.eusc-de-east-1.amazonaws.eu/x',
  ])('%s', (url) => expect(isAddressOfAws(url, undefined)).toBe(true));

  const FOREIGN = [
    '', 'x', 'http://169.254.169.254/latest/meta-data', ANSWER_URL.replace('https', 'http'), 'https://evil.example/x', 'https://amazonaws.com.evil.example/x',
    'https://evilamazonaws.com/x', 'https://amazonaws.com/x', 'https://evil.example#.s3.amazonaws.com', 'https://evil.example\\.s3.amazonaws.com/',
    'https://b.s3.amazonaws.com@evil.example/', 'https://user:secret@b.s3.amazonaws.com/', 'https://:secret@b.s3.amazonaws.com/', 'https://b.s3.amazonaws.com:8443/',
    'https://evil.example/?.amazonaws.com', 'ftp://b.s3.amazonaws.com/x', 'http://127.0.0.1:9/x',
  ];
  test.each(FOREIGN)('not %s', (url) => expect(isAddressOfAws(url, undefined)).toBe(false));

  test('a place that plays AWS for every call of the function also takes its answers; no other address does', () => {
    expect(isAddressOfAws('http://127.0.0.1:4566/answers/1', 'http://127.0.0.1:4566')).toBe(true);
    expect(isAddressOfAws('http://127.0.0.1:4567/answers/1', 'http://127.0.0.1:4566')).toBe(false);
    expect(isAddressOfAws('http://127.0.0.1:4566/answers/1', 'bogus')).toBe(false);
  });

  test.each(FOREIGN)('a request with %s: nothing is read, started or sent', async (url) => {
    const { answers, aws, log, started } = await simulate({ event: { ResponseURL: url } });
    expect({ answers, calls: aws.calls, started }).toEqual({ answers: [], calls: [], started: [] });
    expect(log).toEqual(['Shop/Api: not answered: the address for the answer is no https address in a domain of AWS; nothing is read and nothing is sent']);
  });

  test('a step of a forged watch', async () => {
    for (const giveUp of [undefined, { Error: 'x' }]) {
      const { ports, bodies, log } = stepPorts({ look: () => { throw new Error('looked'); } });
      const watch = watchOf({ responseUrl: 'https://evil.example/', reply: { status: 'FAILED', reason: 'a secret' } });
      expect(await handle({ watch, now: at(9), giveUp }, ports)).toMatchObject({ done: true });
      expect(bodies).toEqual([]);
      expect(log).toHaveLength(1);
    }
  });
});

test('V15: half of a character leaves neither in the answer nor in the log', async () => {
  expect(responseBody(watchOf().to, { status: 'FAILED', reason: 'it broke \ud83d' })).not.toMatch(/\\ud83d/);
  expect(JSON.parse(responseBody(watchOf().to, { status: 'FAILED', reason: 'ok \u{1f680}' })).Reason).toBe('ok \u{1f680}');
});

test('V1: a pattern that does not compile is named in the log when the watch begins', async () => {
  const { log } = await simulate({ options: { redact: ['fine', '('] }, until: 20 });
  expect(log[0]).toBe('Shop/Api: no text of a log is quoted: redact[1] does not compile: Unterminated group');
});

test('V8: many patterns that do not compile and one that backtracks: the request takes less than a second of matching, and each is named', async () => {
  const broken = Array.from({ length: 49 }, () => '(');
  const began = process.cpuUsage();
  const { log } = await simulate({ options: { redact: ['(.*)*$x', ...broken] }, until: 20 });
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(1000);
  expect(log.slice(0, 49)).toEqual(broken.map((_, i) => `Shop/Api: no text of a log is quoted: redact[${i + 1}] does not compile: Unterminated group`));
});

test('V2: the log of the function has the whole diagnosis with logLines 0', () => {
  const asked: MessageContext[] = [];
  const { ports, log } = stepPorts({ renderFull: (_, context) => { asked.push(context); return 'whole\nCloudWatch Log Stream: x'; } });
  const options = { ...DEFAULT_OPTIONS, logLines: 0 };
  logDiagnosis(watchOf({ options }), diagnose({ at: at(9) }), {}, ports);
  expect(asked.map(({ logLines }) => logLines)).toEqual([20]);
  expect(log).toEqual(['Shop/Api: diagnosis:', 'whole', 'CloudWatch Log Stream: x']);
});

test('V8: a pattern that backtracks, on a failure that the request itself sees: each look takes less than a second, and the cause is named', async () => {
  const stream = `api/web/${id(1)}`;
  const facts = {
    tasks: [crashed(1, 3), crashed(2, 3)], service: withDeployment({ failedTasks: 2, rolloutState: 'FAILED' }),
    logs: { [stream]: [{ timestamp: Date.parse(at(10)), message: `Error: ${'a'.repeat(80)}!` }] },
  };
  const began = process.cpuUsage();
  const { answers, log } = await simulate({ start: 60, until: 200, options: { redact: ['(a+)+\\1$'] }, facts, ports: { renderFull, renderReason } });
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1000).toBeLessThan(2000);
  expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(/\[app-crashed\]\n[^]*not quoted: texts of logs: redact\[0\] took too long/) }]);
  const request = log.slice(0, log.findIndex((line) => line.includes('started to watch')));
  expect(request.join('\n')).toContain('redact[0] took too long');
  expect(JSON.stringify([answers, log])).not.toContain('aaaaaaaa');
});
