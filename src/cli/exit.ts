import { flat } from '../presentation/plain';

/** Exit codes of every command; documented in docs/ecs-why.md and stable. */
export const EXIT = {
  /** The command did its work; `watch`: the stack operation completed; `follow`: the deployment got as far as `--until` asks. */
  ok: 0,
  /**
   * With `--exit-code`: at least one deployment has failed. `watch`: the stack operation failed or was rolled back, or `--fail-fast` ended
   * the watch. `follow`: a deployment has failed. `check`: something is missing (FAIL, or WARN with `--strict`). `demo`: a scenario did not
   * end as it should.
   */
  failed: 1,
  /**
   * Unknown command, option or argument. `check`, as other linters: whatever prevented the check, such as a file that cannot be read, no
   * credentials, no answer of AWS.
   */
  usage: 2,
  /** A required file or API could not be read. The answer covers what could be read. */
  couldNotLook: 3,
  /** No AWS credentials, expired or invalid ones, or no region. */
  credentials: 4,
  /** There is no such cluster, service, stack or cause, or no stack operation or deployment began in time. */
  notFound: 5,
  /** `follow`: no verdict within `--timeout`. */
  timedOut: 6,
  /** `follow`: a newer deployment replaced the followed one before it was complete. */
  superseded: 7,
  /** Ctrl-C: 128 + SIGINT, as in shells. */
  interrupted: 130,
} as const;

/** One line that can quote what the person has typed, and a list below it. */
function lineAnd(line: string, list: readonly string[]): string {
  return [flat(line), ...list.map((one) => `  ${flat(one)}`)].join('\n');
}

/** The person at the keyboard can correct this; shown as one line, and the list. */
export class UsageError extends Error {
  constructor(line: string, list: readonly string[] = []) {
    super(lineAnd(line, list));
  }
}

/** Ends the command with one line, a list below it, and this code. `passes`: another try may succeed. */
export class Ended extends Error {
  constructor(readonly code: number, line: string, readonly passes = false, list: readonly string[] = []) {
    super(lineAnd(line, list));
    this.name = 'Ended';
  }
}
