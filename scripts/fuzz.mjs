// What must hold for every input, tried with inputs at random (test/fuzz).
import { runBundled } from './bundled.mjs';

await runBundled('fuzz');
