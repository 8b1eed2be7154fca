import { spawnSync } from 'child_process';
import { join } from 'path';

/** Runs a probe (a file `probe.ts` of the benchmarks, bundled beside them) in a process of its own; what it prints is its result. */
export function inFreshProcess<T>(probe: string, ...args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(__dirname, `${probe}.js`), ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the probe ${probe} ${args.join(' ')} has failed: ${stderr}`);
  return JSON.parse(stdout) as T;
}
