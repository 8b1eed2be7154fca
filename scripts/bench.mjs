// Bundles the benchmarks (test/bench) and runs them. The bundle lies two folders below the root, as the sources do: the constructs
// find the watcher's bundle from there.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'test', 'bench');
const out = join(root, 'node_modules', '.bench');
await build({
  // what runs in a process of its own is a file of its own
  entryPoints: [join(source, 'main.ts'), ...readdirSync(source, { recursive: true }).filter((name) => name.endsWith('probe.ts')).map((name) => join(source, name))],
  outbase: source,
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: ['aws-cdk-lib', 'constructs', 'esbuild'],
  logLevel: 'warning',
});
const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_DEPRECATED: 'quiet' };
process.exitCode = spawnSync(process.execPath, [join(out, 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit', env }).status ?? 1;
