import { Limit, measure, Section } from './section';

function section(...runs: readonly (readonly Limit[])[]): Section & { count: number } {
  const made = {
    key: 'made', title: '', method: '', count: 0,
    run: async () => ({ json: { run: made.count }, tables: [], limits: runs[made.count++] }),
  };
  return made;
}

const ratio = (value: number): Limit => ({ figure: 'ratio', value, atMost: 1.2 });
const growth = (value: number): Limit => ({ figure: 'growth', value, atMost: 1.4 });

test('the quick form measures a section anew that other work on the machine disturbed', async () => {
  const one = section([ratio(1.21), growth(1)], [ratio(1.11), growth(1)]);
  expect((await measure(one, { quick: true })).broken).toEqual([]);
  expect(one.count).toBe(2);
});

test('a limit that held in no measurement is broken, with its first figure', async () => {
  const one = section([ratio(1.5), growth(1)], [ratio(1.4), growth(2)], [ratio(1.3), growth(1)]);
  expect((await measure(one, { quick: true })).broken).toEqual([ratio(1.5)]);
  expect(one.count).toBe(3);
});

test('two limits that were disturbed one after the other both hold', async () => {
  const one = section([ratio(1.5), growth(1)], [ratio(1), growth(2)]);
  expect((await measure(one, { quick: true })).broken).toEqual([]);
});

test('what was not measured does not hold', async () => {
  const one = section([ratio(NaN)], [ratio(NaN)], [ratio(NaN)]);
  expect((await measure(one, { quick: true })).broken).toHaveLength(1);
});

test('the full form measures once', async () => {
  const one = section([ratio(1.5)], [ratio(1)]);
  expect((await measure(one, { quick: false })).broken).toEqual([ratio(1.5)]);
  expect(one.count).toBe(1);
});
