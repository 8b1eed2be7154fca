import { isSummary } from './log-course';
import { LogError, openLines, ReadLine } from './log-errors';
import { isHint, isNoise, isStackLine } from './logline';
import { alternatives } from '../text';

/** Words of a program that refuses to run and logs no error: what it found, or what to do. */
const REFUSES = alternatives(
  String.raw`\balready\b|\bmust\b|\bplease\b|^\W*usage:|\bcan ?not\b|\brequire[sd]?\b|\bshould\b|\bunknown\b|\bmismatch`,
  String.raw`\bexpected\b|, but \b|\bneeds\b|\brefus|\binvalid\b|\bnot valid\b|\bmissing\b|\.\w{1,6}:\d+:\d+: \S`,
);
/** With a stack up to the end of the log, whatever its level is. */
const THROWN = /\w(?:Error|Exception): \S/;
const ROUTINE = /\b(?:info|debug|trace|notice|deprecat\w*|ready)\b|already (?:up|exists)/i;
/** Lines that are looked at; stacks do not count. */
const LAST = 8;

/** Where no line is an error: the last words of a program that ended with an exit code of its own. */
export function lastWords(lines: readonly ReadLine[]): LogError | undefined {
  let seen = 0;
  for (const { text, index } of [...openLines(lines)].reverse()) {
    if (seen >= LAST) return undefined;
    const { message = '' } = lines[index];
    if (isNoise(message) || isStackLine(message) || isHint(message)) continue;
    seen++;
    const endsRun = seen === 1 && index < lines.length - 1 && THROWN.test(text);
    if ((endsRun || REFUSES.test(text)) && !ROUTINE.test(text) && !isSummary(text)) return { text, index };
  }
  return undefined;
}
