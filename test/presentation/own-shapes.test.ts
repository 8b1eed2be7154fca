import { readFileSync } from 'fs';
import { join } from 'path';
import { redactor } from '../../src/presentation/redact';
import { OWN_SHAPES } from '../../src/presentation/redaction/own-shapes';

const redact = redactor();

/**
 * A line for each row of the table, written backwards, so that secret scanners do not report this repository. The token ends the line.
 * It is made up, of one case with one digit where its alphabet allows that. So only its row gives it away, not that it looks random.
 */
const lines = (JSON.parse(readFileSync(join(__dirname, 'own-shape-examples.json'), 'utf8')) as readonly string[])
  .map((backwards) => [...backwards].reverse().join(''));

const rows = OWN_SHAPES.map(([, prefix, rest]) => ({
  row: `${prefix} ${rest}`, pattern: new RegExp(`(?:^| )${prefix.replace(/[.+](?!\\)/g, '\\$&')}(?:${rest})$`),
}));

test.each(rows)('$row: the token of its example is masked', ({ pattern }) => {
  const own = lines.filter((line) => pattern.test(line));
  expect(own).not.toEqual([]);
  for (const line of own) {
    const before = line.slice(0, line.lastIndexOf(' ') + 1);
    expect(redact(line)).toBe(`${before}***`);
    expect(redact(`started with ${line} after 2 s`)).toBe(`started with ${before}*** after 2 s`);
  }
});

test('each example belongs to one row, so that none can be taken away', () => {
  expect(lines.filter((line) => rows.filter(({ pattern }) => pattern.test(line)).length !== 1)).toEqual([]);
});
