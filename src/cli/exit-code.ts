import { Ended, EXIT, UsageError } from './exit';
import { flat } from '../presentation/plain';

/** That of a command: an error ends it with one line, never with a stack trace. */
export async function exitCodeOf(action: Promise<number>): Promise<number> {
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
