import { readFileSync } from 'fs';
import { join } from 'path';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

interface Lines {
  /** A line, and parts of the secret in it. */
  readonly masked: readonly (readonly string[])[];
  readonly stays: readonly string[];
}

/** Written for this test, in the notations of the programs that they name. */
const kinds: { readonly [kind: string]: Lines } = JSON.parse(readFileSync(join(__dirname, 'redaction-kinds.json'), 'utf8'));

describe.each(Object.entries(kinds))('%s', (_, { masked, stays }) => {
  test.each(masked.map(([line, ...parts]) => [line, parts] as const))('%s', (line, parts) => {
    const made = redact(line);
    expect(parts.filter((part) => made.includes(part))).toEqual([]);
    expect(redact(made)).toBe(made);
  });

  test('what is no secret stays', () => {
    expect(stays.map(redact)).toEqual(stays);
  });
});
