import { Fault, passes } from './aws/faults';

/** What a command that looks again and again has printed about facts that it cannot read. */
export interface Notices {
  /** Lines about facts that cannot be read; each is printed once. */
  readonly notices: readonly string[];
  /** AWS throttles the calls, so the looks are rarer. */
  readonly throttled: boolean;
  /** AWS does not accept the credentials. */
  readonly expired?: boolean;
}

/** `lines`: those to print now. A fault that passes is printed again if it comes back. */
export function noticesAfter(before: Notices, faults: readonly Fault[]): Notices & { readonly lines: readonly string[] } {
  const throttled = faults.some((fault) => fault.kind === 'throttled');
  const lines = [...new Set(faults.map((fault) => fault.line))].filter((line) => !before.notices.includes(line));
  const lasting = faults.filter((fault) => !passes(fault)).map((fault) => fault.line);
  const passing = faults.filter(passes).map((fault) => fault.line);
  const areRenewed = before.expired === true && !faults.some((fault) => fault.kind === 'credentials');
  const kept = before.notices.filter((line) => !/ (this time|not read): /.test(line) && !(areRenewed && OF_CREDENTIALS.test(line)));
  return {
    throttled,
    expired: faults.some((fault) => fault.kind === 'credentials'),
    notices: [...new Set([...kept, ...lasting, ...passing])].slice(-20),
    lines: [
      ...lines,
      ...before.throttled && !throttled ? ['AWS answers again'] : [],
      ...areRenewed ? ['AWS accepts the credentials again'] : [],
    ],
  };
}

/** The lines of such faults (aws/faults.ts). */
const OF_CREDENTIALS = /^(?:the AWS credentials have expired|no AWS credentials|not signed in|AWS does not accept the credentials)\b/;

/** Seconds. Longest pause between two looks while AWS throttles. */
const MAX_PAUSE_SECONDS = 30;

/** Seconds until the next look, after a look that AWS has throttled. @param pause the one before */
export function pauseWhileThrottled(pause: number): number {
  return Math.min(MAX_PAUSE_SECONDS, pause * 2);
}
