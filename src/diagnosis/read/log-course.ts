import { isNoise } from './logline';

/** Words for the end of a run. They only sum up: another line has the reason. */
const END = /\b(exiting|aborting|aborted|shutting down|stopping|stopped|terminating|quitting|giving up|gave up|bailing out|max(imum)? retries exceeded)\b/i;
const ENDED = /\b(exit(ed)?( \w+)?( with)?( exit)? (code|status)|exited( \(\d+\))?|died)\b|\bexited \(\d+\)/i;
/** `server failed`, `Failed to initialize server(s) addr.`, `could not start server`: a failure without its reason. */
const FAILED = /\b(failed|(fail(ed|ure)|could not|couldn't|cannot|unable) to (start|initiali[sz]e|boot|launch|run)|could not (start|initiali[sz]e|boot|run)|errors? found in)\b/i;
const NOT_NORMAL = /\b(did not|didn't) exit normally\b/i;
/** A line that is nothing but `fatal` or `error`. */
const BARE = /^\W*(fatal|error|panic|critical)( error)?\W*$/i;
/** Longer lines name what happened. */
const WORDS = 9;

/** Prefixes of the words of a line: time stamps, levels, `logger[pid]: `, `level=fatal msg=`, process tags. */
const BEFORE = /^(\s*(\[[^\]]*\]|\([^)]*\)|\d[\d:.,TZ+-]*|time="[^"]*"|level=\w+|msg=|\w*\s*(error|fatal|critical|alert|err)\b:?|\d+|[\w./-]+:(?=\s)))+\s*/i;

/** The line reports only that the run failed or ends, not the reason. */
export function isSummary(line: string): boolean {
  const text = line.trim();
  if (BARE.test(text) || NOT_NORMAL.test(text)) return true;
  const words = text.replace(BEFORE, '') || text;
  if (words.split(/\s+/).length > WORDS && !/: [\w.]*Exception: failed to start/i.test(words)) return false;
  return END.test(words) || ENDED.test(words) || (FAILED.test(words) && !/\w(Error|Exception)\b(?!: failed to start)/i.test(words));
}

/** The application logs that it continues after this error. */
export function isExcused(line: string): boolean {
  return /\bignor(ed|ing)\b|\bfall(ing|s)? ?back\b|\(optional\b|\bnon-?fatal\b/i.test(line);
}

const ANSWERED = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*.{0,14}\b[23]\d\d\b/;
/** This number of answered requests without an error between them means normal work. */
const ENOUGH = 5;
const RECOVERED = /\breconnected\b|\bconnected\b.{0,60}\bafter \d+|\bsucceeded (after|on (attempt|retry))\b|\b(server|application|app|service) (is )?(up|ready)\b/i;

/** A line, and how loud it is (0 to 6). */
interface Heard {
  readonly text: string;
  readonly loud: number;
}

/** Index after the last sign of normal work: errors before it did not end the application. 0: no such sign. */
export function lastRecovery(lines: readonly Heard[]): number {
  let answered = 0;
  let last = 0;
  lines.forEach(({ text, loud }, index) => {
    if (loud >= 3) answered = 0;
    else if (ANSWERED.test(text) && !isNoise(text)) answered++;
    if (answered >= ENOUGH || (loud < 2 && RECOVERED.test(text))) last = index + 1;
  });
  return last;
}
