import { ReadLine } from './log-errors';
import { isStackLine } from './logline';
import { telling } from './telling';

/** A failure that a log reports again and again until its end: nothing gets any further. */
interface Repeated {
  readonly text: string;
  readonly count: number;
  /** Place of the last one in the log. */
  readonly index: number;
}

const FAILS = /\berror|exception|\bfail|\bclosed: \d|refused|denied|unable to|cannot|can't|could not|couldn't|unavailable|unreachable|timed? ?out|not found/i;
const NONE = /\b(?:0|no) (?:errors?|failures?)\b/i;
const FEWEST = 3;
/** Lines after the last one; more of them are something else that goes on. */
const MOST_AFTER = 8;
const LONGEST = 400;

/** undefined: no failure is repeated at the end of the log. */
export function repeatedFailure(lines: readonly ReadLine[]): Repeated | undefined {
  const found = new Map<string, Repeated>();
  lines.forEach(({ message = '' }, index) => {
    const text = message.slice(0, LONGEST).trim();
    if (!FAILS.test(text) || NONE.test(text) || isStackLine(message)) return;
    // times, counts and ids differ
    const key = text.replace(/\b[0-9a-f]{8,}\b|\d+/gi, '*');
    found.set(key, { text: telling(text), index, count: (found.get(key)?.count ?? 0) + 1 });
  });
  return [...found.values()].filter(({ count, index }) => count >= FEWEST && lines.length - 1 - index <= MOST_AFTER)
    .sort((a, b) => b.count - a.count)[0];
}
