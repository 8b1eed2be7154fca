/*
 * Plays the recipes of examples/ with the real tools: the AWS CLI in a virtual environment of Python, and Pulumi's packages with its mocks
 * (npm test has stand-ins for both). Terraform and Pulumi's engine are used if they are installed. Everything is installed in a temporary
 * folder, or in --tools FOLDER, which is kept for the next time.
 *
 *   node scripts/recipes.mjs [--tools FOLDER]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values: { tools: kept } } = parseArgs({ options: { tools: { type: 'string' } } });
const tools = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'recipes-'));
const run = (command, args, options = {}) => execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });

/** Update-stack has `--deployment-config` since then. */
const AWS_CLI = 'awscli>=1.46.3';
/** The newest that runs on Node 20; the example itself takes any of 3.x. */
const PULUMI = '@pulumi/pulumi@3.220.0';

function installAwsCli() {
  if (existsSync(join(tools, 'venv', 'bin', 'aws'))) return;
  run('python3', ['-m', 'venv', join(tools, 'venv')]);
  run(join(tools, 'venv', 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', AWS_CLI]);
}

/** Also a type check. */
function compilePulumi() {
  const folder = join(tools, 'pulumi');
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'examples', 'pulumi'), folder, { recursive: true });
  if (!existsSync(join(tools, 'node_modules', '@pulumi'))) {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    writeFileSync(join(tools, 'package.json'), JSON.stringify({ private: true }));
    const wanted = Object.entries(dependencies).filter(([name]) => name !== '@pulumi/pulumi').map(([name, range]) => `${name}@${range}`);
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts', PULUMI, ...wanted], { cwd: tools });
  }
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder, '--noEmit', 'false']);
}

let status = 1;
try {
  mkdirSync(join(tools, 'bin'), { recursive: true });
  installAwsCli();
  compilePulumi();
  writeFileSync(join(tools, 'bin', 'aws'), `#!/bin/sh\nexec '${join(tools, 'venv', 'bin', 'aws')}' "$@"\n`, { mode: 0o755 });
  if (spawnSync('terraform', ['version']).status !== 0) process.stdout.write('Terraform is not installed: its stand-in takes its place\n');
  const engine = ['pulumi', 'pulumi-language-nodejs', 'pulumi-resource-command']
    .filter((program) => spawnSync('which', [program]).status !== 0);
  if (engine.length) process.stdout.write(`Not installed, so that Pulumi's engine is not run: ${engine.join(', ')}\n`);
  ({ status } = spawnSync(process.execPath, [
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '--runInBand', 'test/recipes/recipes',
  ], { cwd: root, stdio: 'inherit', env: { ...process.env, RECIPE_TOOLS: tools } }));
} finally {
  if (!kept) rmSync(tools, { recursive: true, force: true });
}
process.exitCode = status ?? 1;
