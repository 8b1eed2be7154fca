import { causes } from './causes';
import { completion } from './completion';
import { demo } from './demo/command';
import { Ended, EXIT, UsageError } from './exit';
import { explain } from './explain';
import { follow } from './follow/command';
import { Actions } from './program';
import { record } from './record';
import { replay } from './replay';
import { watch } from './watch/command';
import { flat } from '../presentation/plain';

/** The commands. Each ends with an exit code, and an error with one line: never with a stack trace. */
export const actions: Actions = {
  explain: (...given) => exitCodeOf(explain(...given)),
  follow: (...given) => exitCodeOf(follow(...given)),
  watch: (...given) => exitCodeOf(watch(...given)),
  record: (...given) => exitCodeOf(record(...given)),
  replay: (...given) => exitCodeOf(replay(...given)),
  causes: (...given) => exitCodeOf(causes(...given)),
  demo: (...given) => exitCodeOf(demo(...given)),
  completion: (...given) => exitCodeOf(completion(...given)),
};

async function exitCodeOf(action: Promise<number>): Promise<number> {
  try {
    return await action;
  } catch (error) {
    process.stderr.write(`ecs-why: ${textOf(error)}\n`);
    if (error instanceof Ended) return error.code;
    return error instanceof UsageError ? EXIT.usage : EXIT.couldNotLook;
  }
}

/** The errors of the commands have cleaned their texts, line by line. */
function textOf(error: unknown): string {
  if (error instanceof Ended || error instanceof UsageError) return error.message;
  return flat(error instanceof Error ? error.message : String(error));
}
