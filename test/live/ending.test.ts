import { spawn } from 'child_process';
import { EventEmitter, once } from 'events';
import { join } from 'path';
import { endFromOutside } from './ending';

function started() {
  const [signals, output] = [new EventEmitter(), new EventEmitter()];
  const done: string[] = [];
  const clock = { now: 0 };
  endFromOutside(signals, [output], {
    abort: () => done.push('clean up'), leave: () => done.push('leave'), warn: () => undefined, now: () => clock.now,
  });
  return { signals, output, done, clock };
}

test('one Ctrl-C arrives three times: from the terminal, npm and the parent', () => {
  const { signals, done, clock } = started();
  for (const at of [0, 5, 300]) {
    clock.now = at;
    signals.emit('SIGINT');
  }
  expect(done).toEqual(['clean up']);
  clock.now = 5000;
  signals.emit('SIGINT');
  expect(done).toEqual(['clean up', 'leave']);
});

test('a closed terminal and its closed output never leave without a clean-up', () => {
  const { signals, output, done, clock } = started();
  for (const at of [0, 1000, 60_000]) {
    clock.now = at;
    signals.emit('SIGHUP');
    output.emit('error', new Error('write EPIPE'));
  }
  expect(done).toEqual(['clean up']);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('scripts/bundled.mjs passes %s on, and waits', async (signal) => {
  const child = `process.on('${signal}', () => setTimeout(() => { console.log('cleaned up'); process.exit(130); }, 100)); `
    + 'setInterval(() => undefined, 1000); console.log("ready");';
  const parent = `import { endOf } from ${JSON.stringify(join(__dirname, '..', '..', 'scripts', 'bundled.mjs'))};
    import { spawn } from 'node:child_process';
    process.exitCode = await endOf(spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }));`;
  const process_ = spawn(process.execPath, ['--input-type=module', '-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  process_.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (part.includes('ready')) process_.kill(signal);
  });
  const [code] = await once(process_, 'close');
  expect([text, code]).toEqual(['ready\ncleaned up\n', 130]);
});
