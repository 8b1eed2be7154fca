import * as fc from 'fast-check';

/** Values that are of another kind than what they replace, or unusual ones of the same. */
const STRANGE: readonly unknown[] = [
  null, true, false, 0, -1, 1.5, 1e300, '', 'x', '__proto__', 'constructor', '1970-01-01T00:00:00Z', 'not a time', '+275760-09-13T00:00:00.000Z', [], [null], [[]], ['x'], {}, { '': {} }, '\ud800', '\u202e##[x]',
  'a'.repeat(5000),
];

/** A change at the place that `at` names: 0..1 of all places, in the order of the value. */
export interface Mutation {
  readonly at: number;
  readonly kind: 'replace' | 'remove' | 'repeat' | 'reverse' | 'add';
  readonly value: unknown;
}

const mutation = (kinds: readonly Mutation['kind'][]): fc.Arbitrary<Mutation> => fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom(...kinds),
  value: fc.oneof(fc.constantFrom(...STRANGE), fc.jsonValue({ maxDepth: 3 })),
});

export function mutations(kinds: readonly Mutation['kind'][], most: number): fc.Arbitrary<readonly Mutation[]> {
  return fc.array(mutation(kinds), { minLength: 1, maxLength: most });
}

type Holder = unknown[] | { [key: string]: unknown };

/** A copy with these changes; `keeps` names members that stay as they are. */
export function mutated<T>(value: T, changes: readonly Mutation[], keeps: readonly string[] = []): T {
  const copy = JSON.parse(JSON.stringify(value)) as T;
  for (const change of changes) {
    const places: { readonly holder: Holder; readonly key: string | number }[] = [];
    collect(copy, places, keeps);
    const place = places[Math.floor(change.at * places.length)];
    // A copy of its value: a later change of this value, or of another run, is not allowed to change the constants above.
    if (place) apply(place.holder, place.key, { ...change, value: structuredClone(change.value) });
  }
  return copy;
}

function collect(value: unknown, places: { holder: Holder; key: string | number }[], keeps: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value).filter((key) => !keeps.includes(key));
  for (const key of keys) {
    places.push({ holder: value as Holder, key });
    collect((value as { [key: string]: unknown })[key], places, keeps);
  }
}

function apply(holder: Holder, key: string | number, { kind, value }: Mutation): void {
  const members = holder as { [key: string]: unknown };
  const old = members[key];
  switch (kind) {
    case 'replace': members[key] = value; return;
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete members[key];
      return;
    case 'repeat':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, old);
      return;
    case 'reverse':
      if (Array.isArray(old)) old.reverse();
      return;
    case 'add':
      if (typeof old === 'object' && old !== null && !Array.isArray(old)) Object.assign(old, { fieldOfTomorrow: value });
  }
}
