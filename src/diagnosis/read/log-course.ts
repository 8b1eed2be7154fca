import { isNoise } from './logline';
import { telling } from './telling';
import { alternatives } from '../text';

/** Words for the end of a run. They only sum up: another line has the reason. */
const END = /\b(exiting|aborting|aborted|shutting down|stopping|stopped|terminating|quitting|giving up|gave up|bailing out|max(imum)? retries exceeded)\b/i;
const ENDED = /\b(exit(ed)?( \w+)?( with)?( exit| return)? (code|status)|exited( \(\d+\))?|died)\b|\bexited \(\d+\)/i;
/** A runner of commands reports the end of its command: turbo, concurrently, Dagster. */
const OF_A_COMMAND = /\bcommand finished with error\b|\bcommand\b.{0,200} exited \(\d+\)|\bexited with (return |exit )?code \d+ while\b/i;
/** A line of these words only names nothing that failed: `An unexpected error occurred`, `container will exit`. */
const VAGUE = new Set((
  'a an the this that there it its is was were has have had will be been not no and or of for in on at to from by with '
  + 'due during while when see above below log logs more details information please check again try later error errors err '
  + 'fatal critical severe unhandled uncaught unexpected unknown internal general exception exceptions failure failures '
  + 'failed fail fails problem problems something went wrong occurred occured happened encountered caught raised reported '
  + 'cannot could couldn can unable start started starting startup start-up boot booting bootstrap bootstrapping initialize '
  + 'initialise initialized initializing initialization initialisation launch run running application app service services '
  + 'server servers process processes container program main worker workers task job component system node instance one '
  + 'some all any exit exits exited exiting stop stopped stopping terminate terminated terminating shutdown shutting down '
  + 'abort aborted aborting closing config configuration settings valid invalid previous engine core child subprocess runtimeerror'
).split(' '));
/** `server failed`, `Failed to initialize server(s) addr.`, `could not start server`: a failure without its reason. */
const FAILED = /\b(failed|(fail(ed|ure)|could not|couldn't|cannot|unable) to (start|initiali[sz]e|boot|launch|run)|(could not|cannot) (start|initiali[sz]e|boot|run)|errors? found in)\b/i;
/** The same in whole lines of the JVM, HAProxy, Kafka, RabbitMQ, WildFly. */
const CLOSES = alternatives(
  String.raw`\bcould not create the java virtual|error occurred during initialization|error\(s\) found in`,
  String.raw`\bsee (?:root cause|stack trace)`,
  String.raw`\berror during (\w+ )?(startup|boot)\b(?!: [^{])|\bexit-on-failure\b|\bsee previous messages\b`
    // glibc cannot end a thread: what ended the program is in another line
    + String.raw`|libgcc_s\.so\.\d must be installed for pthread_|\bjoin\w* memberlist cluster\b`,
);
const NOT_NORMAL = /\b(did not|didn't) exit normally\b/i;
/** A line that is nothing but `fatal` or `error`, a logger of Spring without words, a banner. */
const BARE = /^\W*(fatal|error|panic|critical)( error)?\W*$| --- \[.{1,80}\] \S+ +:$|^(\*{3}|={3}|#{3}).*\3$/i;
/** Behind the process of Erlang: nothing but signs, or the end of a term. */
const NO_WORDS = /^<[\d.]+>\s*(?:[^\p{L}\p{N}]*|\w+[}\]]+)$/u;
/** Longer lines name what happened. */
const WORDS = 9;

/** Prefixes of the words of a line: time stamps, levels, `logger[pid]: `, `level=fatal msg=`, process tags. */
const BEFORE = /^(\s*(\[[^\]]*\]|\([^)]*\)|\d[\d:.,TZ+-]*|time="[^"]*"|level=\w+|msg=|(\w+\s*)?(error|fatal|critical|alert|err)\b:?|\d+|[\w./-]+:(?=\s)))+\s*/i;

/** The line reports only that the run failed or ends, not the reason. */
export function isSummary(line: string): boolean {
  const text = line.trim();
  if (closes(text)) return true;
  const words = text.replace(BEFORE, '') || text;
  // Most lines end in a word that names something: they need no closer look.
  const mayBeVague = text.length <= VAGUE_LINE && VAGUE.has(LAST_WORD.exec(text)?.[0].toLowerCase() ?? '');
  if (mayBeVague && (isVague(words) || isVague(telling(text)))) return true;
  if (NO_WORDS.test(words)) return true;
  const ends = END.test(words) || ENDED.test(words) || (FAILED.test(words) && !/\w(Error|Exception)\b(?!: failed to start)/i.test(text));
  return ends && (isShort(words) || isShort(telling(text)) || /: [\w.]*Exception: failed to start/i.test(words));
}

/** Whatever its words are, another line has the reason. */
export function closes(text: string): boolean {
  return BARE.test(text) || NOT_NORMAL.test(text) || OF_A_COMMAND.test(text) || CLOSES.test(text);
}

function isShort(words: string): boolean {
  return words.split(/\s+/, WORDS + 1).length <= WORDS;
}

/** Characters. A longer line names something. */
const VAGUE_LINE = 200;
const LAST_WORD = /[a-z-]+(?=[^a-z\d]*$)/i;

function isVague(words: string): boolean {
  const all = words.toLowerCase().split(/[^\p{L}\p{N}_./@'"-]+/u).map((word) => word.replace(/^[.'"-]+|[.'"-]+$/g, '')).filter(Boolean);
  return all.length > 0 && all.every((word) => VAGUE.has(word));
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
