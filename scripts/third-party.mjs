// Any CDK app with and without the diagnosis (test/third-party).
import { runBundled } from './bundled.mjs';

await runBundled('third-party');
