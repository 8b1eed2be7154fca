import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Bundles `main.ts` of test/<name>, and beside it every file of that folder that runs in a process of its own (`*probe.ts`), then runs it
 * with the arguments of this process. The bundle lies two folders below the root, as the sources do: the constructs find the watcher's
 * bundle from there.
 *
 * `outlivesInterrupt`: the bundle decides what a signal does, and when both processes end.
 */
export async function runBundled(name, { outlivesInterrupt = false } = {}) {
  const source = join(root, 'test', name);
  const outdir = join(root, 'node_modules', `.${name}`);
  const probes = readdirSync(source, { recursive: true }).filter((file) => file.endsWith('probe.ts'));
  await build({
    entryPoints: ['main.ts', ...probes].map((file) => join(source, file)),
    outbase: source,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['aws-cdk-lib', 'constructs', 'esbuild', 'typescript'],
    logLevel: 'warning',
  });
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', JSII_DEPRECATED: 'quiet' };
  const main = [join(outdir, 'main.js'), ...process.argv.slice(2)];
  if (!outlivesInterrupt) {
    process.exitCode = spawnSync(process.execPath, main, { stdio: 'inherit', env }).status ?? 1;
    return;
  }
  process.exitCode = await endOf(spawn(process.execPath, main, { stdio: 'inherit', env }));
}

/**
 * The exit code of a process that decides by itself when both end. It gets the signals that reach this process alone, from `kill` or from a
 * supervisor; those of a terminal reach both, so it gets some twice.
 */
export async function endOf(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
