import { spawn, spawnSync } from 'child_process';
import { once } from 'events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { EXIT } from '../../../src/cli/exit';
import { BUNDLE, CLEAN_ENV, LAB_AWS } from '../bundle';

// Real processes: on a busy machine one start may take seconds.
jest.setTimeout(60_000);

/** An endpoint that takes every call and answers none. */
const server = createServer(() => undefined);
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A script that sends the signal in the moment in which the code of the command begins to load. */
function whileLoading(folder: string, signal: NodeJS.Signals): string {
  const file = join(folder, 'while-loading.cjs');
  writeFileSync(file, `const Module = require('module');
    const load = Module._load;
    Module._load = (request, ...more) => { if (request === './actions.js') process.kill(process.pid, '${signal}'); return load(request, ...more); };`);
  return file;
}

test.each<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM'], ['SIGHUP']])('%s while the code is loaded: the last line and the JUnit file are there', (signal) => {
  const folder = mkdtempSync(join(tmpdir(), 'follow-early-'));
  try {
    const run = (...args: string[]) => spawnSync(process.execPath, ['--require', whileLoading(folder, signal), BUNDLE, ...args, '--json'], { encoding: 'utf8', env: { ...CLEAN_ENV, ...LAB_AWS } });
    const followed = run('follow', 'prod', 'web', '--wait', '5m', '--junit', join(folder, 'early.xml'));
    expect(followed).toMatchObject({ status: EXIT.interrupted, stdout: expect.stringMatching(/^\{"type":"end",.*"exitCode":130,.*"text":"stopped before a deployment was found; nothing was changed"\}\n$/) });
    expect(readFileSync(join(folder, 'early.xml'), 'utf8')).toMatch(/<testcase classname="prod" name="web"[^>]*>\s*<skipped message=/);
    expect(run('watch', 'Shop')).toMatchObject({ status: EXIT.interrupted, stdout: expect.stringMatching(/^\{"type":"end",.*"exitCode":130,/) });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Presses Ctrl-C, or sends another signal, while the first call is awaited. */
async function leave(args: readonly string[], signal: NodeJS.Signals = 'SIGINT') {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [BUNDLE, ...args], {
    env: { ...CLEAN_ENV, ...LAB_AWS, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let text = '';
  for (const output of [child.stdout, child.stderr]) output.setEncoding('utf8').on('data', (some: string) => { text += some; });
  await once(server, 'request');
  const from = performance.now();
  child.kill(signal);
  const [code] = await closed as [number | null];
  return { code, text, ms: performance.now() - from };
}

test.each([
  ['follow prod web', /^ecs-why: stopped before a deployment was found; nothing was changed\n$/],
  ['follow prod', /^ecs-why: stopped before a deployment was found; nothing was changed\n$/],
  ['follow prod web --wait 5m', /^ +0:0\d {2}stopped waiting; nothing was changed\n$/],
  ['watch Shop', /^[^\n]*stopped waiting; nothing was changed\n$/],
])('%s: Ctrl-C while a call gets no answer ends it within a second, with one line and exit code 130', async (command, expected) => {
  const { code, text, ms } = await leave(command.split(' '));
  expect({ code, text }).toEqual({ code: EXIT.interrupted, text: expect.stringMatching(expected) });
  expect(ms).toBeLessThan(1000);
});

test('SIGTERM while the names are looked up: --json has a line for it', async () => {
  const { code, text } = await leave(['follow', 'prod', '--json'], 'SIGTERM');
  expect({ code, text }).toEqual({ code: EXIT.interrupted, text: expect.stringMatching(/^\{"type":"end",.*"exitCode":130,.*"text":"stopped before a deployment was found; nothing was changed"\}$/m) });
});

test.each([[[]], [['--wait', '5m']]])('the JUnit file is there all the same (follow %j)', async (more) => {
  const folder = mkdtempSync(join(tmpdir(), 'follow-leave-'));
  try {
    await leave(['follow', 'prod', 'web', '--junit', join(folder, 'left.xml'), ...more]);
    expect(readFileSync(join(folder, 'left.xml'), 'utf8')).toMatch(/<testcase classname="prod" name="web"[^>]*>\s*<skipped message=/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each<[NodeJS.Signals]>([['SIGTERM'], ['SIGHUP']])('%s is as Ctrl-C', async (signal) => {
  for (const args of [['follow', 'prod', 'web'], ['watch', 'Shop'], ['record', 'prod', 'web']]) {
    const { code } = await leave(args, signal);
    expect({ args, code }).toEqual({ args, code: EXIT.interrupted });
  }
});
