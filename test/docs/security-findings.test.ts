import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** `FILE`: name of a test; ... */
const REFERENCE = /`(test\/[\w./-]+\.test\.ts)`: ([^;|]+)/g;
const page = read('SECURITY.md');

function referencesIn(row: string): readonly (readonly [file: string, name: string])[] {
  return [...row.matchAll(REFERENCE)].map(([, file, name]) => [file, name.trim()]);
}

const rows = page.split('\n').filter((line) => /^\| V\d+ /.test(line));

test('every finding of the first attack is listed, in its order', () => {
  expect(rows.map((row) => /^\| (V\d+) /.exec(row)?.[1])).toEqual(Array.from({ length: 19 }, (_, i) => `V${i + 1}`));
});

test.each(rows.map((row) => [/V\d+[^|]*/.exec(row)?.[0].trim() ?? '', row]))('%s has a test of this name', (_, row) => {
  const references = referencesIn(row);
  expect(references.length).toBeGreaterThan(0);
  for (const [file, name] of references) expect(titlesIn(file)).toContainEqual(expect.stringContaining(name));
});

test('so has each threat', () => {
  const missing = referencesIn(page.slice(page.indexOf('## Threats'), page.indexOf('## Findings'))).filter(([file, name]) => !read(file).includes(name));
  expect(missing).toEqual([]);
});

/** First arguments of `test`, `describe` and what `each` makes of them. */
function titlesIn(file: string): readonly string[] {
  return [...read(file).matchAll(/(?:\b(?:test|describe)\(|\]\)\(|\)\)\(|\w\)\()(['`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map(([, , title]) => title.replace(/\\(.)/g, '$1'));
}
