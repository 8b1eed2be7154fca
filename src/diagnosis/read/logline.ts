/** Turns one raw log message into plain lines that a person reads: no escape codes, no JSON envelope, no control characters. */
export function plainLines(message: string): readonly string[] {
  return message
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => unmarked(line).trimEnd())
    .map((line) => fromJson(line.trim()) ?? line)
    .filter((line) => line.trim());
}

const MARKED = /[\p{Cc}\u200b\u202a-\u202e\u2066-\u2069]|\\u001b|\\x1b/u;

/** Most lines have no such sign, so each is searched once. */
function unmarked(line: string): string {
  return MARKED.test(line) ? control(ansi(line)) : line;
}

/** Colour and cursor sequences (ECMA-48), also where a logger has printed ESC as the text \u001b or \x1b. */
function ansi(line: string): string {
  // built at run time: ESLint takes control characters in a pattern for mistakes
  const escape = String.fromCharCode(27);
  const csi = String.fromCharCode(155);
  return line
    .split('\\u001b').join(escape)
    .split('\\x1b').join(escape)
    .split(csi).join(`${escape}[`)
    .split(escape)
    .map((part, i) => (i === 0 ? part : part.replace(/^(\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*\u0007?|[@-_])/, '')))
    .join('');
}

function control(line: string): string {
  return line.replace(/\t/g, '  ').replace(/[^\P{Cc}]/gu, '').replace(/[\u200b\u2066-\u2069\u202a-\u202e]/g, '');
}

const LEVEL = ['level', 'severity', 'lvl', 'levelname', 'log.level', '@l'];
const MESSAGE = ['message', 'msg', '@message', 'event', 'log', '@m', 'text', 'short_message', 'body'];
const ERROR = ['err', 'error', 'exception', 'exc_info', 'error.message', 'cause', 'reason', 'stack', 'stack_trace', 'detail'];
// pino and bunyan number their levels
const NUMBERED: { readonly [level: string]: string } = { 60: 'FATAL', 50: 'ERROR', 40: 'WARN', 30: 'INFO', 20: 'DEBUG', 10: 'TRACE' };

/** `{"level":50,"msg":"boom","err":{"message":"x"}}` -> `ERROR boom: x`; undefined when the line is not a JSON object. */
function fromJson(line: string): string | undefined {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  let record: { readonly [key: string]: unknown };
  try {
    record = JSON.parse(line) as { readonly [key: string]: unknown };
  } catch {
    return undefined;
  }
  const level = first(record, LEVEL);
  const message = first(record, MESSAGE);
  const error = first(record, ERROR);
  if (message === undefined && error === undefined) return undefined;
  // "ConfigError: Invalid environment" repeats the message "Invalid environment: ..." but for the kind
  const repeats = error !== undefined && message?.includes(error.replace(/^\w*(Error|Exception): /, ''));
  const words = [message, repeats ? undefined : error].filter((w) => w !== undefined).join(': ');
  return plain([level && (NUMBERED[level] ?? level.toUpperCase()), words].filter(Boolean).join(' '));
}

function first(record: { readonly [key: string]: unknown }, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'string' && value.trim()) return value.trim().split(/\r?\n/)[0];
    if (typeof value === 'number') return String(value);
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      const inner = value as { readonly [key: string]: unknown };
      const kind = first(inner, ['type', 'name', 'class']);
      const words = first(inner, ['message', 'msg', ...ERROR]);
      if (words) return kind && !words.includes(kind) && /error|exception/i.test(kind) ? `${kind}: ${words}` : words;
    }
  }
  return undefined;
}

function plain(text: string): string {
  return unmarked(text.split(/\r?\n/)[0] ?? '');
}

const STACK = /^\s+(at|from) \S|^at \S+ ?\(|^\s*(File "|\.{3} \d+ more|goroutine \d|\d+: 0x|#\d+ )|^\s+\S+\.go:\d+|^\s+[~^]+\s*$/;
const LOUD: readonly (readonly [RegExp, number])[] = [
  [/^\s*Caused by: /, 6],
  [/\b(panic|fatal|emerg|critical|crit|alert)\b|uncaught|unhandled|application run failed|failed to start/i, 5],
  [/(Error|Exception|Errno)\b\s*[:(\]]|^\s*(error|err!?)\b|\b[Ee]rror:|\bERROR\b|\[error\]|\bORA-\d+|\bSQLSTATE/, 4],
  [/error|exception|fail|cannot|can't|could ?n[o']t|unable|not found|denied|refused|missing|require|invalid|no such|unbound|unauthorized|forbidden|timed out|timeout|abort|killed|segfault|violation|conflict|already in use|out of memory|exceeded/i, 3],
  // cross mark, collision, siren; "error" in Japanese, Chinese, German, French, Russian, Korean
  [/\u274c|\ud83d\udca5|\ud83d\udea8|\u30a8\u30e9\u30fc|\u9519\u8bef|\u932f\u8aa4|Fehler|erreur|\u043e\u0448\u0438\u0431\u043a|\uc624\ub958/, 3],
];
/** Announces that something failed, or sums it up; another line has the reason. */
const WRAPPER = /application failed to start|application run failed|(uncaught exception|unhandled (promise )?rejection):?\s*$|worker failed to boot|\bHaltServer\b|error command failed|\bELIFECYCLE\b|^npm (ERR!|error) +(lifecycle script|code|errno|error: command failed|command |path |in workspace|at location|a complete log|exit status|signal)/i;
const MILD = /\b(\w*warning|warn|debug|trace|deprecat\w*|info)\b|retry|0 errors|no errors?\b|error_log|errors=0|error.?free/i;

/** 0: ordinary; 6: root cause of a chain. */
export function loudness(line: string): number {
  if (STACK.test(line)) return 0;
  const loud = LOUD.find(([pattern]) => pattern.test(line))?.[1] ?? 0;
  if (loud > 1 && WRAPPER.test(line)) return 1;
  // a line that ends in a colon announces those that follow
  if (/:\s*$/.test(line)) return Math.min(loud, 3);
  return MILD.test(line) ? Math.min(loud, 2) : loud;
}

const STAMP = /^[[(]?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|\s?[+-]\d\d:?\d\d)?[\])]?\s*|^\d\d:\d\d:\d\d(?:[.,]\d+)?\s+|^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+/;
const TAG = /^(?:\[?(?:fatal|error|err|critical|crit|severe|emerg|alert|panic)\]?\s*[:|-]?\s+(?=\S))/i;

// `/app/start.sh: line 8: ` and `java.lang.IllegalStateException: `, `sqlalchemy.exc.OperationalError: `
const SCRIPT = /^\S+\.(?:sh|bash): line \d+: /;
const PACKAGE = /^(?:Exception in thread "[^"]*" |Caused by: |Unhandled exception\. |Uncaught )?(?:[A-Za-z_]\w*\.)+(\w*(?:Error|Exception)\b)/;
// `/usr/lib/pg/connection.rb:695:in `async_connect': `, `PHP Fatal error:  Uncaught `, `nginx: [emerg] `
const PLACE = /^(?:standard_init_linux\.go:\d+: |\S+\.rb:\d+:in [`'][^']*': |PHP (?:Fatal|Parse) error: +(?:Uncaught )?|nginx: (?:\[\w+\] )?|\d+#\d+: |\d+ --- (?:\[[^\]]*\] ?)+\S+\s+: )/;

/** The words of a line without its time stamp and level, for a headline. */
export function telling(line: string): string {
  const words = line.trim().replace(STAMP, '').replace(TAG, '').replace(SCRIPT, '').replace(PLACE, '').replace(PACKAGE, '$1');
  return words.length > 8 ? words : line.trim();
}

export function isStackLine(line: string): boolean {
  return STACK.test(line);
}

/** Lines that repeat whatever happens: access logs of health checks, empty decorations. */
export function isNoise(line: string): boolean {
  return HEALTH_CHECK.test(line) || !/[\p{L}\p{N}]/u.test(line);
}

const HEALTH_CHECK = /ELB-HealthChecker|kube-probe|"(GET|HEAD) \/\S*(health|ping|ready|live)\S* HTTP\/[\d.]+" 2\d\d/i;
