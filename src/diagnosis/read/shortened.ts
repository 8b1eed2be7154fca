import { ReadLine } from './log-errors';
import { loudness } from './logline';

/**
 * Lines of one log that the rules read; each of them asks many patterns. CloudWatch Logs takes 1 MB an event, which can be half a million
 * lines, and a look has a second for the logs of six tasks.
 */
const HEAD = 2000;
const TAIL = 6000;
/** Errors between both that are read, too. */
const MOST_ERRORS = 200;
/** Characters that loudness asks for; a longer line is a dump. */
const TOLD = 300;

interface Shortened {
  readonly lines: readonly ReadLine[];
  /** How many fewer these are. */
  readonly cut: number;
}

/** Both ends of a log, the first errors between them, and a line that says how many are not read. */
export function shortened(lines: readonly ReadLine[]): Shortened {
  if (lines.length <= HEAD + TAIL) return { lines, cut: 0 };
  const kept: ReadLine[] = [];
  const end = lines.length - TAIL;
  for (let i = HEAD; i < end && kept.length < MOST_ERRORS; i++) {
    if (!lines[i].mild && loudness((lines[i].message ?? '').slice(0, TOLD)) >= 4) kept.push(lines[i]);
  }
  const unread = end - HEAD - kept.length;
  const note = `[... ${unread.toLocaleString('en-US')} lines that are not read ...]`;
  const noted: ReadLine = { timestamp: lines[HEAD].timestamp, message: note, mild: true };
  const made = [...lines.slice(0, HEAD), noted, ...kept, ...lines.slice(end)];
  return { lines: made, cut: lines.length - made.length };
}
