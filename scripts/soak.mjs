// Seeded deployments with everything that may go wrong (test/soak).
import { runBundled } from './bundled.mjs';

await runBundled('soak');
