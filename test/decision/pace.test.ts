import { backedOff, paced, POLL_SECONDS, POLL_SECONDS_AFTER_FAILURE } from '../../src/decision/policy';

const CHANCES = Array.from({ length: 101 }, (_, i) => i / 100);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('forty services at a time are watched as closely as one', () => {
  for (const deploying of [1, 10, 40]) {
    for (const chance of CHANCES) {
      expect(paced(POLL_SECONDS, deploying, chance)).toBe(POLL_SECONDS);
      expect(paced(POLL_SECONDS_AFTER_FAILURE, deploying, chance)).toBe(POLL_SECONDS_AFTER_FAILURE);
    }
  }
});

test.each([50, 80, 100, 110])('%i services at a time stay within half of the 20 calls a second that AWS answers, and apart', (deploying) => {
  const waits = CHANCES.map((chance) => paced(POLL_SECONDS, deploying, chance));
  expect(deploying / mean(waits)).toBeLessThanOrEqual(10);
  expect(new Set(waits).size).toBeGreaterThan(1);
  for (const seconds of waits) {
    expect(Number.isInteger(seconds)).toBe(true);
    expect(seconds).toBeGreaterThanOrEqual(POLL_SECONDS);
  }
});

test('no wait is longer than fifteen seconds, however many there are', () => {
  expect(CHANCES.map((chance) => paced(5, 5_000, chance))).toEqual(CHANCES.map(() => 15));
  for (const chance of CHANCES) expect(backedOff(5, 20, chance)).toBeLessThanOrEqual(15);
});

test('a wait that is longer already stays', () => {
  expect(paced(15, 60, 0)).toBe(15);
  expect(backedOff(15, 3, 0)).toBe(15);
});

test('throttled: twice as long each time, at most, and never shorter than without', () => {
  for (const chance of CHANCES) expect(backedOff(5, 0, chance)).toBe(5);
  expect([0, 0.5, 1].map((chance) => backedOff(5, 1, chance))).toEqual([5, 8, 10]);
  expect([0, 0.5, 1].map((chance) => backedOff(3, 2, chance))).toEqual([6, 9, 12]);
  expect(new Set(CHANCES.map((chance) => backedOff(5, 2, chance))).size).toBeGreaterThan(5);
});
