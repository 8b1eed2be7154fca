import { MatchTime, Redactors, redacted } from '../../src/presentation/own-patterns';
import * as redact from '../../src/presentation/redact';
import * as source from '../../src/presentation/redaction/source';

// The masks of one text and a pass of the built-in patterns take this long, on a clock that nothing else moves.
const SLOW_MS = 150;
jest.mock('../../src/presentation/redaction/source', () => ({ __esModule: true, ...jest.requireActual<typeof source>('../../src/presentation/redaction/source') }));
jest.mock('../../src/presentation/redact', () => ({ __esModule: true, ...jest.requireActual<typeof redact>('../../src/presentation/redact') }));

let now = 0;
beforeEach(() => { jest.spyOn(performance, 'now').mockImplementation(() => now); });
afterEach(() => jest.restoreAllMocks());

function slow<T extends object, K extends keyof T>(module: T, name: K): void {
  const made = module[name] as (...args: unknown[]) => unknown;
  jest.spyOn(module as Record<string, (...args: unknown[]) => unknown>, name as string).mockImplementation((...args) => {
    now += SLOW_MS;
    return made(...args);
  });
}

const TEXTS = ['cust-1 a', 'cust-2 b', 'cust-3 c', 'no match'];
const all = ({ redact: one }: Redactors) => TEXTS.map(one);

test('the masks take of the time of the patterns: when it is over, the other texts are masked as a whole, and the fault is named', () => {
  slow(source, 'masked');
  expect(redacted(['cust-\\d'], 2 * SLOW_MS, all)).toEqual({ made: ['*** a', '*** b', '***', '***'], faults: ['the patterns of redact took too long'] });
});

test('so they do of the time that several messages share', () => {
  slow(source, 'masked');
  const time = new MatchTime(2 * SLOW_MS);
  expect(redacted(['cust-\\d'], 10_000, all, { time }).faults).toEqual(['the patterns of redact took too long']);
  expect(redacted(['cust-\\d'], 10_000, all, { time }).made).toEqual(TEXTS.map(() => '***'));
});

test('what the built-in patterns take is not theirs', () => {
  slow(redact, 'secrets');
  expect(redacted(['cust-\\d'], 2 * SLOW_MS, all)).toEqual({ made: ['*** a', '*** b', '*** c', 'no match'], faults: [] });
  expect(now).toBeGreaterThanOrEqual(3 * SLOW_MS);
});
