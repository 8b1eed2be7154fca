import { serialize } from 'v8';
import { folders } from './fixtures';
import { rules } from '../../src/diagnosis/causes';
import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { jsonBytes, renderReason } from '../../src/presentation/reason';

/** Keys and indexes from the frame down to one place in it. */
type Path = readonly (string | number)[];

export interface HostileFixture {
  readonly id: string;
  readonly name: string;
  readonly frame: Frame;
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => (
  typeof value === 'object' && value !== null && !Array.isArray(value)
);

/** Changed frames share most of their parts with the frame that they come from, so nothing may write to it. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

export const fixtures: readonly HostileFixture[] = folders.flatMap(({ rule, fixtures: list }) => (
  list.map((fixture) => ({ id: rule.id, name: fixture.name, frame: frozen(fixture.frame) }))
));

/** Every place in a value, outermost first. */
function paths(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return at.length ? [at] : [];
  const inner = Array.isArray(value)
    ? value.map((item, index) => paths(item, [...at, index]))
    : Object.entries(value).map(([key, item]) => paths(item, [...at, key]));
  return [...(at.length ? [at] : []), ...inner.flat()];
}

/** A spread of places, the same in every run: all the shallow ones, and of the deep ones every nth. */
function somePlaces(frame: Frame, deep: number): readonly Path[] {
  const all = paths(frame).filter((path) => path[0] !== 'at');
  const rest = all.filter((path) => path.length > 2);
  const step = Math.max(1, Math.floor(rest.length / deep));
  return [...all.filter((path) => path.length <= 2), ...rest.filter((_, index) => index % step === 0)];
}

/** A copy with another value in one place, or without that place (undefined); it shares all other parts with the original. */
function withChange(value: unknown, [key, ...rest]: Path, to: null | undefined): unknown {
  const gone = rest.length === 0 && to === undefined;
  const next = (old: unknown) => (rest.length ? withChange(old, rest, to) : to);
  if (Array.isArray(value)) {
    if (gone) return value.filter((_, index) => index !== key);
    return value.map((item, index) => (index === key ? next(item) : item));
  }
  if (!isObject(value)) return value;
  return gone ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) : { ...value, [key]: next(value[key]) };
}

function change(frame: Frame, path: Path, to: null | undefined): Frame {
  return withChange(frame, path, to) as Frame;
}

/** What the rules threw since the last look. The engine survives a rule that throws; here none may. */
const thrown: { readonly id: string; readonly error: unknown }[] = [];

// The rules of this test file only: jest loads the modules anew for each.
for (const rule of rules) {
  const { match } = rule;
  const watched: typeof match = (frame) => {
    try {
      return match(frame);
    } catch (error) {
      thrown.push({ id: rule.id, error });
      throw error;
    }
  };
  Object.assign(rule, { match: watched });
}

/** Diagnoses whose text is known to be good: most changes of a frame change no word, and the text depends on the diagnosis only. */
const rendered = new Set<string>();

export function run(frame: Frame): Diagnosis {
  const diagnosis = diagnose(frame);
  if (thrown.length) throw new Error(`the rule of ${thrown[0].id} throws`, { cause: thrown.splice(0)[0].error });
  const key = serialize(diagnosis).toString('latin1');
  if (!rendered.has(key)) {
    const reason = renderReason(diagnosis, {}, 3300);
    expect(jsonBytes(reason)).toBeLessThanOrEqual(3300);
    expect(reason).not.toMatch(/undefined|NaN|\[object/);
    rendered.add(key);
  }
  return diagnosis;
}

/** Takes a fact away, or makes it null, at a spread of places; for one half of the fixtures, so that two workers share them. */
export function missingFacts(half: 0 | 1): void {
  describe('missing facts', () => {
    test.each(fixtures.filter((_, index) => index % 2 === half))('$id/$name', ({ frame }) => {
      const [before] = run(frame).causes;
      for (const path of somePlaces(frame, 12)) {
        // an item of a list can be missing, it cannot be null
        for (const to of typeof path[path.length - 1] === 'number' ? [undefined] : [undefined, null]) {
          const [after] = run(change(frame, path, to)).causes;
          // Knowing less never makes an uncertain answer certain.
          if (before?.certainty === 'possible' && after?.id !== before.id && !after?.plain) {
            const certainty = after?.certainty === 'certain' ? 'certain' : 'less';
            expect({ path, cause: after?.id, certainty }).toEqual({ path, cause: after?.id, certainty: 'less' });
          }
        }
      }
    });
  });
}
