/*
 * Checks action.yml and the workflows among the examples with two linters: GitHub's own parser (schemas, expressions, inputs of an action),
 * and actionlint (names in expressions, untrusted input in a script, job dependencies, ...), which gets an action as a workflow of the same
 * steps. Uses of this repository's action are checked against action.yml.
 *
 *   node scripts/lint-action.mjs [FILE...]     prints FILE:LINE: MESSAGE, and exits with 1 if there is any
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { LineCounter, parse, parseDocument } from 'yaml';

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

/**
 * actionlint knows workflows only, and GitHub's parser checks the expressions of an action for their syntax alone. So the steps and the
 * outputs of a composite action become those of a job, each in its line, and its inputs those of `workflow_call`: then names are checked.
 */
function asWorkflow(text) {
  const { doc, lineOf } = withLines(text);
  const steps = doc.getIn(['runs', 'steps'], true);
  if (!steps?.items?.length) return undefined;
  const inputs = Object.fromEntries(Object.keys(doc.toJS().inputs ?? {}).map((name) => [name, { type: 'string' }]));
  const source = text.split('\n');
  const lines = source.map(() => '');
  const put = (line, content) => { lines[line - 1] = content; };
  const head = ['on: ' + JSON.stringify({ workflow_call: { inputs } }), 'jobs:', '  action:', '    runs-on: ubuntu-latest'];
  head.forEach((one, i) => put(i + 1, one));
  const outputs = doc.get('outputs')?.items ?? [];
  if (outputs.length) put(lineOf(outputs[0].key) - 1, '    outputs:');
  for (const { key, value } of outputs) put(lineOf(value.get('value', true)), `      ${key.value}: ${JSON.stringify(value.get('value'))}`);
  const first = lineOf(steps.items[0]);
  const indent = source[first - 1].search(/\S/);
  put(first - 1, '    steps:');
  for (let line = first; line <= lineOf(steps, 1); line++) put(line, source[line - 1] && ' '.repeat(6) + source[line - 1].slice(indent));
  return lines.join('\n');
}

/** An expression in a script of an action makes a part of the script from a text that its user has chosen, and no linter says so. */
function expressionsInScripts(text) {
  const { doc, lineOf } = withLines(text);
  return (doc.getIn(['runs', 'steps'])?.items ?? []).flatMap((step) => {
    const run = step.get('run', true);
    const [expression] = /\$\{\{.*?\}\}/.exec(run?.value ?? '') ?? [];
    return expression ? [{ line: lineOf(run), message: `"${expression}" in a script: give it to the script through env` }] : [];
  });
}

function withLines(text) {
  const counter = new LineCounter();
  const doc = parseDocument(text, { lineCounter: counter });
  return { doc, lineOf: ({ range }, end = 0) => counter.linePos(end ? range[1] - 1 : range[0]).line };
}

// The package's own entry prints with a module that Node 20 cannot load from there.
const { runLint } = require(join(root, 'node_modules', '@tktco', 'node-actionlint', 'build', 'run-lint.js'));
const { validate } = await githubParser();
const files = process.argv.length > 2 ? process.argv.slice(2) : filesToCheck();
let count = 0;
for (const file of files) {
  if (!existsSync(file)) throw new Error(`${file}: no such file`);
  const text = readFileSync(file, 'utf8');
  const workflow = isAction(file) ? asWorkflow(text) : text;
  const others = workflow === undefined ? [] : await runLint(workflow, file);
  const scripts = isAction(file) ? expressionsInScripts(text) : [];
  for (const { line, message } of [...await githubFindings(validate, file, text), ...others, ...scripts]) {
    process.stdout.write(`${relative(root, file)}:${line}: ${message}\n`);
    count++;
  }
}
process.stdout.write(`${files.length} files, ${count} findings\n`);
process.exitCode = count ? 1 : 0;
