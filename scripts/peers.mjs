/*
 * Runs the tests of the constructs with the newest aws-cdk-lib and constructs, installed in a directory of their own
 * (npm test runs the same tests on the floor of the peer range), and type-checks the library against their declarations.
 *   node scripts/peers.mjs [--aws-cdk-lib VERSION] [--constructs VERSION] [arguments of jest]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rest = process.argv.slice(2);
function option(name) {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? 'latest' : rest.splice(at, 2)[1];
}
const versions = { 'aws-cdk-lib': option('aws-cdk-lib'), 'constructs': option('constructs') };
const wanted = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
// Needs aws-cdk-lib 2.257.
if (versions['aws-cdk-lib'] === 'latest') wanted.push('cdk-nag-3@npm:cdk-nag@^3');

const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_DEPRECATED: 'quiet' };
// npm hands its own settings to child processes as variables.
for (const name of Object.keys(env)) if (/^npm_(config_omit|package|lifecycle)/.test(name)) delete env[name];
const home = mkdtempSync(join(tmpdir(), 'peers-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: home, env, stdio: 'inherit' });
const tool = (name) => join(root, 'node_modules', '.bin', name);
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

try {
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'peers', private: true }));
  // cdk-nag is installed beside them: it must load the same aws-cdk-lib as the library.
  run('npm', 'install', '--silent', '--no-audit', '--no-fund', ...wanted, `cdk-nag@${devDependencies['cdk-nag']}`);
  for (const name of Object.keys(versions)) {
    console.log(`${name} ${JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8')).version}`);
  }
  for (const part of ['src', 'test', 'assets/watcher', 'SECURITY.md']) {
    cpSync(join(root, part), join(home, part), { recursive: true });
  }
  const compilerOptions = {
    target: 'ES2022',
    module: 'CommonJS',
    moduleResolution: 'node10',
    lib: ['es2022'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['src/index.ts'] }));
  run(tool('tsc'), '-p', home);
  const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } } };
  const config = {
    rootDir: home,
    testEnvironment: 'node',
    testMatch: ['<rootDir>/test/constructs/**/*.test.ts'],
    moduleFileExtensions: ['ts', 'js', 'json', 'node'],
    // Everything but the peers comes from the repository.
    modulePaths: [join(root, 'node_modules')],
    transform: { '^.+\\.ts$': [join(root, 'node_modules', '@swc', 'jest'), swc] },
    maxWorkers: 2,
    testTimeout: 60_000,
  };
  writeFileSync(join(home, 'jest.config.json'), JSON.stringify(config));
  // --silent: newer versions of aws-cdk-lib print what they think of every template.
  run(tool('jest'), '--ci', '--silent', '--config', join(home, 'jest.config.json'), ...rest);
} catch (error) {
  if (typeof error?.status !== 'number') throw error;
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
