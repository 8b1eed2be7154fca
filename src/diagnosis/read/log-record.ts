/** What a structured logger wrote in one line, opened to the lines that a plain logger prints. */
interface Opened {
  /** Level, message and error in the first line; the stack in the others. */
  readonly lines: readonly string[];
  /** The logger's own level is below ERROR: no line of the record is an error. */
  readonly mild: boolean;
}

interface Fields {
  readonly [key: string]: unknown;
}

/** Keys without regard to case and punctuation: `log.level`, `_level_name`, `@l`. */
const LEVELS = ['levelname', 'level', 'severity', 'lvl', 'loglevel', 'severitytext', 'l'];
const MESSAGES = [
  'message', 'msg', 'm', 'renderedmessage', 'event', 'log', 'text', 'shortmessage', 'mt', 'messagetemplate', 'body',
];
/** Keys of errors, as text or as objects. */
const ERRORS = [
  'err', 'error', 'exception', 'exceptions', 'excinfo', 'exc', 'exctext', 'thrown', 'throwable', 'x', 'errorverbose', 'traceback',
  'cause', 'causedby', 'reason', 'detail',
];
const STACKS = ['stack', 'stacktrace', 'extendedstacktrace', 'stacktracestring', 'backtrace', 'trace', 'formatted'];
const KINDS = ['type', 'name', 'class', 'classname', 'kind', 'exceptiontype', 'exctype', 'exceptionclass'];
const WORDS = ['message', 'msg', 'localizedmessage', 'excvalue', 'exceptionmessage', 'value', 'errmsg', 'error', 'reason', 'detail'];
const CAUSES = ['cause', 'causedby', 'innerexception', 'inner', 'previous', 'aggregateerrors', 'sources'];
/** Objects around an error. */
const WRAPPED = ['exception', 'error', 'info'];
/** Objects in which loggers put the fields of the record (Rust tracing, loguru, MongoDB, Monolog, LoggerJSON), the most usual first. */
const INSIDE = ['fields', 'record', 'attr', 'context', 'metadata', 'meta', 'extra', 'properties', 'payload', 'log'];
/** Spellings of one field: Elastic Common Schema, OpenTelemetry, Datadog, GELF of Spring Boot. */
const OF_ERROR = /^(?:error|exception|err)(type|kind|name|class|message|stacktrace|stack)$/;

// pino and bunyan
const NUMBERED: { readonly [level: number]: string } = { 60: 'FATAL', 50: 'ERROR', 40: 'WARN', 30: 'INFO', 20: 'DEBUG', 10: 'TRACE' };
// Syslog (RFC 5424), in GELF
const SYSLOG = ['FATAL', 'FATAL', 'FATAL', 'ERROR', 'WARN', 'INFO', 'INFO', 'DEBUG'];
const LETTERS: { readonly [level: string]: string } = { F: 'FATAL', E: 'ERROR', W: 'WARN', I: 'INFO', ERRO: 'ERROR' };
const MILD = /^(trace|debug|verbose|info|information|notice|warn|warning)$/i;

/** Characters. After a longer message the error gets a line of its own. */
const LONG_MESSAGE = 400;
/** Lines of one record that are kept. */
const MOST_LINES = 300;
const MOST_FRAMES = 80;
const DEEPEST = 5;
const MOST_FIELDS = 500;

/** The record of a structured logger in JSON. undefined: the text is no JSON object, or has neither message nor error. */
export function openRecord(text: string, depth = 0): Opened | undefined {
  const start = text.indexOf('{');
  // a supervisor writes its tag before the line of its child: `api | {"level":...`
  if (start < 0 || start > 60 || !text.endsWith('}')) return undefined;
  const fields = parsed(text.slice(start));
  if (!fields) return undefined;
  const all = gathered(fields);
  if (start > 0 && !(pick(all, LEVELS) && pick(all, MESSAGES))) return undefined;
  const level = levelOf(all);
  const message = messageOf(all);
  const inner = depth < 2 && message?.startsWith('{') && !level ? openRecord(message.trim(), depth + 1) : undefined;
  if (inner) return inner;
  const error = errorOf(all);
  if (message === undefined && !error.length) return undefined;
  return { lines: layout(level, message, error), mild: level !== undefined && MILD.test(level) };
}

function layout(level: string | undefined, message: string | undefined, error: readonly string[]): readonly string[] {
  const said = message === undefined ? [] : textLines(message);
  const [first = '', ...frames] = error;
  // "ConfigError: Invalid environment" repeats the message "Invalid environment: ..." but for the kind
  const repeats = Boolean(message?.includes(first.replace(/^[\w.$]*(Error|Exception): /, '')));
  // A Python traceback and a bare list of frames have their reason in another line.
  const isLong = (said[0] ?? '').length > LONG_MESSAGE && !repeats;
  const isReason = !isLong && !/^Traceback \(most recent|^\s/.test(first) && (said.length <= 1 || !repeats);
  const joined = repeats ? '' : first;
  const head = isReason ? [said[0], joined].filter(Boolean).join(': ') : said[0] ?? '';
  const own = isLong && first ? [[level, first].filter(Boolean).join(' '), ...frames] : error;
  const rest = (isReason || repeats ? frames : own).filter((line) => said.length < 2 || !said.includes(line));
  return limited([[level, head].filter(Boolean).join(' '), ...said.slice(1), ...rest]);
}

/** Frames of a stack go first if there are too many lines. */
function limited(lines: readonly string[]): readonly string[] {
  let frames = 0;
  return lines.filter((line) => !/^\s+(at|from|\S+\.go:\d|File ")/.test(line) || ++frames <= MOST_FRAMES).slice(0, MOST_LINES);
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields by their plain keys; those of inner objects only where the record has none of that name. */
function gathered(fields: Fields, depth = 0): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const key of Object.keys(fields).slice(0, MOST_FIELDS)) {
    const name = plainKey(key);
    const value = fields[key];
    if (!found.has(name) && value !== null && value !== '') found.set(name, value);
  }
  if (depth >= 2) return found;
  for (const name of INSIDE) {
    const inner = found.get(name);
    if (!isFields(inner)) continue;
    for (const [key, value] of gathered(inner, depth + 1)) if (!found.has(key)) found.set(key, value);
  }
  return found;
}

function plainKey(key: string): string {
  return /[^a-z]/.test(key) ? key.toLowerCase().replace(/[^a-z]/g, '') : key;
}

function pick(fields: ReadonlyMap<string, unknown>, keys: readonly string[]): unknown {
  for (const key of keys) {
    const value = fields.get(key);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function levelOf(fields: ReadonlyMap<string, unknown>): string | undefined {
  // MongoDB: s is the severity, c the component
  const level = pick(fields, LEVELS) ?? (fields.has('c') && fields.has('ctx') ? fields.get('s') : undefined);
  if (isFields(level)) return typeof level.name === 'string' ? level.name.toUpperCase() : undefined;
  if (typeof level === 'number') return (fields.has('shortmessage') && SYSLOG[level]) || NUMBERED[level] || String(level);
  if (typeof level !== 'string') return undefined;
  const name = level.trim().toUpperCase();
  return NUMBERED[Number(name)] ?? LETTERS[name] ?? name;
}

/** The address on which a server listens can be a field beside such words. */
const LISTENS = /^(?!.*\d)(?!.*fail).*\b(?:listening|server|serving|started|ready|running|up)$/i;

function messageOf(fields: ReadonlyMap<string, unknown>): string | undefined {
  const key = MESSAGES.find((one) => textOf(fields.get(one)) !== undefined);
  if (key === undefined) return undefined;
  const text = String(fields.get(key)).trim();
  const full = fields.get('fullmessage');
  if (typeof full === 'string' && full.trim().startsWith(text)) return full.trim();
  const at = LISTENS.test(text) && pick(fields, ['address', 'addr', 'url', 'listen', 'bind']);
  if (typeof at === 'string') return `${text} on ${at}`;
  if (key !== 'mt' && key !== 'messagetemplate') return text;
  // Serilog: the names in the template are properties
  return text.replace(/\{[@$]?(\w{1,60})[^{}]{0,40}\}/g, (hole, name: string) => {
    const value = fields.get(plainKey(name));
    return typeof value === 'string' || typeof value === 'number' ? String(value) : hole;
  });
}

/** The lines of all errors of the record, outermost first, each once. */
function errorOf(fields: ReadonlyMap<string, unknown>): readonly string[] {
  let dotted: { [key: string]: unknown } | undefined;
  for (const [key, value] of fields) {
    const part = OF_ERROR.exec(key)?.[1];
    if (part) (dotted ??= {})[part] = value;
  }
  const full = fields.get('fullmessage');
  const loose = [pick(fields, STACKS), typeof full === 'string' && full.includes('\n') ? full : undefined]
    .filter((stack) => Array.isArray(stack) || (typeof stack === 'string' && /\n|\\n/.test(stack)));
  let lines: readonly string[] = [];
  for (const source of [dotted, ...ERRORS.map((key) => fields.get(key)), ...loose]) {
    if (source === undefined) continue;
    const more = thrown(source, 0);
    if (!more.length || repeated(lines, more)) continue;
    // Of several short texts the first is the error; a stack adds to it.
    if (!lines.length) lines = more;
    else if (more.length > 1) lines = [...lines, ...more.filter((line) => !lines.includes(line))];
  }
  return lines;
}

function repeated(lines: readonly string[], [first]: readonly string[]): boolean {
  return lines.some((line) => line.includes(first));
}

/** An error in any shape that loggers give it: text, list of lines, object with a stack and causes. */
function thrown(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return textLines(value);
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value;
    if (parts.every((part) => typeof part === 'string')) return parts.flatMap((part) => textLines(String(part)));
    return parts.flatMap((part) => {
      const lines = isFields(part) && !isFrame(part) ? thrown(part, depth + 1) : [];
      return lines.map((line, i) => (i === 0 && part !== parts[0] ? `Caused by: ${line}` : line));
    });
  }
  return isFields(value) ? thrownObject(gathered(value, 2), depth) : [];
}

function isFrame(part: Fields): boolean {
  return 'line' in part || 'lineno' in part || 'lineNumber' in part || 'method' in part;
}

function thrownObject(fields: ReadonlyMap<string, unknown>, depth: number): readonly string[] {
  const kind = textOf(pick(fields, KINDS));
  const words = textOf(pick(fields, WORDS)) ?? systemError(fields);
  const stack = pick(fields, STACKS);
  const frames = typeof stack === 'string' || Array.isArray(stack) ? thrown(stack, depth + 1) : [];
  const isKind = kind !== undefined && /error|exception|fail|refused|timeout/i.test(kind);
  const named = isKind && !words?.includes(kind) ? [kind, words].filter(Boolean).join(': ') : words;
  const inFrames = frames.some((line) => line.includes(words ?? kind ?? ''));
  const head = named === undefined || inFrames ? [] : textLines(named);
  const lines = [...head, ...frames];
  // Quarkus: {"causedBy":{"exception":{...}}}, Hasura: {"detail":{"info":{...}}}
  const wrapped = lines.length ? undefined : WRAPPED.map((key) => fields.get(key)).find(isFields);
  if (wrapped) return thrown(wrapped, depth + 1);
  const cause = thrown(pick(fields, CAUSES), depth + 1);
  if (!cause.length || lines.some((line) => line.includes(cause[0]))) return lines;
  return lines.length ? [...lines, `Caused by: ${cause[0].replace(/^Caused by: /, '')}`, ...cause.slice(1)] : cause;
}

/** Node's system errors (`syscall`, `code`, `address`, `port`) without a message. */
function systemError(fields: ReadonlyMap<string, unknown>): string | undefined {
  const code = fields.get('code');
  if (typeof code !== 'string') return undefined;
  const address = [textOf(fields.get('address')), textOf(fields.get('port'))].filter(Boolean).join(':');
  return [textOf(fields.get('syscall')), code, address].filter(Boolean).join(' ');
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() ? value.trim() : undefined;
}

/** The lines of a text, also of a stack that was flattened into one: with `\n` as two characters, or with .NET's `--->` and `   at`. */
function textLines(text: string): readonly string[] {
  if (!/[\n\r\\]/.test(text) && !mayBeStack(text)) return [text.trim()].filter(Boolean);
  return text.trim().split(/\r\n|[\n\r]/).flatMap(unfolded).map((line) => line.trimEnd()).filter((line) => line.trim());
}

/** A quoted value of a line in logfmt at the level of an error. There a backslash is escaped, so `\n` is always a line break. */
const ERROR_IN_LOGFMT = /(?:^|\s)(?:level|lvl|severity)="?(?:err(?:or)?|fatal|panic|crit(?:ical)?|emerg|alert)\b/i;
const BROKEN_VALUE = /[\w.]="[^"]{0,4000}?[^\\"]\\n/;

function linesOfLogfmt(line: string): readonly string[] | undefined {
  if (!ERROR_IN_LOGFMT.test(line) || !BROKEN_VALUE.test(line)) return undefined;
  const parts = line.split(/(?<!\\)\\n/).map((part) => part.split('\\t').join('  '));
  return parts.map((part, i) => (i > 0 && i === parts.length - 1 ? part.replace(/^((?:[^"\\]|\\.){0,4000})"/, '$1') : part));
}

/** See `textLines`. A line without such signs stays as it is. */
export function unfolded(line: string): readonly string[] {
  // Most lines have none of the signs, and to search for a text is much faster than to match a pattern.
  const isBroken = line.includes('\\n');
  if (!isBroken && !mayBeStack(line)) return [line];
  const ofLogfmt = isBroken ? linesOfLogfmt(line) : undefined;
  const isEscaped = !ofLogfmt && isBroken && /\\n(?:\\t|\s|Caused by: )/.test(line);
  const parts = isEscaped ? line.split(/\\r\\n|\\n/).map((part) => part.split('\\t').join('  ')) : ofLogfmt ?? [line];
  return parts.flatMap((part) => (mayBeStack(part) && FLAT_STACK.test(part) ? flatStack(part) : [part]));
}

const FLAT_STACK = / ---> |\S {2,8}at [\w$<]/;

function mayBeStack(line: string): boolean {
  return line.includes(' ---> ') || line.includes('  at ');
}

function flatStack(line: string): readonly string[] {
  return line.split(/(?= ---> )|(?= {3}at [\w$<])|(?= {3}--- End of )/);
}

/** A value without quotes goes on to the next key: `msg=Could not start error=map[message:no such key]`. */
const LOGFMT = /(?:^|\s)([\w.]{1,40})(?:\[\d\])?=(?:"((?:[^"\\]|\\.)*)(?:"|$)|(map\[.{0,2000}\]|\S*(?:\s+(?![\w.]{1,40}(?:\[\d\])?=)\S+)*))/g;

/** `time=... level=fatal msg="..." error="..."` (logrus, slog, hclog, Grafana): message and error of such a line. */
export function logfmtWords(line: string): string | undefined {
  if (!/(?:^|\s)(?:level|lvl|severity)=/.test(line)) return undefined;
  const fields = new Map<string, string>();
  for (const [, key, quoted, bare] of line.matchAll(LOGFMT)) {
    fields.set(plainKey(key), quoted === undefined ? bare : quoted.replace(/\\(["\\])/g, '$1'));
  }
  const message = textOf(fields.get('msg') ?? fields.get('message'));
  const error = textOf(fields.get('err') ?? fields.get('error') ?? fields.get('errmsg') ?? fields.get('reason')
    // Ory
    ?? [fields.get('configkey'), fields.get('validationerror')].filter(Boolean).join(': '))
    ?.replace(/^map\[.*?\bmessage:(.*)\]$/, '$1');
  return message && error && !message.includes(error) ? `${message}: ${error}` : message ?? error;
}
