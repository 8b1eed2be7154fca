/**
 * A script for `node --require` that puts a separate process, such as the real `ecs-why watch`, on the lab's clock. It is a text, because
 * the lab is part of a single bundled file.
 *
 * `Date`, timers and `performance` use lab time. Lab time does not move while the process works. When the process waits for nothing but
 * timers, it asks the lab to wake it when the first is due, and lab time goes on until then. So the result does not depend on the speed
 * of the machine, and hours pass in seconds.
 */
export const PRELOAD_SCRIPT = String.raw`
'use strict';
const http = require('http');
const https = require('https');
const RealDate = Date;
const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;
const plainRequest = http.request;
const control = new URL(process.env.LAB_CLOCK);
let now = Number(process.env.LAB_NOW);
const start = now;

// ---- Date and performance
class LabDate extends RealDate {
  constructor(...args) { if (args.length) super(...args); else super(now); }
  static now() { return now; }
}
globalThis.Date = new Proxy(LabDate, { apply: () => new LabDate().toString() });
performance.now = () => now - start;

// ---- timers
let exchanges = 0;
let ids = 0;
let pump;
let asked;
let sleeping;
const timers = new Map();
class LabTimeout {
  constructor(id) { this.id = id; }
  ref() { const t = timers.get(this.id); if (t) { t.unref = false; schedule(); } return this; }
  unref() { const t = timers.get(this.id); if (t) t.unref = true; return this; }
  hasRef() { const t = timers.get(this.id); return Boolean(t && !t.unref); }
  refresh() { const t = timers.get(this.id); if (t) { t.due = now + t.delay; schedule(); } return this; }
  close() { timers.delete(this.id); return this; }
  [Symbol.toPrimitive]() { return this.id; }
}
function set(fn, delay, args, repeat) {
  // Whole milliseconds, as Node's own timers and the lab have them.
  const ms = Math.max(1, Math.trunc(Number(delay) || 0));
  const id = ++ids;
  timers.set(id, { due: now + ms, delay: ms, run: () => fn(...args), repeat });
  schedule();
  return new LabTimeout(id);
}
function earliest() {
  let best;
  for (const entry of timers) if (!best || entry[1].due < best[1].due || (entry[1].due === best[1].due && entry[0] < best[0])) best = entry;
  return best;
}
function schedule() {
  if (pump) realClearTimeout(pump);
  pump = undefined;
  const waits = [...timers.values()].some((t) => !t.unref);
  // A process that waits for nothing any more may end, although the lab would wake it later.
  if (sleeping && sleeping.socket) sleeping.socket[waits ? 'ref' : 'unref']();
  if (exchanges || !waits) return;
  pump = realSetTimeout(idle, 3);
}
function idle() {
  pump = undefined;
  if (exchanges || ![...timers.values()].some((t) => !t.unref)) return;
  // Files, name look-ups and connections under way are work, too; on a slow machine they take long.
  if (process.getActiveResourcesInfo().some((name) => /^(FSReq|GetAddrInfo|TCPConnect|Zlib|ZLIB)/.test(name))) return schedule();
  const due = earliest()[1].due;
  if (asked !== undefined && asked <= due) return;
  asked = due;
  send({ sleep: due, heap: heap() }, (answer) => {
    if (answer.superseded) return;
    asked = sleeping = undefined;
    now = Math.max(now, answer.now);
    for (let next = earliest(); next && next[1].due <= now; next = earliest()) {
      const [id, timer] = next;
      if (timer.repeat) timer.due = now + timer.delay; else timers.delete(id);
      timer.run();
    }
    schedule();
  });
}
let sleeps = 0;
function heap() {
  if (typeof gc !== 'function' || sleeps++ % 8) return undefined;
  gc();
  return process.memoryUsage().heapUsed;
}
globalThis.setTimeout = (fn, ms, ...args) => set(fn, ms, args, false);
globalThis.setInterval = (fn, ms, ...args) => set(fn, ms, args, true);
globalThis.clearTimeout = globalThis.clearInterval = (t) => {
  if (t === undefined || t === null) return;
  if (t instanceof LabTimeout || typeof t === 'number' || typeof t === 'string') timers.delete(Number(t));
  else realClearTimeout(t);
  schedule();
};
globalThis.setTimeout[require('util').promisify.custom] = (ms, value) => new Promise((resolve) => set(() => resolve(value), ms, [], false));
const promises = require('timers/promises');
promises.setTimeout = globalThis.setTimeout[require('util').promisify.custom];
for (const name of ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']) require('timers')[name] = globalThis[name];

// ---- the lab
function send(message, answered) {
  const body = JSON.stringify(message);
  const { hostname: host, port, pathname: path } = control;
  const headers = { 'content-length': Buffer.byteLength(body) };
  const request = plainRequest({ host, port, path, method: 'POST', agent: false, headers }, (response) => {
    let text = '';
    response.on('data', (part) => { text += part; });
    response.on('end', () => answered(JSON.parse(text)));
  });
  // The lab is closed: lab time does not move any more, here neither.
  request.on('error', () => undefined);
  request.end(body);
  sleeping = request;
}

// ---- HTTP: exchanges under way are work
function counted(request) {
  let open = true;
  exchanges++;
  const done = () => { if (open) { open = false; exchanges--; schedule(); } };
  request.once('close', done);
  request.once('error', done);
  request.prependOnceListener('response', (response) => {
    // The lab answers with the date of the machine: an SDK concludes that its clock is wrong, and retries every failed call.
    if (response.headers.date) response.headers.date = new LabDate().toUTCString();
    response.once('end', done);
    response.once('close', done);
  });
  return request;
}
http.request = (...args) => counted(plainRequest(...args));
http.get = (...args) => { const r = http.request(...args); r.end(); return r; };
const secureRequest = https.request;
https.request = (...args) => counted(secureRequest(...args));
https.get = (...args) => { const r = https.request(...args); r.end(); return r; };
`;
