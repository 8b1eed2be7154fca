// The live kit (test/live, docs/live.md).
import { spawnSync } from 'node:child_process';
import { runBundled } from './bundled.mjs';

const words = process.argv.slice(2);
// The tests deploy the bundle of the watcher.
if (!words.includes('--list') && !words.includes('--help')) {
  const { status, stderr } = spawnSync('npx', ['projen', 'bundle'], { encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(stderr);
    process.exit(status ?? 1);
  }
}
const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
process.env.LIVE_COMMIT ??= stdout?.trim() ?? '';
await runBundled('live', { outlivesInterrupt: true });
