#!/usr/bin/env node
/*
 * Writes what can be derived from the folders of causes: the list of ids in src/contract.ts, src/diagnosis/causes/index.ts (static imports,
 * because it must bundle), abouts.ts beside it, docs/causes.md, and the table of causes in the README. `--check` writes nothing and fails when a file is out of date.
 *
 *   node scripts/generate.mjs [--check]
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { causesPage } from './generate/causes-page.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const causes = join(root, 'src', 'diagnosis', 'causes');
const NOTE = '// Generated from the folders beside it: node scripts/generate.mjs\n';

/** [{family, id, name}] of every folder with a rule, by family and id. */
function folders() {
  const directories = (path) => readdirSync(path, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort();
  return directories(causes).flatMap((family) => directories(join(causes, family))
    .filter((id) => existsSync(join(causes, family, id, 'rule.ts')))
    .map((id) => ({ family, id, name: id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()) })));
}

function index(list) {
  const imports = list.map(({ family, id, name }) => `import { ${name} } from './${family}/${id}/rule';`);
  return `${NOTE}import { Rule } from '../model';\n${imports.join('\n')}\n\nexport const rules: readonly Rule[] = [\n${list.map(({ name }) => `  ${name},`).join('\n')}\n];\n`;
}

function abouts(list) {
  const imports = list.map(({ family, id, name }) => `import { about as ${name} } from './${family}/${id}/about';`);
  const entries = list.map(({ id, name }) => `  '${id}': ${name},`);
  return `${NOTE}import { CauseId } from '../../contract';\nimport { About } from '../model';\n${imports.join('\n')}\n\n/** By cause id. */\nexport const abouts: { readonly [id in CauseId]: About } = {\n${entries.join('\n')}\n};\n`;
}

/** src/contract.ts with the ids of all causes between its markers, sorted. */
function contract(text, list) {
  const ids = list.map(({ id }) => `  '${id}',`).sort();
  return between(text, '  // causes: node scripts/generate.mjs\n', '  // /causes\n', `${ids.join('\n')}\n`);
}

/** The text with a new part between two markers. Without the markers the text stays as it is. */
function between(text, start, end, content) {
  const from = text.indexOf(start), to = text.indexOf(end);
  return from < 0 || to < from ? text : `${text.slice(0, from + start.length)}${content}${text.slice(to)}`;
}

/** The rules and descriptions themselves, bundled from the sources so that the pages cannot say anything else. */
function load() {
  const out = mkdtempSync(join(tmpdir(), 'generate-'));
  try {
    const outfile = join(out, 'causes.js');
    const contents = "export { rules } from './index'; export { abouts } from './abouts';";
    buildSync({ stdin: { contents, resolveDir: causes, loader: 'ts' }, bundle: true, platform: 'node', target: 'node20', outfile, logLevel: 'error' });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const title = (family) => (family === 'iam' ? 'IAM' : family[0].toUpperCase() + family.slice(1).replace(/-/g, ' '));
const byFamily = (rules) => [...new Set(rules.map((r) => r.family))].map((family) => [family, rules.filter((r) => r.family === family)]);

/** One row a family with its count, for the README. */
function table({ rules }) {
  const rows = byFamily(rules).map(([family, list]) => `| ${title(family)} | ${list.length} |`);
  return ['| family | causes |', '|---|---|', ...rows].join('\n');
}

const START = '<!-- causes: node scripts/generate.mjs -->';
const END = '<!-- /causes -->';

/** The README's table, where it has a place for one. */
function readme(text, catalogue) {
  return between(text, START, END, `\n${table(catalogue)}\n`);
}

const check = process.argv.includes('--check');
let stale = 0;

function put(path, content) {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  if (check) {
    stale += 1;
    process.stderr.write(`${relative(root, path)} is out of date: run node scripts/generate.mjs\n`);
  } else {
    writeFileSync(path, content);
  }
}

const list = folders();
for (const { family, id } of list) {
  if (existsSync(join(causes, family, id, 'about.ts'))) continue;
  process.stderr.write(`src/diagnosis/causes/${family}/${id}/about.ts is missing: what the cause means, how it comes about, how to fix it\n`);
  process.exit(1);
}
const CONTRACT = join(root, 'src', 'contract.ts');
put(CONTRACT, contract(readFileSync(CONTRACT, 'utf8'), list));
put(join(causes, 'index.ts'), index(list));
put(join(causes, 'abouts.ts'), abouts(list));
const catalogue = load();
const families = byFamily(catalogue.rules).map(([family, rules]) => [title(family), rules]);
put(join(root, 'docs', 'causes.md'), causesPage(families, catalogue.abouts, causes));
put(join(root, 'README.md'), readme(readFileSync(join(root, 'README.md'), 'utf8'), catalogue));
process.exitCode = stale ? 1 : 0;
