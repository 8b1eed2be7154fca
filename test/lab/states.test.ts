import { assembly, fn, lab } from './support';
import { Lab } from '../../src/lab/lab';
import { matches } from '../../src/lab/states/choice';
import { Json } from '../../src/lab/states/language';
import { fillTemplate, readPath, writePath } from '../../src/lab/states/paths';

type Operation<T> = (input: object) => T;
interface Described { status: string; output?: string; error?: string; cause?: string; stopDate?: Date; startDate: Date }

/** Runs a definition in a lab with the function `Fn`; `$FN` in the definition becomes its ARN. */
interface Options { code?: string; faults?: object[]; seconds?: number }

async function execute(states: { [name: string]: object }, input: Json, options: Options = {}) {
  const l = await lab({ faults: options.faults as [] });
  await l.deploy({ assembly: assembly({ Resources: { Fn: fn('fn') } }, { fn: options.code ?? 'exports.handler = async (e) => e;' }) });
  const arn = (l.engine.find('Shop').resources.get('Fn')!.attributes as { Arn: string }).Arn;
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states }).replace(/\$FN/g, arn);
  return run(l, definition, input, options.seconds ?? 600);
}

async function run(l: Lab, definition: string, input: Json, seconds: number) {
  const { CreateStateMachine, StartExecution, DescribeExecution } = l.states.operations as { [name: string]: Operation<unknown> };
  const { stateMachineArn } = await CreateStateMachine({ name: 'm', definition, roleArn: 'r' }) as { stateMachineArn: string };
  const { executionArn } = StartExecution({ stateMachineArn, name: 'x', input: JSON.stringify(input) }) as { executionArn: string };
  await l.advance(seconds);
  const d = DescribeExecution({ executionArn }) as Described;
  const output = d.output === undefined ? undefined : JSON.parse(d.output) as Json;
  const took = ((d.stopDate?.getTime() ?? NaN) - d.startDate.getTime()) / 1000;
  return { ...d, output, seconds: took, l, stateMachineArn, executionArn };
}

const task = (more: object = {}) => ({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName': '$FN', 'Payload.$': '$' }, End: true, ...more });

test('wait by path, invoke with the context object, choose, again until done', async () => {
  const code = 'exports.handler = async ({ watch, now }) => ({ done: watch.n >= 3, waitSeconds: 5, watch: { n: watch.n + 1, seen: [...watch.seen, now] } });';
  const result = await execute({
    'Wait': { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Look' },
    'Look': task({ Parameters: { FunctionName: '$FN', Payload: { 'watch.$': '$.watch', 'now.$': '$$.State.EnteredTime' } }, OutputPath: '$.Payload', End: undefined, Next: 'Done?' }),
    'Done?': { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'Done' }], Default: 'Wait' },
    'Done': { Type: 'Succeed' },
  }, { waitSeconds: 3, watch: { n: 1, seen: [] } }, { code });
  expect(result.status).toBe('SUCCEEDED');
  const { seen } = (result.output as { watch: { seen: string[] } }).watch;
  const at = seen.map((s) => (Date.parse(s) - result.startDate.getTime()) / 1000);
  expect(at[0]).toBeCloseTo(3, 0);
  expect(at[1] - at[0]).toBeCloseTo(5.5, 0);
  expect(at).toHaveLength(3);
  expect(result.l.states.transitions()).toBe(10);
});

test('a function error: its name can be matched, its object is the cause', async () => {
  const code = 'class Denied extends Error { constructor(m) { super(m); this.name = "Denied"; } }\nexports.handler = async () => { throw new Denied("no"); };';
  const result = await execute({ T: task({ Catch: [{ ErrorEquals: ['Other'], Next: 'P' }, { ErrorEquals: ['Denied'], ResultPath: '$.failed', Next: 'P' }] }), P: { Type: 'Pass', End: true } }, { a: 1 }, { code });
  const failed = (result.output as { a: number; failed: { Error: string; Cause: string } });
  expect(failed.a).toBe(1);
  expect(failed.failed.Error).toBe('Denied');
  expect(JSON.parse(failed.failed.Cause)).toMatchObject({ errorType: 'Denied', errorMessage: 'no' });
});

test('retries: interval, back-off, attempts; then the execution fails', async () => {
  const result = await execute({ T: task({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 }] }) }, {}, { code: 'exports.handler = async () => { throw new Error("x"); };' });
  expect(result).toMatchObject({ status: 'FAILED', error: 'Error' });
  expect(result.seconds).toBeCloseTo(2 + 6 + 3 * 0.2 + 0.3, 0);
  expect(result.l.lambdaLogLines().filter((line) => line.startsWith('START'))).toHaveLength(3);
});

test.each([
  ['throttled', [{ service: 'lambda', operation: 'Invoke', kind: 'throttle' }], 'Lambda.TooManyRequestsException'],
  ['crashed', [{ service: 'lambda', operation: 'Invoke', kind: 'crash' }], 'Runtime.ExitError'],
  ['timed out', [{ service: 'lambda', operation: 'Invoke', kind: 'timeout' }], 'Sandbox.Timedout'],
])('an invocation that is %s', async (_, faults, error) => {
  expect(await execute({ T: task() }, {}, { faults })).toMatchObject({ status: 'FAILED', error });
});

test('TimeoutSeconds of a task', async () => {
  const code = 'exports.handler = () => new Promise((r) => setTimeout(r, 8000));';
  const result = await execute({ T: task({ TimeoutSeconds: 3, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }) }, {}, { code });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(result.seconds).toBeCloseTo(3, 0);
});

test('payload quota', async () => {
  const code = 'exports.handler = async () => "x".repeat(256 * 1024);';
  expect(await execute({ T: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'P' }] }), P: { Type: 'Pass', End: true } }, {}, { code })).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('history quota', async () => {
  const result = await execute({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Variable: '$.stop', BooleanEquals: true, Next: 'C' }], Default: 'A' }, C: { Type: 'Succeed' } }, { stop: false }, { seconds: 600 });
  expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
});

describe('executions', () => {
  const waiting = { W: { Type: 'Wait', Seconds: 60, Next: 'P' }, P: { Type: 'Pass', End: true } };

  test('starting is idempotent by name and input while it runs', async () => {
    const { l, stateMachineArn, executionArn } = await execute(waiting, { a: 1 }, { seconds: 10 });
    const { StartExecution } = l.states.operations as { [name: string]: Operation<{ executionArn: string }> };
    expect(StartExecution({ stateMachineArn, name: 'x', input: '{"a":1}' }).executionArn).toBe(executionArn);
    expect(() => StartExecution({ stateMachineArn, name: 'x', input: '{"a":2}' })).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
    await l.advance(60);
    expect(() => StartExecution({ stateMachineArn, name: 'x', input: '{"a":1}' })).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
    expect(l.states.executions()).toHaveLength(1);
  });

  test('stopped by a person', async () => {
    const { l, executionArn } = await execute(waiting, {}, { seconds: 10 });
    const operations = l.states.operations as { [name: string]: Operation<Described> };
    operations.StopExecution({ executionArn, error: 'me', cause: 'why' });
    expect(operations.DescribeExecution({ executionArn })).toMatchObject({ status: 'ABORTED', error: 'me', cause: 'why' });
  });

  test('a deleted machine lets its executions run to their next transition', async () => {
    const { l, stateMachineArn, executionArn } = await execute(waiting, {}, { seconds: 10 });
    const operations = l.states.operations as { [name: string]: Operation<Described> };
    operations.DeleteStateMachine({ stateMachineArn });
    await l.advance(40);
    expect(operations.DescribeStateMachine({ stateMachineArn }).status).toBe('DELETING');
    expect(() => operations.StartExecution({ stateMachineArn })).toThrow(expect.objectContaining({ code: 'StateMachineDeleting' }));
    await l.advance(20);
    expect(operations.DescribeExecution({ executionArn }).status).toBe('ABORTED');
    expect(() => operations.DescribeStateMachine({ stateMachineArn })).toThrow(expect.objectContaining({ code: 'StateMachineDoesNotExist' }));
  });

  test.each([['no JSON', '{'], ['a state that nothing leads out of', JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass' } } })], ['an unknown target', JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } })]])('a bad definition is refused: %s', async (_, definition) => {
    const l = await lab();
    await expect((l.states.operations.CreateStateMachine as Operation<Promise<unknown>>)({ name: 'm', definition, roleArn: 'r' })).rejects.toMatchObject({ code: 'InvalidDefinition' });
  });
});

describe('paths and choices', () => {
  const data: Json = { a: { 'b': [10, { c: 'x' }], 'a b': 1 }, n: null };
  const context: Json = { State: { Name: 'S' } };

  test.each<[string, Json | undefined]>([['$', data], ['$.a.b[0]', 10], ['$.a.b[1].c', 'x'], ['$.a[\'a b\']', 1], ['$.n', null], ['$.x.y', undefined], ['$$.State.Name', 'S']])('%s', (path, value) => {
    expect(readPath(path, data, context)).toEqual(value);
  });

  test('writing leaves the original alone', () => {
    expect(writePath('$.a.z.y', { a: { b: 1 } }, 2)).toEqual({ a: { b: 1, z: { y: 2 } } });
    expect(writePath('$', data, 1)).toBe(1);
  });

  test('templates with intrinsic functions', () => {
    expect(fillTemplate({ 'x.$': 'States.Format(\'{} of {}\', $.a.b[0], $$.State.Name)', 'y.$': 'States.JsonToString($.a.b)', 'z': { 'w.$': 'States.MathAdd(1, 2)' } }, data, context))
      .toEqual({ x: '10 of S', y: '[10,{"c":"x"}]', z: { w: 3 } });
    expect(() => fillTemplate({ 'x.$': '$.nowhere' }, data, context)).toThrow('States.Runtime');
  });

  test.each<[object, boolean]>([
    [{ Variable: '$.s', StringEquals: 'abc' }, true], [{ Variable: '$.s', StringLessThan: 'abd' }, true], [{ Variable: '$.s', NumericEquals: 1 }, false],
    [{ Variable: '$.n', NumericGreaterThanEqualsPath: '$.n' }, true], [{ Variable: '$.n', NumericLessThan: 5 }, false], [{ Variable: '$.b', BooleanEquals: false }, true],
    [{ Variable: '$.x', IsPresent: false }, true], [{ Variable: '$.s', IsString: true }, true], [{ Variable: '$.t', TimestampLessThan: '2026-01-02T00:00:00Z' }, true],
    [{ Variable: '$.s', StringMatches: 'a*' }, true], [{ Variable: '$.s', StringMatches: 'a.c' }, false],
    [{ And: [{ Variable: '$.n', NumericEquals: 5 }, { Not: { Variable: '$.b', BooleanEquals: true } }] }, true], [{ Or: [{ Variable: '$.n', NumericEquals: 4 }, { Variable: '$.s', IsNumeric: true }] }, false],
  ])('%j', (rule, expected) => {
    expect(matches(rule as { [k: string]: Json }, { s: 'abc', n: 5, b: false, t: '2026-01-01T00:00:00Z' }, {})).toBe(expected);
  });
});

