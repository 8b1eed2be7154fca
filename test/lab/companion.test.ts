import { spawn } from 'child_process';
import { lab as openLab } from './support';
import { Lab } from '../../src/lab/lab';

/** A Node process on the lab's clock, which runs this script; what it prints, with the lab's time of each line. */
async function companion(lab: Lab, script: string) {
  const joined = await lab.companion();
  const child = spawn(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, ...joined.environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: { at: number; text: string }[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) lines.push({ at: lab.clock.now() - start, text: line });
  });
  const start = lab.clock.now();
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => {
    joined.leave();
    resolve(code);
  }));
  return { lines, ended, start };
}

test('Date, performance and timers use lab time and take no real time', async () => {
  const lab = await openLab();
  const { lines, ended, start } = await companion(lab, `
    const say = (what) => console.log(what, Date.now() - ${lab.clock.now()}, Math.round(performance.now()));
    say('begin');
    setTimeout(() => say('hour'), 3600_000);
    let n = 0;
    const every = setInterval(() => { say('tick'); if (++n === 2) clearInterval(every); }, 60_000);
    require('timers/promises').setTimeout(90_000).then(() => say('promise'));
  `);
  const before = Date.now();
  await lab.advance(4000);
  expect(await ended).toBe(0);
  expect(Date.now() - before).toBeLessThan(20_000);
  expect(lines.map((line) => line.text)).toEqual(['begin 0 0', 'tick 60000 60000', 'promise 90000 90000', 'tick 120000 120000', 'hour 3600000 3600000']);
  expect(lines.map((line) => line.at).slice(1)).toEqual([60_000, 90_000, 120_000, 3_600_000]);
  expect(lab.clock.now()).toBe(start + 4_000_000);
});

test('a delay with a fraction ends in the millisecond in which Node would end it', async () => {
  const lab = await openLab();
  const { ended, lines } = await companion(lab, 'const start = Date.now(); setTimeout(() => console.log(Date.now() - start), 468.015);');
  await lab.advance(5);
  expect(await ended).toBe(0);
  expect(lines.map((line) => line.text)).toEqual(['468']);
});

test('several that join at once share one server, which the lab closes', async () => {
  const lab = await openLab();
  const joined = await Promise.all([lab.companion(), lab.companion(), lab.companion()]);
  expect(new Set(joined.map(({ environment }) => new URL(environment.LAB_CLOCK).port)).size).toBe(1);
});

test('lab time does not pass while a process works', async () => {
  const lab = await openLab();
  const { lines, ended } = await companion(lab, `
    setTimeout(() => {
      const begin = process.hrtime.bigint();
      while (process.hrtime.bigint() - begin < 300_000_000n);
      setTimeout(() => console.log(Date.now() - ${lab.clock.now()}), 1000);
    }, 5000);
  `);
  await lab.advance(10);
  expect(await ended).toBe(0);
  expect(lines.map((line) => line.text)).toEqual(['6000']);
});

test('two processes and the lab agree on the order of things', async () => {
  const lab = await openLab();
  const seen: string[] = [];
  for (const seconds of [3, 9]) lab.clock.after(seconds * 1000, () => { seen.push(`lab ${seconds}`); });
  const script = (name: string, every: number) => `let n = 0; const t = setInterval(() => { console.log('${name}', ++n * ${every}); if (n * ${every} >= 8) clearInterval(t); }, ${every}000);`;
  const both = [await companion(lab, script('a', 2)), await companion(lab, script('b', 4))];
  await lab.advance(10);
  await Promise.all(both.map((one) => one.ended));
  for (const { lines } of both) for (const { at, text } of lines) expect(at).toBe(Number(text.split(' ')[1]) * 1000);
  expect(seen).toEqual(['lab 3', 'lab 9']);
});

test('a process that is killed, or that waits for nothing any more, does not stop lab time', async () => {
  const lab = await openLab();
  const killed = await companion(lab, 'setTimeout(() => process.kill(process.pid, "SIGKILL"), 2000); setInterval(() => undefined, 1000);');
  const idle = await companion(lab, 'const t = setTimeout(() => undefined, 50_000); setTimeout(() => clearTimeout(t), 1000); setTimeout(() => undefined, 99_000).unref();');
  await lab.advance(100);
  expect(await killed.ended).toBeNull();
  expect(await idle.ended).toBe(0);
});
