import { Interrupted, VirtualClock } from '../../src/lab/clock';
import { seededRandom } from '../../src/lab/random';

test('timers run in order of time, then in the order they were set; cancelled ones do not', async () => {
  const clock = new VirtualClock(1000);
  const seen: string[] = [];
  const note = (name: string) => () => { seen.push(`${name}@${clock.now()}`); };
  clock.after(20, note('c'));
  clock.after(10, note('a'));
  clock.after(10, () => { note('b')(); clock.after(0, note('b2')); });
  clock.after(15, note('never')).cancel();
  await clock.run(() => seen.length === 4);
  expect(seen).toEqual(['a@1010', 'b@1010', 'b2@1010', 'c@1020']);
});

test('many timers come out sorted', async () => {
  const clock = new VirtualClock(0);
  const random = seededRandom(3);
  const times: number[] = [];
  for (let i = 0; i < 500; i++) clock.after(Math.floor(random.next() * 1000), () => { times.push(clock.now()); });
  await clock.run(() => times.length === 500);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('the clock does not advance while real work is held', async () => {
  const clock = new VirtualClock(0);
  let late = false;
  clock.after(1, () => {
    void clock.hold(new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve))))
      .then(() => { expect(late).toBe(false); });
  });
  clock.after(2, () => { late = true; });
  await clock.run(() => late);
});

test('sleep ends early when interrupted', async () => {
  const clock = new VirtualClock(0);
  const stop = new AbortController();
  let error: unknown;
  void clock.sleep(1000, stop.signal).catch((e: unknown) => { error = e; });
  clock.after(10, () => stop.abort());
  await clock.run(() => error !== undefined);
  expect(error).toBeInstanceOf(Interrupted);
  expect(clock.now()).toBe(10);
});

test('nothing left to happen is an error, not a hang', async () => {
  await expect(new VirtualClock(0).run(() => false)).rejects.toThrow('nothing is left to happen');
});

test('random: the same seed, the same ids', () => {
  const draw = (seed: number) => { const r = seededRandom(seed); return [r.uuid(), r.hex(8), r.digits(19), r.next()]; };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  expect(draw(1)[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(draw(1)[2]).toMatch(/^[1-9]\d{18}$/);
});
