import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { spares } from './spares';
import { FunctionProcess } from '../../src/lab/lambda/process';

const folder = mkdtempSync(join(tmpdir(), 'spares-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Life {
  readonly results: readonly unknown[];
  readonly log: readonly string[];
}

/** The function of a lab, from its first invocation to the end of the lab. */
async function life(code: string, environment: { readonly [name: string]: string } = {}, invocations = 1): Promise<Life> {
  writeFileSync(join(folder, 'index.js'), code);
  const log: string[] = [];
  const lambda = new FunctionProcess({ ...environment, _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: folder }, (_, text) => { log.push(text); }, spares);
  const results: unknown[] = [];
  for (let i = 0; i < invocations; i++) {
    const outcome = await lambda.invoke({ event: {}, requestId: `r${i}`, functionArn: 'arn', now: 1_000_000 * (i + 1), timeoutMs: 60_000 });
    results.push(outcome.kind === 'result' ? JSON.parse(outcome.payload) : outcome.kind);
  }
  lambda.close();
  return { results, log };
}

const COUNTS = `
let count = 0;
const loadedAt = Date.now();
exports.handler = async () => { console.log('counted'); return { count: ++count, loadedAt, pid: process.pid, env: [process.env.ONE, process.env.TWO] }; };`;

test('a function in the process of another begins anew, with its own environment, clock and log', async () => {
  const first = await life(COUNTS, { ONE: '1' }, 2);
  const second = await life(COUNTS, { TWO: '2' }, 2);
  const { pid } = first.results[0] as { readonly pid: number };
  expect(first.results).toEqual([1, 2].map((count) => ({ count, loadedAt: 1_000_000, pid, env: ['1', null] })));
  expect(second.results).toEqual([1, 2].map((count) => ({ count, loadedAt: 1_000_000, pid, env: [null, '2'] })));
  expect(second.log).toHaveLength(2);
});

test('other code in the same place is other code', async () => {
  await life('exports.handler = async () => 1;');
  expect((await life('exports.handler = async () => 2;')).results).toEqual([2]);
});

test('what a function has left behind does not run in the next one', async () => {
  await life('exports.handler = async () => { setTimeout(() => console.log(1), 5); setInterval(() => console.log(2), 5); };');
  expect((await life('exports.handler = () => new Promise((done) => setTimeout(done, 1000));')).log).toEqual([]);
});

test('a process that has failed, or in which a call is still under way, is not handed on', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const CALLING = `exports.handler = async () => { require('http').get('http://127.0.0.1:${port}/').on('error', () => {}); return process.pid; };`;
  const FAILING = 'exports.handler = async () => { console.log(process.pid); throw new Error(); };';
  const plain = async () => (await life('exports.handler = async () => process.pid;')).results[0];
  try {
    expect((await life(CALLING)).results[0]).not.toBe(await plain());
    expect((await life(FAILING)).log[0]).not.toContain(`\t${String(await plain())}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
