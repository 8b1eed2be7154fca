import { limitLine, table } from './print';
import { holds } from './section';
import { median, percentile, slope } from './statistics';

test.each([
  [[], 0.5, NaN],
  [[7], 0.99, 7],
  [[4, 1, 3, 2], 0.5, 2],
  [[5, 1, 3], 0.5, 3],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.99, 10],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
  [[1, 2, 3], 0, 1],
  [[1, 2, 3], 1, 3],
])('percentile of %p at %p is %p, one of the values', (values, share, expected) => {
  expect(percentile(values, share)).toBe(expected);
});

test('the percentile of many values leaves out the one in a hundred that is higher', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
  expect(percentile(values, 0.99)).toBe(989);
  expect(median(values)).toBe(499);
});

test.each([
  [{ value: 3, atMost: 3 }, true],
  [{ value: 3.01, atMost: 3 }, false],
  [{ value: 5, atLeast: 5 }, true],
  [{ value: 4.99, atLeast: 5 }, false],
  [{ value: NaN, atMost: 3 }, false],
])('%p holds: %p; what was not measured never does', (limit, expected) => {
  expect(holds({ figure: 'median', ...limit })).toBe(expected);
});

test('a table: numbers to the right, a missing cell stays empty, a bar in a text does not end its cell', () => {
  expect(table({ title: 'T', columns: ['a', 'seconds'], rows: [['x|y', 10.5], ['z', 3]], note: 'n' })).toBe([
    '### T', '', '| a    | seconds |', '|------|--------:|', '| x\\|y |    10.5 |', '| z    |       3 |', '', 'n',
  ].join('\n'));
  expect(limitLine({ figure: 'median', value: 3.14159, atMost: 3 })).toBe('DOES NOT HOLD: median: 3.14 (at most 3)');
});

test.each([[1, [3, 6, 12]], [2, [1, 4, 16]], [0, [5, 5, 5]]])('growth with the power %p of the size is found in measured times', (exponent, times) => {
  expect(slope([1, 2, 4].map(Math.log), times.map(Math.log))).toBeCloseTo(exponent);
});
