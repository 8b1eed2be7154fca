#!/usr/bin/env node
/*
 * Writes what can be derived from the folders of causes: src/diagnosis/causes/index.ts (static imports, because it must bundle) and
 * abouts.ts beside it. `--check` writes nothing and fails when a file is out of date.
 *
 *   node scripts/generate.mjs [--check]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  const told = list.filter(({ family, id }) => existsSync(join(causes, family, id, 'about.ts')));
  const imports = told.map(({ family, id, name }) => `import { about as ${name} } from './${family}/${id}/about';`);
  return `${NOTE}import { About } from '../model';\n${imports.join('\n')}\n\n/** By cause id. */\nexport const abouts: { readonly [id: string]: About } = {\n${told.map(({ id, name }) => `  '${id}': ${name},`).join('\n')}\n};\n`;
}

const list = folders();
const files = { 'index.ts': index(list), 'abouts.ts': abouts(list) };
const check = process.argv.includes('--check');
let stale = 0;
for (const [name, content] of Object.entries(files)) {
  const path = join(causes, name);
  if (existsSync(path) && readFileSync(path, 'utf8') === content) continue;
  if (check) {
    stale += 1;
    process.stderr.write(`${relative(root, path)} is out of date: run node scripts/generate.mjs\n`);
  } else {
    writeFileSync(path, content);
  }
}
process.exitCode = stale ? 1 : 0;
