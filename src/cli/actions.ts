import { causes } from './causes';
import { completion } from './completion';
import { demo } from './demo';
import { Ended, EXIT, UsageError } from './exit';
import { explain } from './explain';
import { Actions } from './program';
import { record } from './record';
import { replay } from './replay';
import { watch } from './watch/command';

/** What the commands do, and how they end: never with a stack trace. */
export const actions: Omit<Actions, 'version'> = {
  explain: (...given) => told(explain(...given)),
  watch: (...given) => told(watch(...given)),
  record: (...given) => told(record(...given)),
  replay: (...given) => told(replay(...given)),
  causes: (...given) => told(causes(...given)),
  demo: (...given) => told(demo(...given)),
  completion: (...given) => told(completion(...given)),
};

async function told(action: Promise<number>): Promise<number> {
  try {
    return await action;
  } catch (error) {
    process.stderr.write(`ecs-why: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof Ended) return error.code;
    return error instanceof UsageError ? EXIT.usage : EXIT.couldNotLook;
  }
}
