import { ReadLine } from './log-errors';
import { isStackLine } from './logline';
import { telling } from './telling';
import { alternatives } from '../text';

/** A failure that a log reports again and again until its end: nothing gets any further. */
export interface Repeated {
  readonly text: string;
  readonly count: number;
  /** Place of the last one in the log. */
  readonly index: number;
}

const FAILS = alternatives(
  String.raw`\berror|exception|\bfail|\bclosed: \d|refused|denied|unable to|cannot|can't|could not|couldn't`,
  String.raw`unavailable|unreachable|timed? ?out|not found|\bwhat\(\): `,
);
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
    const key = keyOf(text);
    found.set(key, { text: telling(text), index, count: (found.get(key)?.count ?? 0) + 1 });
  });
  return [...found.values()].filter(({ count, index }) => count >= FEWEST && lines.length - 1 - index <= MOST_AFTER)
    .sort((a, b) => b.count - a.count)[0];
}

/** Warnings, and what a program waits for and does not find. */
const WARNS = /\bwarn(?:ing)?\b|\]? ?\bW \S+\]|\bno (?:\S+ ){1,8}(?:found|available|configured)\b|\bwaiting for\b|\bstill no\b/i;
const FEWEST_WARNINGS = 5;

/** The last thing that a log says, again and again, though the program calls it no error. undefined: it says something else at its end. */
export function repeatedWarning(lines: readonly ReadLine[]): Repeated | undefined {
  const last = lines.length - 1;
  const text = (lines[last]?.message ?? '').slice(0, LONGEST).trim();
  if (!WARNS.test(text) || NONE.test(text)) return undefined;
  const key = keyOf(text);
  const count = lines.filter(({ message = '' }) => keyOf(message.slice(0, LONGEST).trim()) === key).length;
  return count >= FEWEST_WARNINGS ? { text: telling(text), count, index: last } : undefined;
}

/** Times, counts and ids differ. */
function keyOf(text: string): string {
  return text.replace(/\b[0-9a-f]{8,}\b|\d+/gi, '*');
}

const COMPLAINS = new RegExp(`${FAILS.source}|\\bwarn|plain ?text|bad request|\\binvalid|unexpected|disallow|blocked|\\bDOWN\\b`, 'i');
/** A load balancer checks from each of its zones. */
const MOST_IN_A_ROUND = 4;

/**
 * What a container logs each time that its check comes: the words of the program about the check. Lines of one time are put together.
 * @param seconds the interval of the check
 */
export function saidAtEachCheck(lines: readonly ReadLine[], seconds: number): Repeated | undefined {
  const found = new Map<string, { readonly text: string; readonly index: number; readonly times: number[] }>();
  lines.forEach(({ message = '', timestamp }, index) => {
    const text = message.slice(0, LONGEST).trim();
    if (timestamp === undefined || !COMPLAINS.test(text) || NONE.test(text) || isStackLine(message)) return;
    const key = keyOf(text);
    const times = found.get(key)?.times;
    if (times) times.push(timestamp);
    else found.set(key, { text: telling(text), index, times: [timestamp] });
  });
  const [head, next] = [...found.values()].filter(({ times }) => isPaced(times, seconds * 1000));
  if (!head) return undefined;
  const more = next && next.index - head.index <= FEWEST ? `: ${next.text}` : '';
  return { text: head.text + more, index: head.index, count: head.times.length };
}

function isPaced(times: readonly number[], interval: number): boolean {
  const rounds = times.map((at) => Math.round((at - times[0]) / interval));
  const span = rounds[rounds.length - 1] + 1;
  return span >= FEWEST && new Set(rounds).size >= span * 0.8 && times.length <= span * MOST_IN_A_ROUND;
}
