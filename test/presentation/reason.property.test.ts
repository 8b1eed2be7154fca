import * as fc from 'fast-check';
import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { Unavailable } from '../../src/facts/model';
import { parseRecording } from '../../src/facts/replay';
import { messageLines } from '../../src/presentation/message';
import { jsonBytes, renderReason } from '../../src/presentation/reason';
import { MAX_HEADLINE } from '../../src/presentation/short-headline';
import { renderFull } from '../../src/presentation/terminal';

/** What breaks byte counts and tools: multi-byte, quotes, newlines, control characters, lone surrogates, the word that hides events. */
const awkward = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('"\\"\n\r\t', '\u0000\u0007\u001b[31m', '日本語のログ '.repeat(40), '😀'.repeat(200), 'request canceled', 'Resource creation CANCELLED', '\u2028\u2029', '\ud800', 'x'.repeat(5000)),
);
const few = fc.array(awkward, { maxLength: 6 });

const cause: fc.Arbitrary<Cause> = fc.record({
  id: fc.constantFrom('app-crashed', 'image-pull-network', 'health-check-grace-too-short'),
  title: fc.constant('title'),
  stage: fc.constant('run' as const),
  certainty: fc.constantFrom('certain' as const, 'probable' as const, 'possible' as const),
  retry: fc.constant('maybe' as const),
  symptomOnly: fc.boolean(),
  waiting: fc.constant(false),
  container: fc.option(awkward),
  tasks: few,
  headline: awkward.map((text) => `verdict ${text}`),
  elastic: few,
  evidence: few,
  facts: few,
  fix: awkward.map((text) => `do ${text}`),
  docs: fc.constant('https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting.html'),
});

/** A recording made by hand may name what could not be read as it likes. */
function asRecorded(unavailable: readonly object[]): readonly Unavailable[] {
  const frame = { at: '2026-11-23T10:00:00.000Z', unavailable };
  return parseRecording(JSON.stringify({ recording: 1, frames: [frame] })).frames[0].unavailable ?? [];
}

const diagnosis: fc.Arbitrary<Diagnosis> = fc.record({
  status: fc.constantFrom('failed' as const, 'in-progress' as const),
  causes: fc.array(cause, { minLength: 1, maxLength: 4 }),
  summary: fc.record({ failedTasks: fc.nat(), desiredCount: fc.option(fc.nat()), taskDefinition: fc.option(awkward), changes: few }),
  impact: awkward,
  log: fc.option(fc.record({
    container: awkward,
    task: awkward,
    lines: fc.array(fc.record({ timestamp: fc.nat(), message: awkward }), { maxLength: 60 }),
    omitted: fc.nat(),
    missing: fc.option(awkward),
  })),
  unavailable: fc.array(fc.record({ what: awkward, error: awkward, message: awkward }), { maxLength: 3 }).map(asRecorded),
});
const context = fc.record({ because: awkward, logStream: fc.constant('2026/11/23/[$LATEST]0f3a'), logLines: fc.integer({ min: 0, max: 100 }) }, { requiredKeys: [] });

test('the reason keeps its budget of bytes in a JSON document', () => {
  fc.assert(fc.property(diagnosis, context, fc.integer({ min: 400, max: 3300 }), (d, c, budget) => {
    const reason = renderReason(d, c, budget);
    expect(Buffer.byteLength(JSON.stringify(reason), 'utf8') - 2).toBe(jsonBytes(reason));
    expect(jsonBytes(reason)).toBeLessThanOrEqual(budget);
  }), { numRuns: 300 });
});

test('headline, fix and AWS\'s words always fit; the verdict is the first line', () => {
  fc.assert(fc.property(diagnosis, context, fc.integer({ min: 2500, max: 3300 }), (d, c, budget) => {
    const lines = renderReason(d, c, budget).split('\n');
    expect(lines[0].length).toBeLessThanOrEqual(MAX_HEADLINE);
    expect(lines[0]).toContain(`[${d.causes[0].id}]`);
    expect(lines.filter((l) => l.startsWith('fix: '))).toHaveLength(1);
    if (d.causes[0].evidence.some((e) => e.trim())) expect(lines.some((l) => l.startsWith('aws: '))).toBe(true);
    if (c.logStream) expect(lines[lines.length - 1]).toBe('CloudWatch Log Stream: 2026/11/23/[$LATEST]0f3a');
  }), { numRuns: 300 });
});

test('lines are flat, and the reason of a stack event is without the word that hides it', () => {
  fc.assert(fc.property(diagnosis, context, (d, c) => {
    for (const { text } of messageLines(d, c)) expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    expect(renderReason(d, c, 3300)).not.toMatch(/cancell?ed/i);
  }), { numRuns: 300 });
});

test('no secret leaves, at any place of a text', () => {
  const secrets = fc.constantFrom(
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['password=hunter2-not-real', 'hunter2-not-real'],
    ['postgres://app:s3cr3t-value@db:5432/app', 's3cr3t-value'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'abcdefghijklmnop1234'],
    ['own-pattern-4711', '4711'],
  );
  fc.assert(fc.property(diagnosis, secrets, fc.nat(3), fc.integer({ min: 400, max: 3300 }), (d, [text, secret], where, budget) => {
    const [first] = d.causes;
    const put = { ...first, ...[{ headline: `broke: ${text} at start`, elastic: [text] }, { evidence: [text] }, { facts: [text] }, { fix: text }][where] };
    const log = { container: 'web', task: 't', omitted: 0, missing: null, lines: [{ message: `using ${text}` }] };
    const all = { ...d, causes: [put, ...d.causes.slice(1)], log };
    const options = { redact: ['own-pattern-\\d+'] };
    expect(renderFull(all, options) + renderReason(all, options, budget)).not.toContain(secret);
  }), { numRuns: 200 });
});
