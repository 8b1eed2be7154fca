import { cutMiddle, wholeStart } from '../diagnosis/text';

/** Words that decide what a sentence about a failure says. */
const DECIDES = new RegExp(`\\b(?:${[
  'can(?:no|\')t', '(?:do|does|did|is|are|was|were|could|would|has|have) ?n[o\']t', 'not', 'no', 'fail(?:s|ed|ure)?',
  'refused', 'denie[sd]',
  'timed out', 'time-?out', 'missing', 'required?', 'requires', 'invalid', 'must', 'unable', 'unknown', 'undefined', 'expired',
  'exceed(?:s|ed)', 'already', 'unsupported', 'incompatible', 'forbidden', 'unauthorized', 'reset', 'closed', 'lock(?:ed)?', 'conflicts?',
  'mismatch', 'rejected', 'exhausted', 'only', 'differ(?:s|ent)', 'illegal', 'unrecogni[sz]ed', 'insufficient',
  'unreachable', 'unbound', 'unavailable', 'duplicate', 'out of', 'pending', 'too (?:long|many|large|small|old|new)',
  'killed', 'aborted', 'E(?:NOTFOUND|CONN[A-Z]+|ADDR[A-Z]+|HOST[A-Z]+|TIMEDOUT|ACCES|PERM|NOENT|AI_AGAIN)',
].join('|')})\\b`, 'i');

/** Words of a sentence that says what to do. */
const DEMANDS = /\b(?:must|should|needs? to|has to|have to)\b/;

/** Characters. A longer name loses its middle before a sentence loses words. */
const LONG_NAME = 32;
const SHORT_NAME = 24;
const DOTS = '...';

/** The words of an answer in JSON, where a headline has single quotation marks: `reason: {'code':12,'message':'the words'}`. */
const OF_JSON = /\{(?:(?!\{).){0,300}?\\?'(?:message|msg|reason|detail|error_description)\\?' ?: ?\\?'([^'\\]{8,})\\?'.*$/i;

/** nginx puts the words of the system in brackets: `open() "/etc/nginx/x" failed (2: No such file or directory)`. */
const OF_SYSTEM = /\b(\w{2,20})\(\)(?: to)? '?([^'\s]{3,200})'? failed \(\d{1,3}: ([^)]{3,80})\)/;

/**
 * Shortens a text around the words that decide: first its long names, then what leads up to them, then what follows. Words stay whole.
 * A name, or a text without such words, loses its middle.
 */
export function cutAround(text: string, max: number): string {
  if (text.length <= max) return text;
  if (!text.includes(' ')) return cutMiddle(text, max);
  const bare = text.replace(OF_JSON, '$1').replace(OF_SYSTEM, '$1 $2: $3').replace(/ [[(][^[\]()]{12,}[\])]\.?$/, '');
  // the class of an error alone says less than what is in brackets behind it
  const short = withShortNames(bare.includes(' ') ? bare : text);
  if (short.length <= max) return short;
  const clauses = clausesFrom(short, /: /g);
  const whole = [...clauses, ...clausesFrom(short, /[;,] |\. (?=[A-Z])/g).filter((clause) => DEMANDS.test(clause))]
    .find((clause) => clause.length + DOTS.length <= max);
  if (whole !== undefined) return endOf(short, whole.length, max - DOTS.length);
  return clauses.length ? window(clauses, max) : bothEnds(text, max);
}

/** The last `length` characters, and the words before them for which there is room. */
function endOf(text: string, length: number, room: number): string {
  const space = text.indexOf(' ', text.length - room - 1);
  return `${DOTS}${text.slice(Math.min(space < 0 ? Infinity : space + 1, text.length - length))}`;
}

function withShortNames(text: string): string {
  return text.split(' ').map((word) => (word.length > LONG_NAME ? cutMiddle(word, SHORT_NAME) : word)).join(' ');
}

/** The text, and the text after each mark, as far as words that decide follow. */
function clausesFrom(text: string, mark: RegExp): readonly string[] {
  const starts = [0, ...[...text.matchAll(mark)].map(({ 0: found, index = 0 }) => index + found.length)];
  return starts.map((start) => text.slice(start)).filter((clause) => DECIDES.test(clause));
}

/** The innermost clause up to its deciding words, with the clauses before it for which there is room. */
function window(clauses: readonly string[], max: number): string {
  const room = max - DOTS.length;
  const last = clauses[clauses.length - 1];
  const end = decidedAt(last);
  const closed = withClosing(clauses, end, room);
  if (closed) return closed;
  const sentence = end + Math.max(0, last.slice(end).search(/[.;] |$/));
  const text = [sentence, end].map((until) => clauses.find((clause) => clause.length - last.length + until <= room)).find(Boolean) ?? last;
  if (text !== last || end <= room) return `${wholeWords(text, room)}${DOTS}`;
  const tail = text.length - (DECIDES.exec(text)?.index ?? 0);
  if (tail <= room) return endOf(text, tail, room);
  const from = Math.max(0, end - Math.ceil(room * 0.7));
  const before = text.lastIndexOf(' ', from) + 1;
  const start = end - before < room - DOTS.length ? before : text.indexOf(' ', from) + 1;
  const rest = text.slice(start);
  return rest.length <= room ? `${DOTS}${rest}` : `${DOTS}${wholeWords(rest, room - DOTS.length)}${DOTS}`;
}

/** Words of a last part that says nothing of the failure. */
const ADVICE = /^(?:see|visit|please|try|check|for|use|run|more|set|read)\b/i;
const HAS_VALUE = /^(?!.*:\/\/)(?:no |only |\S+ \S+ .*[\d'])/i;

/** What the text ends with decides, too, if it has a value: `must be 16, 24, or 32 bytes...but is 46 bytes`. */
function withClosing(clauses: readonly string[], end: number, room: number): string | undefined {
  const last = clauses[clauses.length - 1];
  const at = /^.*(?=(?:[,.;]| but) )/.exec(last)?.[0].length ?? -1;
  const closing = last.slice(at).replace(/^[,.;]? /, '');
  if (at < end || ADVICE.test(closing) || !HAS_VALUE.test(closing)) return undefined;
  // plain words before those that decide
  const led = /^(?:[A-Z]?[a-z]+ )*/.exec(last.slice(0, DECIDES.exec(last)?.index))?.[0].length ?? 0;
  if (last.length - led <= room) return endOf(last, last.length - led, room);
  const left = room - closing.length;
  const text = clauses.find((clause) => clause.length - last.length + at <= left) ?? (end <= left ? last : undefined);
  if (text) return `${wholeWords(text.slice(0, text.length - last.length + at), left)}${DOTS}${closing}`;
  return DECIDES.test(closing) && left >= 0 && left < room / 2 ? endOf(last, closing.length, room) : undefined;
}

/** End of the deciding words and of the word or two that they need to say something. */
function decidedAt(text: string): number {
  const match = DECIDES.exec(text);
  const end = match ? match.index + match[0].length : 0;
  return end + (/^(?: \S{1,20}){1,2}/.exec(text.slice(end))?.[0].length ?? 0);
}

function bothEnds(text: string, max: number): string {
  const head = wholeWords(text, Math.ceil((max - DOTS.length) * 0.7));
  const tail = text.slice(text.length - (max - DOTS.length - head.length));
  const space = tail.indexOf(' ');
  return `${head}${DOTS}${space >= 0 && space < tail.length / 2 ? tail.slice(space + 1) : tail.replace(/^[\udc00-\udfff]/, '')}`;
}

/** The first words that fit. */
export function wholeWords(text: string, max: number): string {
  const part = wholeStart(text, max);
  const end = part.lastIndexOf(' ');
  const words = text[max] === ' ' || end < max / 2 ? part : part.slice(0, end);
  return (text.length > max ? words.replace(OPENED, '') : words).trimEnd();
}

/** A quoted value that the cut would go through. */
const OPENED = / (?:'[^']{1,40}|`[^`]{1,40})$/;

/** A log line: its head, and what decides further on. */
export function cutLine(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = wholeWords(text, Math.ceil(max / 3));
  const rest = cutAround(`${DOTS} ${text.slice(head.length).trimStart()}`, max - head.length - DOTS.length - 2);
  // A clause from further on begins without the dots that show the gap before it.
  return rest.startsWith(DOTS) ? `${head} ${rest}` : `${head} ${DOTS} ${rest}`;
}
