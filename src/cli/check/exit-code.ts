import { EXIT } from '../exit';
import { exitCodeOf } from '../exit-code';

/** 0, 1 and 2 as of linters: whatever prevents the check is 2. */
export async function checkExitCodeOf(action: Promise<number>): Promise<number> {
  const code = await exitCodeOf(action);
  return code === EXIT.ok || code === EXIT.failed ? code : EXIT.usage;
}
