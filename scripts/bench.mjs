// The benchmarks (test/bench).
import { runBundled } from './bundled.mjs';

await runBundled('bench');
