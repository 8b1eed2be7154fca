/*
 * Verifies the snapshots of the apps in test/integ with the AWS CDK's integ-runner; no AWS account is needed.
 *   node scripts/integ.mjs [--update] [integ.NAME.ts ...]
 * --update writes the snapshots that differ, without a deployment.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tests = process.argv.slice(2).filter((arg) => arg !== '--update');
const unknown = tests.find((test) => !existsSync(join(root, 'test', 'integ', test)));
if (unknown !== undefined) {
  process.stderr.write(`there is no ${unknown} in test/integ: give names such as integ.drop-in.ts\n`);
  process.exit(2);
}
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_DEPRECATED: 'quiet' };
const app = `node -r ${JSON.stringify(join(root, 'scripts', 'typescript.cjs'))} {filePath}`;

function run(...options) {
  const args = ['--directory', 'test/integ', '--language', 'typescript', '--app', app, '--max-workers', '3', '--strict', ...options, ...tests];
  return spawnSync(join(root, 'node_modules', '.bin', 'integ-runner'), args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

// It is red if a resource would be replaced or deleted, although it has written the snapshots: the second run judges them.
if (process.argv.includes('--update')) run('--update-on-failed', '--dry-run');
process.exitCode = run();
