import * as sdk from '@smithy/core/client';
import { loadConfig as sdkLoads, NODE_REGION_CONFIG_OPTIONS, NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS } from '@smithy/core/config';
import * as fc from 'fast-check';
import { constructStack, loadConfig, writeRequestBody } from '../../../src/facts/aws/plain-client';

type Stack = ReturnType<typeof constructStack>;

const STEPS = ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize'] as const;

/** Middleware that records that it ran, put into a stack at one place or beside another. */
type Put = (stack: Stack, ran: string[]) => void;

const recording = (name: string, ran: string[]): Parameters<Stack['add']>[0] => (next) => (args) => {
  ran.push(name);
  return next(args);
};

const absolute = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', undefined), step: fc.constantFrom(...STEPS, undefined), priority: fc.constantFrom('high' as const, 'low' as const, undefined),
}).map(({ name, step, priority }): Put => (stack, ran) => {
  const id = `${name} ${step} ${priority}`;
  stack.add(recording(id, ran), { name: name && `${name} ${step} ${priority}`, override: true, ...(step && { step }), ...(priority && { priority }) });
});

const relative = fc.record({
  name: fc.constantFrom('x', 'y', undefined), relation: fc.constantFrom('before' as const, 'after' as const), toMiddleware: fc.constantFrom('one', 'two', 'alias of two', 'three'),
}).map(({ name, relation, toMiddleware }): Put => (stack, ran) => {
  const id = `${name} ${relation} ${toMiddleware}`;
  stack.addRelativeTo(recording(id, ran), { name: name && id, override: true, relation, toMiddleware });
});

async function order(made: Stack, client: readonly Put[], command: readonly Put[], another: Stack): Promise<readonly string[]> {
  const ran: string[] = [];
  made.add(recording('one', ran), { name: 'one', step: 'serialize' });
  made.add(recording('two', ran), { name: 'two', aliases: ['alias of two'], step: 'finalizeRequest', priority: 'high' });
  made.addRelativeTo(recording('three', ran), { name: 'three', relation: 'before', toMiddleware: 'one' });
  for (const put of client) put(made, ran);
  for (const put of command) put(another, ran);
  const handler = made.concat(another).resolve(async () => 'sent', {});
  expect(await handler({})).toBe('sent');
  return ran;
}

test('what is done to a request has the order that it has in the SDK', async () => {
  const sdkStack = () => sdk.constructStack() as unknown as Stack;
  const puts = fc.array(fc.oneof(absolute, relative), { maxLength: 8 });
  await fc.assert(fc.asyncProperty(puts, fc.array(absolute, { maxLength: 3 }), async (client, command) => {
    expect(await order(constructStack(), client, command, constructStack())).toEqual(await order(sdkStack(), client, command, sdkStack()));
  }));
});

describe('settings come from the environment', () => {
  const before = process.env;
  beforeEach(() => { process.env = { ...before, AWS_CONFIG_FILE: '/none', AWS_SHARED_CREDENTIALS_FILE: '/none' }; });
  afterEach(() => { process.env = before; });

  test.each([undefined, '', 'true', 'false', 'TRUE', 'yes'])('AWS_USE_FIPS_ENDPOINT=%s', async (value) => {
    delete process.env.AWS_USE_FIPS_ENDPOINT;
    if (value !== undefined) process.env.AWS_USE_FIPS_ENDPOINT = value;
    expect(await loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS)()).toBe(await sdkLoads(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS)());
  });

  test('the Region', async () => {
    process.env.AWS_REGION = 'eu-west-1';
    const region = loadConfig(NODE_REGION_CONFIG_OPTIONS);
    expect(await region()).toBe('eu-west-1');
    process.env.AWS_REGION = 'eu-west-2';
    expect(await region()).toBe('eu-west-1');
  });

  test('what was missing is asked for again', async () => {
    let missing = true;
    const region = loadConfig({
      environmentVariableSelector: () => undefined,
      default: () => {
        if (missing) throw new Error('Region is missing');
        return 'eu-west-1';
      },
    });
    await expect(region()).rejects.toThrow('Region is missing');
    missing = false;
    expect(await region()).toBe('eu-west-1');
  });
});

test('a request ends with its body', async () => {
  const sent: string[] = [];
  await writeRequestBody({ end: (body) => sent.push(body) }, { body: '{}' });
  expect(sent).toEqual(['{}']);
});
