import { execFileSync } from 'child_process';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { folders } from './fixtures';
import { rules } from '../../src/diagnosis/causes';
import { abouts } from '../../src/diagnosis/causes/abouts';
import { diagnose } from '../../src/diagnosis/engine';
import { renderFull } from '../../src/presentation/terminal';
import { catalogue } from '../corpus/recordings';

/** Another id that may stand on top of a cause's recording. Empty is the goal. */
const ALSO_ON_TOP: { readonly [cause: string]: readonly string[] } = {};

describe.each(folders.filter(({ rule }) => rule.foundBy !== 'decision'))('$rule.id', ({ rule, path, fixtures }) => {
  test('has a recording', () => {
    expect(fixtures.map((f) => f.name)).not.toEqual([]);
  });

  test.each(fixtures)('takes the first place in $name', ({ frame }) => {
    expect([rule.id, ...ALSO_ON_TOP[rule.id] ?? []]).toContain(diagnose(frame).causes[0]?.id);
  });

  test('reads as expected.txt', () => {
    const text = fixtures.map(({ name, frame }) => `--- ${name}\n${renderFull(diagnose(frame))}\n`).join('\n');
    const golden = join(path, 'expected.txt');
    if (process.env.UPDATE) writeFileSync(golden, text);
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : 'missing: run with UPDATE=1').toBe(text);
  });
});

test.each(rules)('$id is described', (rule) => {
  const about = abouts[rule.id];
  expect(about.meaning).toMatch(/\.$/);
  expect(about.why.length).toBeGreaterThan(0);
  expect(about.remedy).toMatch(/\.$/);
  expect(rule.title.length).toBeLessThanOrEqual(60);
  expect(rule.docs).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});

test('a cause that the decision makes is in no frame, and has no recording', () => {
  const made = folders.filter(({ rule }) => rule.foundBy === 'decision');
  expect(made.map(({ rule, fixtures }) => [rule.id, fixtures.length])).toEqual([['deployment-not-progressing', 0]]);
  for (const { frame } of folders.flatMap(({ fixtures }) => fixtures)) expect(made.flatMap(({ rule }) => rule.match(frame) ?? [])).toEqual([]);
});

test('every cause of the catalogue has its rule, with the same family, title and class', () => {
  const plain = new Map(rules.map(({ id, family, title, retry, symptomOnly = false }) => [id, { id, family, title, retry, symptomOnly }]));
  const wanted = catalogue.filter((c) => c.id !== 'not-a-failure').map(({ id, family, title, retry, symptomOnly }) => ({ id, family, title, retry, symptomOnly }));
  expect(wanted.map(({ id }) => plain.get(id))).toEqual(wanted);
  for (const key of ['id', 'title'] as const) expect(new Set(rules.map((r) => r[key])).size).toBe(rules.length);
});

test('a folder bears the id and the family of its rule', () => {
  for (const { rule, path } of folders) expect(path.split(/[\\/]/).slice(-2)).toEqual([rule.family, rule.id]);
});

test('the generated files are fresh', () => {
  execFileSync(process.execPath, [join(__dirname, '..', '..', 'scripts', 'generate.mjs'), '--check']);
});
