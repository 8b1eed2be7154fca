import { withShortTexts } from '../../src/facts/long-texts';
import { Frame, Recording } from '../../src/facts/model';
import { lastFrame, parseRecording } from '../../src/facts/replay';
import { leastCpuMs } from '../presentation/cpu';

const MB = 1_000_000;
const at = '2026-11-23T10:00:00Z';

test('V17: of a log line of 20 MB and of a reason of 20 MB both ends are read, and the text says so', () => {
  const long = `first words ${'x '.repeat(10 * MB)} last words`;
  const text = JSON.stringify({ recording: 1, frames: [{ at, tasks: [{ taskArn: 'x/a', stoppedReason: long }], logs: { web: { a: [{ message: long }] } } }] });
  const { tasks, logs } = parseRecording(text).frames[0];
  for (const short of [tasks?.[0].stoppedReason ?? '', logs?.web.a[0].message ?? '']) {
    expect(short.length).toBeLessThan(4200);
    expect(short).toMatch(/^first words x [^]* last words$/);
    expect(short).toContain('\n[... 20,000,023 characters, of which the first and last 2,000 are read ...]\n');
  }
});

test('a frame without a long text stays the same object: what is known of it stays valid', () => {
  const frame: Frame = { at, tasks: [{ taskArn: 'x/a', stoppedReason: 'y'.repeat(8000) }], logs: { web: { a: [{ message: 'z'.repeat(MB) }] } } };
  expect(withShortTexts(frame)).toBe(frame);
});

test('a cut shows no half of a secret: the words at both sides of it are left out', () => {
  const secret = 'AKIA0123456789ABCDEF'.repeat(2);
  const message = `${'x '.repeat(990)}password=${secret} ${'y '.repeat(5 * 8192)}token=${secret} ${'z'.repeat(1975)}`;
  const short = withShortTexts({ at, service: { events: [{ message }] } }).service?.events?.[0].message ?? '';
  expect(short).not.toMatch(/AKIA|ABCDEF/);
});

test('V17: the last frame of very many is put together in one pass: each keeps its task, target and log', () => {
  const count = 20_000;
  const recordingOf = (frames: number): Recording => ({
    recording: 1,
    frames: Array.from({ length: frames }, (_, i) => ({
      at, targetHealth: { g: [{ Target: { Id: `10.0.0.${i}`, Port: 80 }, TargetHealth: { State: 'unhealthy' } }] }, tasks: [{ taskArn: `x/${i}`, lastStatus: 'STOPPED' }], logs: { web: { [`t${i}`]: [{ message: `${i}` }] } },
    })),
  });
  const [quarter, whole] = [recordingOf(count / 4), recordingOf(count)];
  expect(leastCpuMs(() => lastFrame(whole)) / Math.max(20, leastCpuMs(() => lastFrame(quarter)))).toBeLessThan(9);
  const { targetHealth, tasks, logs } = lastFrame(whole);
  expect([targetHealth?.g.length, tasks?.length, Object.keys(logs?.web ?? {}).length]).toEqual([count, count, count]);
  expect([targetHealth?.g[0].Target?.Id, logs?.web.t0[0].message]).toEqual([`10.0.0.${count - 1}`, '0']);
});
