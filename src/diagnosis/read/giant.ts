import { wholeTokens } from '../text';

/** Characters. A longer line is a dump; the rules read its head and the place of its error. */
const LONGEST = 4000;
const HEAD = 1000;
const BEFORE = 200;
const AFTER = 1500;
/** The same of a whole message: CloudWatch Logs takes events of up to 1 MB. */
const LARGE = 65_536;
const PART = 16_384;
/** Lines of one message. */
const FIRST_LINES = 200;
const LAST_LINES = 300;

/** The most telling first. No pattern begins with a repetition, so each takes one pass over the line. */
const ERRORS = [
  /(?:Error|Exception|Errno)\b[^A-Za-z]{0,12}: ?\S/,
  /\bE[A-Z]{5,14}\b/,
  /\b(?:fatal|panic|critical|emerg|uncaught|unhandled)\b/i,
  /\b(?:error|failed|cannot|refused|denied|timed out|not found|missing|invalid)\b/i,
];

/** A line that is too long for a message and for the rules: its head, and its error with what surrounds it. */
export function bounded(line: string): string {
  if (line.length <= LONGEST) return line;
  const head = wholeTokens(line, HEAD);
  const at = errorAt(line);
  if (at < HEAD) return `${head} ...`;
  // Redaction knows a secret by its label, so the words after a cut go: they may be the value of a label that is gone.
  const before = line.slice(Math.max(HEAD, at - BEFORE), at).split(' ').slice(3).join(' ');
  const error = from(line, at, AFTER);
  const around = (before + error).replace(/[\w+/=-]{60,}/g, '...');
  return `${head} ... ${around} ...`;
}

function errorAt(line: string): number {
  const cause = line.lastIndexOf('Caused by: ');
  if (cause >= 0) return cause;
  for (const pattern of ERRORS) {
    const found = pattern.exec(line)?.index;
    if (found !== undefined) return line.lastIndexOf(' ', found) + 1;
  }
  return 0;
}

function from(text: string, at: number, size: number): string {
  return wholeTokens(text.slice(at, at + size + 1), size);
}

/**
 * A message of a size that can be read at every look: the fields of a record that name its error, or the beginning, the error and the end
 * of a text.
 */
export function cropped(message: string): string {
  if (message.length <= LARGE) return message;
  const begin = wholeTokens(message, PART);
  const record = /^\s*\{/.test(begin) ? fieldsOf(message) : {};
  if (Object.keys(record).some((key) => !LEVELS.includes(key))) return JSON.stringify(record);
  const end = message.slice(-PART);
  const last = message.includes('\n') ? end.slice(end.indexOf('\n') + 1) : '';
  const at = errorAt(message);
  const isShown = at < PART || (last && at > message.length - PART);
  return [begin, isShown ? '' : from(message, at, PART), last].filter(Boolean).join('\n');
}

/** The first and the last lines of a message. */
export function firstAndLast<T>(lines: readonly T[]): readonly T[] {
  return lines.length <= FIRST_LINES + LAST_LINES ? lines : [...lines.slice(0, FIRST_LINES), ...lines.slice(-LAST_LINES)];
}

const LEVELS = ['level', 'severity', 'levelname', 'log.level', 'LogLevel', '@l'];
const TEXTS = [
  ...LEVELS, 'message', 'msg', 'Message', '@m', '@mt', 'event', 'log', 'stack_trace',
  'stacktrace', 'stack', 'error.message', 'error.stack_trace', 'full_message', 'exception', 'Exception', '@x', 'exc_info', 'error', 'err',
];
const OBJECTS = ['error', 'err', 'exception', 'thrown'];

/** The fields of a record that name its error, found without parsing the record. */
function fieldsOf(text: string, depth = 0): { readonly [key: string]: unknown } {
  const found: { [key: string]: unknown } = {};
  const places = placesOf(text);
  for (const key of TEXTS) {
    const at = places.get(key);
    const value = at === undefined ? undefined : text.slice(at);
    if (value?.startsWith('"')) found[key] = unescaped(valueOf(value));
    else if (value && OBJECTS.includes(key) && value.startsWith('{') && depth === 0) found[key] = fieldsOf(value.slice(0, LARGE), 1);
    else if (value && /^\d/.test(value)) found[key] = Number(/^\d{1,5}/.exec(value)?.[0]);
  }
  // The message of an inner error is no message of the record.
  const { message, ...others } = found;
  const isInner = OBJECTS.some((key) => JSON.stringify(found[key] ?? '').includes(JSON.stringify({ message }).slice(1, -1)));
  return isInner ? others : found;
}

const NAMES = new RegExp(`"(${TEXTS.map((key) => key.replace(/\./g, '\\.')).join('|')})": ?`, 'g');

/** By name, where the value of a field begins. A field in the middle of a large record is not found. */
function placesOf(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const parts = text.length > LARGE ? [0, text.length - LARGE] : [0];
  for (const begin of parts) {
    for (const { 0: match, 1: name, index } of text.slice(begin, begin + LARGE).matchAll(NAMES)) {
      if (!found.has(name)) found.set(name, begin + index + match.length);
    }
  }
  return found;
}

/** The text in quotation marks at the beginning; of a long one its head and its error. */
function valueOf(quoted: string): string {
  let end = 1;
  for (let i = quoted.indexOf('"', 1); i > 0; i = quoted.indexOf('"', i + 1)) {
    end = i;
    if (!isEscaped(quoted, i)) break;
  }
  const value = quoted.slice(1, end);
  if (value.length <= PART) return value;
  const at = errorAt(value);
  return at < PART ? wholeTokens(value, PART) : `${wholeTokens(value, PART / 2)}\\n${from(value, at, PART)}`;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (slashes < 64 && text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, sign: string) => ({ n: '\n', t: '\t', r: '' }[sign] ?? sign));
}
