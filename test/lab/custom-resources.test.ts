import { answering, asked, assembly, custom, fn, lab, statuses } from './support';
import { Scenario } from '../../src/lab/world';

const stack = (code: string, properties: object = {}, functionProperties: object = {}) =>
  assembly({ Resources: { Fn: fn('fn', functionProperties), Thing: custom(properties) } }, { fn: code });

interface Row {
  readonly name: string;
  readonly body: string;
  readonly properties?: object;
  readonly scenario?: Partial<Scenario>;
  readonly reason?: string | RegExp;
  /** Seconds from the request to its end. */
  readonly after?: number;
  readonly types?: readonly string[];
}

const onCreate = (what: string) => `if (event.RequestType !== "Create") return {}; ${what}`;

test.each<Row>([
  { name: 'SUCCESS', body: 'return {};', after: 0.5, types: ['Create'] },
  {
    name: 'FAILED: the reason is wrapped',
    body: onCreate('return { Status: "FAILED", Reason: "line 1\\nline 2" };'),
    reason: /^Received response status \[FAILED\] from custom resource\. Message returned: line 1\nline 2 \(RequestId: [0-9a-f-]{36}\)$/,
    types: ['Create', 'Delete'],
  },
  { name: '4,096 bytes are accepted', body: 'const size = Buffer.byteLength(answer({ Reason: "" })); return { Reason: "x".repeat(4096 - size) };' },
  {
    name: 'one byte more is not',
    body: onCreate('const size = Buffer.byteLength(answer({ Reason: "" })); return { Reason: "x".repeat(4097 - size) };'),
    reason: 'Response object is too long.',
  },
  {
    name: 'the size counts bytes, not characters',
    body: onCreate('const size = Buffer.byteLength(answer({ Reason: "" })); return { Reason: "ü".repeat((4098 - size) / 2) };'),
    reason: 'Response object is too long.',
  },
  {
    name: 'FAILED without a physical id: the reason is lost',
    body: onCreate('return { Status: "FAILED", Reason: "mine", PhysicalResourceId: "" };'),
    reason: 'Invalid PhysicalResourceId',
  },
  {
    name: 'throws: invoked again after 60 and 120 s with the same event, then nobody answers',
    body: onCreate('throw new Error("boom");'),
    properties: { ServiceTimeout: 300 },
    reason: 'CloudFormation did not receive a response from your Custom Resource.',
    after: 300,
    types: ['Create', 'Create', 'Create', 'Delete'],
  },
  { name: 'throws once, answers at the second delivery', body: 'if (!globalThis.tried) { globalThis.tried = true; throw new Error("boom"); } return {};', after: 60.7, types: ['Create', 'Create'] },
  { name: 'the process exits', body: 'if (Date.now() < Date.UTC(2026, 0, 5, 9, 0, 30)) process.exit(3); return {};', after: 61 },
  { name: 'the function times out and is invoked again', body: 'if (Date.now() < Date.UTC(2026, 0, 5, 9, 0, 30)) await new Promise((r) => setTimeout(r, 20000)); return {};', after: 70.5 },
  {
    name: 'an answer after the service timeout has no effect',
    body: onCreate('await new Promise((r) => setTimeout(r, 8000)); return {};'),
    properties: { ServiceTimeout: 5 },
    reason: 'CloudFormation did not receive a response from your Custom Resource.',
    after: 5,
  },
  { name: 'a second answer has no effect', body: onCreate('await put({}); return { Status: "FAILED", Reason: "second" };') },
  { name: 'a foreign answer has no effect', body: onCreate('await put({ RequestId: "other", Status: "FAILED" }); return {};') },
  { name: 'duplicate delivery', body: 'return {};', scenario: { faults: [{ service: 'lambda', operation: 'InvokeAsync', calls: 1, kind: 'duplicate' }] }, types: ['Create', 'Create'] },
  { name: 'crash before the work, retried', body: 'return {};', scenario: { faults: [{ service: 'lambda', operation: 'Invoke', calls: 1, kind: 'crash' }] }, after: 60.7, types: ['Create'] },
  { name: 'throttled, back in the queue', body: 'return {};', scenario: { faults: [{ service: 'lambda', operation: 'Invoke', calls: '1-2', kind: 'throttle' }] }, after: 3.5 },
  {
    name: 'the answer is lost',
    body: 'return {};',
    properties: { ServiceTimeout: 30 },
    scenario: { faults: [{ service: 'answer', calls: 1, kind: 'lost' }] },
    reason: 'CloudFormation did not receive a response from your Custom Resource.',
    after: 30,
  },
  {
    name: '503, then accepted',
    body: 'const statuses = [await put({}), await put({})]; console.log(statuses.join()); return undefined;',
    scenario: { faults: [{ service: 'answer', calls: 1, kind: '503' }] },
  },
  { name: 'accepted, then cut', body: 'await put({}).catch(() => console.log("cut")); return undefined;', scenario: { faults: [{ service: 'answer', calls: 1, kind: 'cutAfterAcceptance' }] } },
])('Create: $name', async ({ body, properties, scenario, reason, after, types }) => {
  const l = await lab(scenario);
  const result = await l.deploy({ assembly: stack(answering(body), properties) });
  await l.advance(10);
  expect(result.stackStatus).toBe(reason === undefined ? 'CREATE_COMPLETE' : 'ROLLBACK_COMPLETE');
  if (typeof reason === 'string') expect(result.firstFailure?.reason).toBe(reason);
  if (reason instanceof RegExp) expect(result.firstFailure?.reason).toMatch(reason);
  const begun = result.events.find((e) => e.logicalId === 'Thing')!.seconds;
  const ended = result.events.find((e) => e.logicalId === 'Thing' && /_(COMPLETE|FAILED)$/.test(e.status))!.seconds;
  if (after !== undefined) expect(ended - begun).toBeCloseTo(after, 0);
  if (types) expect(asked(l).map((a) => a.type)).toEqual(types);
  const creates = asked(l).filter((a) => a.type === 'Create').map((a) => a.request);
  expect(new Set(creates).size).toBeLessThanOrEqual(1);
});

test('numbers and booleans of the properties arrive as strings, Data can be read with GetAtt', async () => {
  const l = await lab();
  const template = {
    Resources: { Fn: fn('fn'), Thing: custom({ N: 5, B: true, L: [1, { x: false }] }), Topic: { Type: 'AWS::SNS::Topic', Properties: { Name: { 'Fn::GetAtt': ['Thing', 'Color'] } } } },
    Outputs: { Color: { Value: { 'Fn::GetAtt': ['Thing', 'Color'] } } },
  };
  const result = await l.deploy({ assembly: assembly(template, { fn: answering('return { Data: { Color: "red" } };') }) });
  expect(result.stackStatus).toBe('CREATE_COMPLETE');
  expect(asked(l)[0].props).toMatchObject({ N: '5', B: 'true', L: ['1', { x: 'false' }] });
  expect(l.engine.find('Shop').outputs).toEqual([{ key: 'Color', value: 'red' }]);
});

test('an update that answers with another physical id: the old one is deleted in the cleanup', async () => {
  const code = answering('return event.RequestType === "Update" ? { PhysicalResourceId: "thing-2" } : {};');
  const l = await lab();
  await l.deploy({ assembly: stack(code, { A: 1 }) });
  const result = await l.deploy({ assembly: stack(code, { A: 2 }) });
  expect(result.stackStatus).toBe('UPDATE_COMPLETE');
  expect(asked(l).map((a) => [a.type, a.id])).toEqual([['Create', undefined], ['Update', 'thing-1'], ['Delete', 'thing-1']]);
  expect(statuses(result, 'Thing')).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
});

test('the service token cannot change', async () => {
  const l = await lab();
  const two = (token: string) => assembly({
    Resources: { Fn: fn('fn'), Other: fn('fn'), Thing: custom({ ServiceToken: { 'Fn::GetAtt': [token, 'Arn'] } }) },
  }, { fn: answering() });
  await l.deploy({ assembly: two('Fn') });
  expect((await l.deploy({ assembly: two('Other') })).firstFailure?.reason).toBe('Modifying service token is not allowed.');
});

test('inside a function: lab time, environment, remaining time and its log', async () => {
  const body = `
    const before = Date.now();
    const remaining = context.getRemainingTimeInMillis();
    await new Promise((r) => setTimeout(r, 3000));
    console.log('facts ' + JSON.stringify([Date.now() - before, new Date(before).toISOString(), remaining - context.getRemainingTimeInMillis(),
      process.env.COLOR, process.env.AWS_REGION, process.env.AWS_LAMBDA_FUNCTION_NAME === context.functionName, new Date() instanceof Date]));
    return {};`;
  const l = await lab();
  const result = await l.deploy({ assembly: stack(answering(body), {}, { Environment: { Variables: { COLOR: 'red' } } }) });
  const start = result.startedAt + 1000 * result.events.find((e) => e.logicalId === 'Thing')!.seconds;
  const name = result.events.find((e) => e.logicalId === 'Fn' && e.physicalId)!.physicalId!;
  const lines = l.logLines(`/aws/lambda/${name}`);
  const facts = JSON.parse(lines.find((line) => line.includes('facts'))!.replace(/^.*facts /, '')) as [number, string, ...unknown[]];
  expect(facts.slice(2)).toEqual([3000, 'red', 'eu-west-1', true, true]);
  expect(facts[0]).toBe(3000);
  expect(Math.abs(Date.parse(facts[1]) - start)).toBeLessThan(320); // a cold start
  expect(lines[0]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
  expect(lines.at(-2)).toMatch(/^END RequestId: /);
  expect(lines.at(-1)).toMatch(/^REPORT RequestId: \S+\tDuration: 3200\.00 ms\tBilled Duration: 3200 ms/);
});

test('clock skew shows in the function only', async () => {
  const l = await lab({ faults: [{ service: 'lambda', operation: 'Invoke', kind: 'clockSkew', seconds: 300 }] });
  const result = await l.deploy({ assembly: stack(answering()) });
  expect((Date.parse(asked(l)[0].at) - result.startedAt) / 1000).toBeGreaterThan(300);
  expect(result.seconds).toBeLessThan(10);
});

test('concurrency quota: asynchronous events wait their turn', async () => {
  const resources = Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`Thing${i}`, custom({ I: i })]));
  const l = await lab({ lambdaConcurrency: 2 });
  const result = await l.deploy({ assembly: assembly({ Resources: { Fn: fn('fn'), ...resources } }, { fn: answering() }) });
  expect(result.stackStatus).toBe('CREATE_COMPLETE');
  expect(l.functions.peak).toBe(2);
});

test('a request that the lab does not know makes the run worthless', async () => {
  const l = await lab();
  const code = answering('await raw(process.env.AWS_ENDPOINT_URL + "/elsewhere", "x"); return {};');
  await expect(l.deploy({ assembly: stack(code) })).rejects.toThrow('no answer address of the lab');
  expect(l.violations).toHaveLength(1);
});
