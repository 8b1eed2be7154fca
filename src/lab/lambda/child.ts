/**
 * The script that runs in a function's child process. It is a text, because the lab is part of a single bundled file and a child process
 * needs a file of its own. It plays the Node.js runtime of AWS Lambda for one function.
 *
 * Lab time inside an invocation: `Date` starts at the moment of the invocation. Timers are virtual, too. When the function waits for
 * nothing but timers (no HTTP exchange under way), the earliest fires at once and moves the clock by its delay. So the retries and
 * timeouts of the SDK cost lab time and no real time.
 */
export const CHILD_SCRIPT = String.raw`
'use strict';
const http = require('http');
const https = require('https');
const path = require('path');
const RealDate = Date;
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;

let base = Number(process.env.LAB_NOW);
let offset = 0;
let limit = Infinity;
let requestId = '';
let active = false;
const send = (message) => process.send && process.send(message);
const labNow = () => base + offset;

// ---- Date
class LabDate extends RealDate {
  constructor(...args) { if (args.length) super(...args); else super(labNow()); }
  static now() { return labNow(); }
}
globalThis.Date = new Proxy(LabDate, { apply: () => new LabDate().toString() });

// ---- timers
let exchanges = 0;
let stalled = 0;
let ids = 0;
let pump;
const timers = new Map();
class LabTimeout {
  constructor(id) { this.id = id; }
  ref() { return this; }
  unref() { const t = timers.get(this.id); if (t) t.unref = true; return this; }
  hasRef() { return true; }
  refresh() { const t = timers.get(this.id); if (t) { t.due = labNow() + t.delay; schedule(); } return this; }
  close() { timers.delete(this.id); return this; }
  [Symbol.toPrimitive]() { return this.id; }
}
function set(fn, delay, args, repeat) {
  const ms = Math.max(1, Number(delay) || 0);
  const id = ++ids;
  timers.set(id, { due: labNow() + ms, delay: ms, run: () => fn(...args), repeat });
  schedule();
  return new LabTimeout(id);
}
function schedule() {
  if (pump) realClearTimeout(pump);
  pump = undefined;
  if (!active || exchanges > stalled || !timers.size) return;
  // Work that is no HTTP exchange (reading a file, a promise chain) gets a moment of real time before a timer fires. For a long timer the
  // moment is longer, because long timers are limits and short ones are pauses.
  const next = earliest();
  pump = realSetTimeout(fire, next[1].due - labNow() > 2000 ? 40 : 4);
}
function earliest() {
  let best;
  for (const entry of timers) if (!best || entry[1].due < best[1].due || (entry[1].due === best[1].due && entry[0] < best[0])) best = entry;
  return best;
}
function fire() {
  pump = undefined;
  if (!active || exchanges > stalled || !timers.size) return;
  // Only limits on the whole work are left: unless an exchange is stalled, that work still goes on, so they must not fire.
  if (!stalled && [...timers.values()].every((timer) => timer.limit)) return;
  // Files, name look-ups and connections under way are work, too; on a slow machine they take long.
  if (process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo|TCPConnect|Zlib|ZLIB)/.test(name))) return schedule();
  const [id, timer] = earliest();
  if (timer.due > labNow()) offset += timer.due - labNow();
  if (offset > limit) { active = false; send({ type: 'timeout' }); return; }
  if (timer.repeat) timer.due = labNow() + timer.delay; else timers.delete(id);
  timer.run();
  schedule();
}
globalThis.setTimeout = (fn, ms, ...args) => set(fn, ms, args, false);
AbortSignal.timeout = (ms) => {
  const control = new AbortController();
  const { id } = set(() => control.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms, [], false);
  timers.get(id).limit = true;
  return control.signal;
};
globalThis.setInterval = (fn, ms, ...args) => set(fn, ms, args, true);
globalThis.clearTimeout = globalThis.clearInterval = (t) => {
  if (t === undefined || t === null) return;
  if (t instanceof LabTimeout || typeof t === 'number' || typeof t === 'string') timers.delete(Number(t));
  else realClearTimeout(t);
};
const promises = require('timers/promises');
promises.setTimeout = (ms, value) => new Promise((resolve) => set(() => resolve(value), ms, [], false));
require('timers').setTimeout = globalThis.setTimeout;
require('timers').clearTimeout = globalThis.clearTimeout;

// ---- HTTP: count the exchanges under way; https to the loopback becomes http, because a local answer URL has no certificate
function counted(request) {
  let open = true;
  if (!request.headersSent) request.setHeader('x-lab-elapsed', String(offset));
  exchanges++;
  schedule();
  const done = () => { if (open) { open = false; exchanges--; if (stalled > exchanges) stalled = exchanges; schedule(); } };
  request.once('close', done);
  request.once('error', done);
  request.once('response', (response) => { response.once('end', done); response.once('close', done); });
  return request;
}
const plainRequest = http.request;
// A refused connection: the lab's address listens and cannot refuse, so a header of its answer stands for the refusal
function refusable(args) {
  const last = args[args.length - 1];
  if (typeof last !== 'function') return counted(plainRequest(...args));
  const request = counted(plainRequest(...args.slice(0, -1), (response) => {
    if (!response.headers['x-lab-refused']) return last(response);
    response.resume();
    request.emit('error', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:443'), { code: 'ECONNREFUSED', syscall: 'connect' }));
  }));
  return request;
}
http.request = (...args) => refusable(args);
http.get = (...args) => { const r = http.request(...args); r.end(); return r; };
const secureRequest = https.request;
https.request = (...args) => {
  const target = args[0];
  const host = typeof target === 'string' ? new URL(target).hostname : target.hostname || target.host;
  if (host !== '127.0.0.1') return counted(secureRequest(...args));
  if (typeof target === 'string' || target instanceof URL) {
    const url = new URL(String(target));
    url.protocol = 'http:';
    return http.request(url, ...args.slice(1));
  }
  return http.request({ ...target, protocol: 'http:', agent: undefined }, ...args.slice(1));
};
https.get = (...args) => { const r = https.request(...args); r.end(); return r; };
const realFetch = globalThis.fetch;
globalThis.fetch = async (...args) => {
  exchanges++;
  schedule();
  try {
    const request = new Request(...args);
    request.headers.set('x-lab-elapsed', String(offset));
    const response = await realFetch(request);
    const body = Buffer.from(await response.arrayBuffer());
    return new Response(response.status === 204 || response.status === 304 ? null : body, response);
  } finally {
    exchanges--;
    if (stalled > exchanges) stalled = exchanges;
    schedule();
  }
};

// ---- console, in the text format of the Node.js runtime
const format = require('util').format;
const write = (text) => send({ type: 'log', at: labNow(), text });
const LEVELS = { log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE' };
for (const [name, level] of Object.entries(LEVELS)) {
  console[name] = (...args) => write([new LabDate().toISOString(), requestId || 'undefined', level, format(...args)].join('\t'));
}
process.stdout.write = (text) => { write(String(text).replace(/\n$/, '')); return true; };
process.stderr.write = process.stdout.write;

// ---- the function
const asError = (error) => ({
  errorType: (error && error.name) || 'Error',
  errorMessage: error instanceof Error ? error.message : String(error),
  trace: error instanceof Error && error.stack ? error.stack.split('\n') : [],
});
// A process that gets another function of the same code runs what it has compiled already; the code itself begins anew.
const Module = require('module');
const { Script, constants } = require('vm');
const scripts = new Map();
const compile = Module.prototype._compile;
Module.prototype._compile = function (content, filename) {
  if (!constants || path.extname(filename) !== '.js' || content.startsWith('#!')) return compile.call(this, content, filename);
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = scripts.get(content) || new Script(Module.wrap(content), { filename, importModuleDynamically });
  scripts.set(content, script);
  return script.runInThisContext().call(this.exports, this.exports, Module.createRequire(filename), this, filename, path.dirname(filename));
};
function renew(environment, now) {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  for (const name of Object.keys(require.cache)) if (name !== __filename) delete require.cache[name];
  module.children.length = 0;
  handler = undefined;
  base = now;
  offset = exchanges = stalled = 0;
  timers.clear();
  send({ type: 'ready' });
}

let handler;
let results = 0;
function load() {
  const [file, name] = process.env._HANDLER.split(/\.(?=[^.]*$)/);
  const exported = require(path.join(process.env.LAMBDA_TASK_ROOT, file));
  handler = exported[name];
  if (typeof handler !== 'function') {
    const error = new Error(process.env._HANDLER + ' is undefined or not exported');
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  }
}
function fail(error) {
  if (!active) return;
  active = false;
  const details = asError(error);
  console.error('Invoke Error', JSON.stringify({ errorType: details.errorType, errorMessage: details.errorMessage, stack: details.trace }));
  send({ type: 'error', elapsed: offset, error: details });
}
function succeed(value) {
  if (!active) return;
  active = false;
  let payload;
  try { payload = JSON.stringify(value === undefined ? null : value); } catch (error) { active = true; return fail(error); }
  // kilobytes (uv_getrusage); the call takes a millisecond where the kernel is emulated, and the value only grows
  const memory = results++ % 8 ? 0 : process.resourceUsage().maxRSS / 1024;
  send({ type: 'result', elapsed: offset, payload, memory, idle: !exchanges });
}
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.on('message', (message) => {
  if (message.type === 'slow') {
    // The exchange is stalled: timers go on. One of them ends the exchange, if it ends at all.
    stalled++;
    if (message.seconds === 'for ever') send({ type: 'slowed', id: message.id });
    else set(() => { stalled = Math.max(0, stalled - 1); send({ type: 'slowed', id: message.id }); }, message.seconds * 1000, [], false);
    schedule();
    return;
  }
  if (message.type === 'renew') return renew(message.environment, message.now);
  if (message.type !== 'invoke') return;
  base = message.now;
  offset = 0;
  limit = message.timeoutMs;
  requestId = message.requestId;
  timers.clear();
  exchanges = stalled = 0;
  active = true;
  const context = {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: '$LATEST',
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, limit - offset),
    done: (error, value) => (error ? fail(error) : succeed(value)),
    fail,
    succeed,
  };
  try {
    if (!handler) load();
    const result = handler(message.event, context, (error, value) => (error ? fail(error) : succeed(value)));
    if (result && typeof result.then === 'function') result.then(succeed, fail);
    else if (handler.length < 3) succeed(result);
  } catch (error) {
    fail(error);
  }
});
process.on('disconnect', () => process.exit());
send({ type: 'ready' });
`;
