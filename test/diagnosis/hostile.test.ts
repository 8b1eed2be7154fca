import { fixtures, run } from './hostile';
import { Frame } from '../../src/facts/model';

/** Lists of AWS that have no order; `TG` is a target group's name in test facts. */
const UNORDERED = /^(tasks|containers|deployments|events|attachments|targetGroups|containerDefinitions|unavailable|TG)$/;

describe('other orders', () => {
  const reversed = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return UNORDERED.test(key) ? [...value].reverse().map((item) => reversed(item)) : value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([name, item]) => [name, reversed(item, name)]));
  };
  test.each(fixtures)('$id/$name', ({ frame }) => {
    const [before] = run(frame).causes;
    const [after] = run(reversed(frame) as Frame).causes;
    expect([after.id, after.container, after.certainty]).toEqual([before.id, before.container, before.certainty]);
  });
});

describe('cut texts', () => {
  const TEXTS = /^(stoppedReason|reason|message|statusReason|rolloutStateReason|resourceStatusReason|Description)$/;
  const cut = (value: unknown, share: number, key = ''): unknown => {
    if (typeof value === 'string') return TEXTS.test(key) ? value.slice(0, Math.ceil(value.length * share)) : value;
    if (Array.isArray(value)) return value.map((item) => cut(item, share));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cut(item, share, name)]));
  };
  test.each(fixtures)('$id/$name', ({ frame }) => {
    for (const share of [0.9, 0.6, 0.3]) run(cut(frame, share) as Frame);
  });
});

describe('nonsense', () => {
  test.each([
    [{ at: '' }],
    [{ at: 'yesterday', service: {}, tasks: [{}], taskDefinition: {}, targetHealth: {}, logs: {} }],
    [{
      at: '2026-01-01T00:00:00Z',
      tasks: [{ containers: [{}] }, { lastStatus: 'STOPPED' }],
      service: { deployments: [{}], events: [{}], loadBalancers: [{}] },
    }],
    [{
      at: '2026-01-01T00:00:00Z',
      targetHealth: { x: [{}] },
      targetGroups: [{}],
      unavailable: [{ what: 'tasks' }],
      logs: { web: { t: [{}] } },
    }],
    [{
      at: '2026-01-01T00:00:00Z',
      taskDefinition: { containerDefinitions: [{}] },
      previousTaskDefinition: { containerDefinitions: [{ name: 'web' }] },
    }],
  ] as readonly (readonly [Frame])[])('%j', (frame) => {
    const { causes } = run(frame);
    expect(causes.filter((c) => c.certainty === 'certain')).toEqual([]);
  });
});
