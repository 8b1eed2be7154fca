import { execFileSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CAUSES, CauseFolder, folders } from './fixtures';
import { ROWS, tablesWith } from './tables';
import { rules } from '../../src/diagnosis/causes';
import { abouts } from '../../src/diagnosis/causes/abouts';
import { diagnose } from '../../src/diagnosis/engine';
import { Cause, Rule } from '../../src/diagnosis/model';
import { renderFull } from '../../src/presentation/terminal';
import { catalogue } from '../corpus/recordings';

/** Another id that may be on top of a cause's example. Empty is the goal. */
const ALSO_ON_TOP: { readonly [cause: string]: readonly string[] } = {};

/** In backticks: jest escapes quotation marks. */
const code = (name: string) => `\`${name}\``;

/** What to do about a folder without an example; undefined if it has one. */
function withoutExample({ rule, shortPath, fixtures }: CauseFolder): string | undefined {
  const problem = `${rule.id} has no example: add a line to ${shortPath}/examples.jsonl (its form is in test/corpus/README.md)`;
  return fixtures.length ? undefined : problem;
}

/** Where to look if a cause is given and should not be, or the other way round. */
function placeOf({ id, family }: Pick<Rule, 'id' | 'family'>): string {
  return tablesWith(id).join(' and ') || `src/diagnosis/causes/${family}/${id}/rule.ts`;
}

function notFound(rule: Rule): string {
  if (rule.foundBy !== 'facts' && !tablesWith(rule.id).length) return `it is in no table: add a row to ${ROWS}`;
  return `it is not found: ${placeOf(rule)} does not recognise this example, or another row above claims it`;
}

function notOnTop({ rule, shortPath }: CauseFolder, name: string, causes: readonly Cause[]): string {
  const isFound = causes.some(({ id }) => id === rule.id);
  const [top] = rules.filter(({ id }) => id === causes[0]?.id);
  const lower = 'it is found, too, but the other cause goes first (src/diagnosis/rank.ts). Make the pattern of the other cause narrower, or, if the '
    + `other cause is surer and this one explains it, name it in \`explains\` of ${shortPath}/rule.ts`;
  return [
    `${code(rule.id)} is not on top of its example ${code(name)} (${shortPath}).`,
    top ? `${code(top.id)} is, by ${placeOf(top)}.` : 'No cause is.',
    `${code(rule.id)}: ${isFound ? lower : notFound(rule)}.`,
  ].join(' ');
}

/** What has to be edited in about.ts and in the facts of rule.ts. */
function badlyDescribed({ rule, shortPath }: CauseFolder): readonly (string | false)[] {
  const { meaning, why, remedy } = abouts[rule.id];
  const isSentence = (text: string) => text.endsWith('.');
  return [
    !isSentence(meaning) && `${shortPath}/about.ts: \`meaning\` must be a sentence with a full stop`,
    !why.length && `${shortPath}/about.ts: \`why\` must have an item`,
    !isSentence(remedy) && `${shortPath}/about.ts: \`remedy\` must be a sentence with a full stop`,
    rule.title.length > 60 && `${shortPath}/rule.ts: \`title\` has ${rule.title.length} characters, at most 60 are allowed`,
    !rule.docs.startsWith('https://docs.aws.amazon.com/') && `${shortPath}/rule.ts: \`docs\` must be a page of https://docs.aws.amazon.com/`,
  ].filter(Boolean);
}

describe.each(folders.filter(({ rule }) => rule.foundBy !== 'decision'))('$rule.id', (folder) => {
  const { rule, path, shortPath, fixtures, nearby } = folder;

  test('has an example', () => {
    expect(withoutExample(folder)).toBeUndefined();
  });

  // jest refuses an empty table
  if (fixtures.length) {
    test.each(fixtures)('takes the first place in $name', ({ name, frame }) => {
      const { causes } = diagnose(frame);
      const right = [rule.id, ...ALSO_ON_TOP[rule.id] ?? []].includes(causes[0]?.id);
      expect(right ? undefined : notOnTop(folder, name, causes)).toBeUndefined();
    });
  }

  if (nearby.length) {
    test.each(nearby)('is not given by the nearby text $name', ({ name, text, frame }) => {
      const given = diagnose(frame).causes.some((cause) => cause.id === rule.id);
      const problem = `${code(name)} in ${shortPath}/examples.jsonl must not give ${code(rule.id)} (not: true), but it does: ${text}. `
        + `Make the pattern of ${code(rule.id)} narrower, or put the row of the right cause above it: ${placeOf(rule)}.`;
      expect(given ? problem : undefined).toBeUndefined();
    });
  }

  test('reads as expected.txt (npm run generate rewrites it: read the difference)', () => {
    const text = fixtures.map(({ name, frame }) => `--- ${name}\n${renderFull(diagnose(frame))}\n`).join('\n');
    const golden = join(path, 'expected.txt');
    if (process.env.UPDATE) writeFileSync(golden, text);
    const missing = `${shortPath}/expected.txt is missing: run npm run generate and read the text aloud`;
    expect(text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : missing);
  });
});

test.each(folders)('$rule.id is described', (folder) => expect(badlyDescribed(folder)).toEqual([]));

test('a cause that the decision makes is in no frame, and has no recording', () => {
  const made = folders.filter(({ rule }) => rule.foundBy === 'decision');
  expect(made.map(({ rule, fixtures }) => [rule.id, fixtures.length])).toEqual([['deployment-not-progressing', 0]]);
  for (const { frame } of folders.flatMap(({ fixtures }) => fixtures)) {
    expect(made.flatMap(({ rule }) => rule.match(frame) ?? [])).toEqual([]);
  }
});

test('every cause of the catalogue has its rule, with the same family, title and class', () => {
  const plain = new Map<string, object>(rules
    .map(({ id, family, title, retry, symptomOnly = false }) => [id, { id, family, title, retry, symptomOnly }]));
  const wanted = catalogue.filter((c) => c.id !== 'not-a-failure')
    .map(({ id, family, title, retry, symptomOnly }) => ({ id, family, title, retry, symptomOnly }));
  expect(wanted.map(({ id }) => plain.get(id))).toEqual(wanted);
  for (const key of ['id', 'title'] as const) {
    const twice = rules.filter((rule, index) => rules.findIndex((other) => other[key] === rule[key]) !== index);
    expect(twice.map((rule) => `src/diagnosis/causes/${rule.family}/${rule.id}/rule.ts: another cause has the ${key} "${rule[key]}"`)).toEqual([]);
  }
});

test('a folder bears the id and the family of its rule', () => {
  const foldersIn = (path: string) => readdirSync(path, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
  const onDisk = foldersIn(CAUSES).flatMap((family) => foldersIn(join(CAUSES, family)).map((id) => `${family}/${id}`))
    .filter((name) => readdirSync(join(CAUSES, name)).length > 0);
  const named = rules.map(({ family, id }) => `${family}/${id}`);
  const advice = 'run npm run generate; if that does not help, `id` or `family` in a rule.ts differs from the names of its folders';
  const problems = [
    ...onDisk.filter((name) => !named.includes(name)).map((name) => `the index has no rule for src/diagnosis/causes/${name}: ${advice}`),
    ...named.filter((name) => !onDisk.includes(name)).map((name) => `there is no folder src/diagnosis/causes/${name}: ${advice}`),
  ];
  expect(problems).toEqual([]);
});

// docs/causes.md quotes the expected texts that UPDATE=1 (npm run generate) has rewritten above.
test('the generated files are fresh', () => {
  execFileSync(process.execPath, [join(__dirname, '..', '..', 'scripts', 'generate.mjs'), ...(process.env.UPDATE ? [] : ['--check'])]);
});
