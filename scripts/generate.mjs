#!/usr/bin/env node
/*
 * Writes what follows from the folders of causes: the list of ids in src/contract.ts, src/diagnosis/causes/index.ts (static imports,
 * because it must bundle), abouts.ts beside it, docs/causes.md, and the table of causes in the README. From scripts/arrows.json: the table
 * of rooms in .github/CONTRIBUTING.md. From docs/soak.json: the result of the soak in docs/how-it-works.md. `--check` writes nothing and
 * fails when a file is out of date.
 *
 * `npm run generate` runs it, and then the tests that write expected.txt and the table of docs/how-it-works.md.
 *
 *   node scripts/generate.mjs [--check]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { causeFolders, missingFiles } from './generate/cause-folders.mjs';
import { causesPage } from './generate/causes-page.mjs';
import { roomsTable } from './generate/rooms.mjs';
import { soakText } from './generate/soak.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const causes = join(root, 'src', 'diagnosis', 'causes');
const NOTE = '// Generated from the folders beside it: npm run generate\n';

/** A generated file: imports, then a constant with one line for each cause, in brackets. */
function source(imports, constant, [open, close], lines) {
  return [NOTE + imports.join('\n'), '', `${constant} = ${open}`, ...lines, `${close};`, ''].join('\n');
}

function index(list) {
  const imports = list.map(({ family, id, name }) => `import { ${name} } from './${family}/${id}/rule';`);
  const lines = list.map(({ name }) => `  ${name},`);
  return source(["import { Rule } from '../model';", ...imports], 'export const rules: readonly Rule[]', '[]', lines);
}

function abouts(list) {
  const imports = list.map(({ family, id, name }) => `import { about as ${name} } from './${family}/${id}/about';`);
  const types = ["import { CauseId } from '../../contract';", "import { About } from '../model';"];
  const constant = '/** By cause id. */\nexport const abouts: { readonly [id in CauseId]: About }';
  return source([...types, ...imports], constant, '{}', list.map(({ id, name }) => `  '${id}': ${name},`));
}

/** src/contract.ts with the ids of all causes between its markers, sorted. */
function contract(text, list) {
  const ids = list.map(({ id }) => `  '${id}',`).sort();
  return between(text, '  // causes: npm run generate\n', '  // /causes\n', `${ids.join('\n')}\n`);
}

/** The text with other content between two markers; unchanged if it lacks them. */
function between(text, start, end, content) {
  const from = text.indexOf(start), to = text.indexOf(end);
  return from < 0 || to < from ? text : `${text.slice(0, from + start.length)}${content}${text.slice(to)}`;
}

/** The rules and descriptions themselves, bundled from the sources, so that the pages cannot differ from them. */
function load() {
  const out = mkdtempSync(join(tmpdir(), 'generate-'));
  try {
    const outfile = join(out, 'causes.js');
    const contents = [
      "export { rules } from './index';",
      "export { abouts } from './abouts';",
      "export { policyInWords } from '../../decision/policy-in-words';",
    ].join('\n');
    const stdin = { contents, resolveDir: causes, loader: 'ts' };
    buildSync({ stdin, bundle: true, platform: 'node', target: 'node20', outfile, logLevel: 'error' });
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

const START = '<!-- causes: npm run generate -->';
const END = '<!-- /causes -->';

/** The README with its table. */
function readme(text, catalogue) {
  return between(text, START, END, `\n${table(catalogue)}\n`);
}

const check = process.argv.includes('--check');
let stale = 0;

function put(path, content) {
  if (existsSync(path) && readFileSync(path, 'utf8') === content) return;
  if (check) {
    stale += 1;
    process.stderr.write(`${relative(root, path)} is out of date: run npm run generate\n`);
  } else {
    writeFileSync(path, content);
  }
}

const list = causeFolders(causes);
const missing = missingFiles(causes, list);
if (missing.length) {
  process.stderr.write(`${missing.join('\n')}\n`);
  process.exit(1);
}
const CONTRACT = join(root, 'src', 'contract.ts');
put(CONTRACT, contract(readFileSync(CONTRACT, 'utf8'), list));
put(join(causes, 'index.ts'), index(list));
put(join(causes, 'abouts.ts'), abouts(list));
const catalogue = load();
const families = byFamily(catalogue.rules).map(([family, rules]) => [title(family), rules]);
put(join(root, 'docs', 'causes.md'), causesPage(families, catalogue, causes));
put(join(root, 'README.md'), readme(readFileSync(join(root, 'README.md'), 'utf8'), catalogue));
const GUIDE = join(root, '.github', 'CONTRIBUTING.md');
const arrows = JSON.parse(readFileSync(join(root, 'scripts', 'arrows.json'), 'utf8'));
put(GUIDE, between(readFileSync(GUIDE, 'utf8'), '<!-- rooms: npm run generate -->\n', '<!-- /rooms -->', roomsTable(arrows)));
const HOW = join(root, 'docs', 'how-it-works.md');
const soak = JSON.parse(readFileSync(join(root, 'docs', 'soak.json'), 'utf8'));
put(HOW, between(readFileSync(HOW, 'utf8'), '<!-- soak: docs/soak.json, npm run generate -->\n', '<!-- /soak -->', soakText(soak)));
process.exitCode = stale ? 1 : 0;
