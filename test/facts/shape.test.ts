import { fitting, Misfit } from '../../src/facts/shape';
import { frame } from '../../src/facts/shapes';

const shape = { name: 'text', at: 'time', n: 'number', on: 'flag', list: [{ name: 'text' }], map: { '*': ['text'] }, more: 'any' } as const;

function fit(value: unknown) {
  const misfits: Misfit[] = [];
  return { value: fitting(shape, value, (misfit) => { misfits.push(misfit); }), misfits };
}

test('what fits stays the same object; absent and null are no misfit, and neither is a field that AWS may add', () => {
  const value = { name: 'a', at: '2026-11-23T10:00:00Z', n: 0, on: null, list: [{ name: 'b', added: [1] }], map: { x: ['y'] }, more: 5, added: {} };
  const { value: fitted, misfits } = fit(value);
  expect(fitted).toBe(value);
  expect(misfits).toEqual([]);
});

test.each<[string, object, object, boolean]>([
  ['a number for a text', { name: 5, n: 1 }, { n: 1 }, false],
  ['no time', { at: 'soon' }, {}, false],
  ['a number that is none', { n: NaN }, {}, false],
  ['a text for a list', { list: 'a' }, {}, true],
  ['null in a list', { list: [null, { name: 'a' }] }, { list: [{ name: 'a' }] }, true],
  ['a list for an object', { map: [] }, {}, true],
  ['a text for an item of a map', { map: { x: 'y', z: ['a'] } }, { map: { z: ['a'] } }, true],
  ['a list for a text', { name: ['a'] }, {}, true],
])('%s is left out and reported', (_, value, left, structure) => {
  const { value: fitted, misfits } = fit(value);
  expect(fitted).toEqual(left);
  expect(misfits).toMatchObject([{ structure }]);
});

test('a member named as one of all objects is a member like others', () => {
  const value = JSON.parse('{"logs":{"__proto__":{"constructor":[{"message":5}]}}}') as object;
  const misfits: string[] = [];
  const fitted = fitting(frame, value, ({ path }) => { misfits.push(path); });
  expect(misfits).toEqual(['logs["__proto__"]["constructor"][0].message']);
  expect(JSON.stringify(fitted)).toBe('{"logs":{"__proto__":{"constructor":[{}]}}}');
  expect(({} as { readonly constructor: unknown }).constructor).toBe(Object);
});
