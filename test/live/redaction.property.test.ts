import * as fc from 'fast-check';
import { Finding } from './model';
import { Report, toJson, toMarkdown } from './report';

// Wherever a secret is in a report, and wherever a text is cut: no piece of it is published.

const letters = (alphabet: string, length: number) => (
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
);
const HEX = '0123456789abcdef', DIGITS = '0123456789', LOWER = 'abcdefghijklmnopqrstuvwxyz', UPPER = LOWER.toUpperCase() + DIGITS;
const BASE64 = `${UPPER}${LOWER}+/`;

/** What must be hidden, in the text around it. */
const SECRETS: readonly fc.Arbitrary<readonly [secret: string, text: string]>[] = [
  letters(DIGITS, 12).filter((id) => id !== '111122223333').map((id) => [id, id]),
  letters(DIGITS, 12).map((id) => id.replace(/(\d{4})(\d{4})(\d{4})/, '$1-$2-$3')).map((id) => [id, id]),
  letters(UPPER, 16).map((id) => [id, `AKIA${id}`]),
  letters(UPPER, 16).map((id) => [id, `AROA${id}:session`]),
  letters(BASE64, 40).map((token) => [token, `FwoGZXIv${token}`]),
  letters(BASE64, 40).map((token) => [token, `IQoJb3Jp${token}`]),
  letters(LOWER, 9).map((name) => [name, `arn:aws:iam::111122223333:role/${name}`]),
  letters(LOWER, 9).map((name) => [name, `arn:aws:sts::111122223333:assumed-role/Admin/${name} x${name}`]),
  letters(HEX, 17).map((id) => [id, `subnet-${id}`]),
  letters(HEX, 17).map((id) => [id, `i-${id}`]),
  letters(HEX, 8).map((id) => [id, `vpce-${id}`]),
  letters(`${LOWER}${DIGITS}`, 10).map((id) => [id, `o-${id}`]),
  letters(LOWER, 10).map((name) => [name, `${name}@example.com`]),
  letters(`${LOWER}${DIGITS}`, 14).map((word) => [word, `password=${word}`]),
  fc.ipV4().map((address) => [address, address]),
  fc.ipV4().map((address) => [address.replace(/\./g, '-'), `ip-${address.replace(/\./g, '-')}.eu-west-1.compute.internal`]),
  fc.ipV6().filter((address) => address.length > 8 && !address.includes('.')).map((address) => [address, address]),
];

const report = fc.record({
  secret: fc.oneof(...SECRETS),
  // Reasons are cut at 160 characters.
  padding: fc.integer({ min: 0, max: 170 }),
  before: fc.constantFrom(' ', '"', '(', '\n', ', '),
  after: fc.constantFrom(' ', '"', ')', '\n', ', '),
}).map(({ secret: [secret, inner], padding, before, after }) => {
  const text = `${'x'.repeat(padding)}${before}${inner}${after}y`;
  const event = { at: '2026-01-05T09:00:00Z', eventId: '1', logicalId: 'Api', physicalId: text, type: 'T', status: 'CREATE_FAILED', reason: text };
  const operation = { kind: 'create', stackName: 's', stackId: 's', requestedAt: 0, endedAt: 0, events: [event], samples: [], gaps: 0 };
  const finding: Finding = { question: text, outcome: 'pass', answer: text };
  const made: Report = {
    report: 1, on: 'live AWS', date: '2026-01-05', region: 'eu-west-1', leftBehind: [text],
    tests: [{ id: 'L1', title: text, verdict: text, findings: [finding], recording: { operation, [text]: text } }],
  };
  return { secret, made };
});

test('no report has a piece of a secret', () => {
  fc.assert(fc.property(report, ({ secret, made }) => {
    const piece = Math.min(secret.length, 8);
    const pieces = Array.from({ length: secret.length - piece + 1 }, (_, at) => secret.slice(at, at + piece));
    for (const text of [toMarkdown(made), toJson(made)]) expect(pieces.filter((one) => text.includes(one))).toEqual([]);
  }), { numRuns: 500 });
});
