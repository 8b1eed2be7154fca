import { spawn } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { NO_ANSWERS, only, WRONG_HEADERS, WRONG_KINDS } from './behaviours';
import { asAws, Behaviour, Endpoint, hostileEndpoint } from './endpoint';
import { EXIT } from '../../src/cli/exit';

const BUNDLE = join(__dirname, '..', '..', 'assets', 'ecs-why', 'ecs-why.js');
const home = mkdtempSync(join(tmpdir(), 'ecs-why-home-'));
let endpoint: Endpoint;
beforeAll(async () => { endpoint = await hostileEndpoint(); });
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await endpoint.close();
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Beside this process, which plays the endpoint. With 100 MB of heap: a larger answer would end it. */
function ecsWhy(behaviour: Behaviour, ...args: readonly string[]): Promise<Ran> {
  endpoint.behave(behaviour);
  const env = {
    PATH: process.env.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x',
    AWS_ENDPOINT_URL: endpoint.url,
  };
  const child = spawn(process.execPath, ['--max-old-space-size=100', BUNDLE, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  return new Promise((resolve) => { child.on('close', (code) => resolve({ code, out, err })); });
}

const CLEAN = /^[^\p{Cc}\p{Cf}\p{Cs}]*$/u;
function expectPlain(text: string) {
  expect(text).not.toMatch(/undefined|\[object|\n {4}at |node:internal/);
  for (const line of text.split('\n')) expect(line).toMatch(CLEAN);
}

test.each([['as AWS', asAws], ...Object.entries(WRONG_HEADERS)])('the endpoint shows a failed task where its answers are those of AWS: %s', async (_, behaviour) => {
  const { code, out, err } = await ecsWhy(behaviour, 'shop', 'api');
  expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
  expect(out).toContain('[app-port-conflict]');
});

describe('no answers: one line and the exit code for what could not be read', () => {
  test.each(['an endless answer', 'a redirect to another host', 'a page of a proxy', 'a deep list', 'too many headers', 'an error of a wrong kind'])('%s', async (name) => {
    const { code, out, err } = await ecsWhy(NO_ANSWERS[name], 'shop', 'api');
    expect({ code, out }).toEqual({ code: EXIT.couldNotLook, out: '' });
    expect(err).toMatch(/^ecs-why: service .*\n$/);
    expect(err.length).toBeLessThan(600);
    expectPlain(err);
  });
});

test('no answers about tasks: the rest is shown, and what is missing is named', async () => {
  for (const name of ['50 MB', 'a list']) {
    const { code, out, err } = await ecsWhy(only(['ListTasks', 'DescribeTasks'], NO_ANSWERS[name]), 'shop', 'api');
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^not readable: tasks: (AnswerTooLarge: the answer is larger than 8 MB|UnexpectedAnswer: .*)$/m);
    expectPlain(out + err);
  }
});

describe('values of another kind: a documented exit code, and no stack trace', () => {
  test.each(['a text for each list', 'null in each list', 'an object for each text', 'a text for each number', 'null for everything'])('%s', async (name) => {
    const { code, out, err } = await ecsWhy(WRONG_KINDS[name], 'shop', 'api');
    expect([EXIT.ok, EXIT.couldNotLook, EXIT.notFound]).toContain(code);
    expectPlain(out + err);
    expect((out + err).length).toBeGreaterThan(20);
  });
});

test('a stack: the same', async () => {
  for (const name of ['50 MB', 'a page of a proxy']) {
    const { code, out, err } = await ecsWhy(NO_ANSWERS[name], 'Shop');
    expect([name, out, code]).toEqual([name, '', EXIT.couldNotLook]);
    expect(err).toMatch(/^ecs-why: stack .*\n$/);
    expectPlain(err);
  }
});
