import { folders } from './fixtures';
import { rules } from '../../src/diagnosis/causes';
import { diagnose } from '../../src/diagnosis/engine';
import { Diagnosis } from '../../src/diagnosis/model';
import { Frame } from '../../src/facts/model';
import { jsonBytes, renderReason } from '../../src/presentation/reason';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

const fixtures = folders.flatMap(({ rule, fixtures: list }) => list.map((f) => ({ id: rule.id, ...f })));

/** Every place in a value, outermost first. */
function paths(value: Json, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return at.length ? [at] : [];
  const inner = Array.isArray(value) ? value.map((v, i) => paths(v, [...at, i])) : Object.entries(value).map(([k, v]) => paths(v, [...at, k]));
  return [...(at.length ? [at] : []), ...inner.flat()];
}

function change(frame: Frame, path: Path, to: Json | undefined): Frame {
  const copy = JSON.parse(JSON.stringify(frame)) as { [key: string]: Json };
  let place: { [key: string | number]: Json } = copy;
  for (const key of path.slice(0, -1)) place = place[key] as { [key: string]: Json };
  const last = path[path.length - 1];
  if (to !== undefined) place[last] = to;
  else if (Array.isArray(place)) place.splice(last as number, 1);
  else delete place[last];
  return copy as unknown as Frame;
}

/** The engine survives a rule that throws; here none may. */
function run(frame: Frame): Diagnosis {
  for (const rule of rules) rule.match(frame);
  const diagnosis = diagnose(frame);
  const reason = renderReason(diagnosis, {}, 3300);
  expect(jsonBytes(reason)).toBeLessThanOrEqual(3300);
  expect(reason).not.toMatch(/undefined|NaN|\[object/);
  return diagnosis;
}

/** A spread of places, the same in every run: all the shallow ones, and of the deep ones every nth. */
function some(frame: Frame, deep: number): readonly Path[] {
  const all = paths(frame as unknown as Json).filter((p) => p[0] !== 'at');
  const shallow = all.filter((p) => p.length <= 2);
  const rest = all.filter((p) => p.length > 2);
  const step = Math.max(1, Math.floor(rest.length / deep));
  return [...shallow, ...rest.filter((_, i) => i % step === 0)];
}

describe('missing facts', () => {
  test.each(fixtures)('$id/$name', ({ frame }) => {
    const [before] = run(frame).causes;
    for (const path of some(frame, 12)) {
      // an item of a list can be missing, it cannot be null
      for (const to of typeof path[path.length - 1] === 'number' ? [undefined] : [undefined, null]) {
        const [after] = run(change(frame, path, to)).causes;
        // Knowing less never makes an uncertain answer certain.
        if (before?.certainty === 'possible' && after?.id !== before.id && !after?.plain) {
          expect({ path, cause: after?.id, certainty: after?.certainty === 'certain' ? 'certain' : 'less' }).toEqual({ path, cause: after?.id, certainty: 'less' });
        }
      }
    }
  });
});

describe('other orders', () => {
  const reversed = (value: Json, key?: string): Json => {
    if (Array.isArray(value)) return /^(tasks|containers|deployments|events|attachments|targetGroups|containerDefinitions|unavailable)$/.test(key ?? '') || key === 'TG' ? [...value].reverse().map((v) => reversed(v)) : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v, k)]));
  };
  test.each(fixtures)('$id/$name', ({ frame }) => {
    const [before] = run(frame).causes;
    const [after] = run(reversed(frame as unknown as Json) as unknown as Frame).causes;
    expect([after.id, after.container, after.certainty]).toEqual([before.id, before.container, before.certainty]);
  });
});

describe('cut texts', () => {
  test.each(fixtures)('$id/$name', ({ frame }) => {
    for (const share of [0.9, 0.6, 0.3]) {
      const text = JSON.stringify(frame, (key, value: unknown) => (
        /^(stoppedReason|reason|message|statusReason|rolloutStateReason|resourceStatusReason|Description)$/.test(key) && typeof value === 'string'
          ? value.slice(0, Math.ceil(value.length * share)) : value));
      run(JSON.parse(text) as Frame);
    }
  });
});

describe('nonsense', () => {
  test.each([
    [{ at: '' }],
    [{ at: 'yesterday', service: {}, tasks: [{}], taskDefinition: {}, targetHealth: {}, logs: {} }],
    [{ at: '2026-01-01T00:00:00Z', tasks: [{ containers: [{}] }, { lastStatus: 'STOPPED' }], service: { deployments: [{}], events: [{}], loadBalancers: [{}] } }],
    [{ at: '2026-01-01T00:00:00Z', targetHealth: { x: [{}] }, targetGroups: [{}], unavailable: [{ what: 'tasks' }], logs: { web: { t: [{}] } } }],
    [{ at: '2026-01-01T00:00:00Z', taskDefinition: { containerDefinitions: [{}] }, previousTaskDefinition: { containerDefinitions: [{ name: 'web' }] } }],
  ] as readonly (readonly [Frame])[])('%j', (frame) => {
    const { causes } = run(frame);
    expect(causes.filter((c) => c.certainty === 'certain')).toEqual([]);
  });
});
