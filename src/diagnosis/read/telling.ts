import { logfmtWords } from './log-record';

const LEVEL_NAMES = 'FATAL|ERROR|ERR|SEVERE|CRITICAL|CRIT|EMERG|EMERGENCY|ALERT|PANIC|WARN|WARNING|INFO|NOTICE|DEBUG|TRACE';

/** Times at the beginning of a line, as loggers print them. */
const STAMPS: readonly RegExp[] = [
  /^[[(]?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?(?:Z|\s?[+-]\d\d:?\d\d)?(?: UTC| GMT)?[\])]?[\s|-]*/,
  /^[[(]?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?[\])]?\s+/,
  // klog, Tomcat, Apache, Redis, Nest, Ruby
  /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+\s+(?:\d+ )?/,
  /^\d\d-[A-Z][a-z]{2}-\d{4} [\d:.]{8,18}\s+/,
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:.]+ \d{4}\]\s+/,
  /^\d+:[A-Z] \d+ [A-Z][a-z]{2} \d{4} [\d:.]+ [*#.-] /,
  /^\[Nest\] \d+\s+- \d+\/\d+\/\d{4}, [\d:]+ [AP]M\s+/,
  /^[DIWEF], \[[^\]]{1,60}\]\s+/,
  // Serilog, env_logger, the OpenTelemetry agent of Java: time, level and logger in one pair of brackets
  /^\[\d\d:\d\d:\d\d (?:VRB|DBG|INF|WRN|ERR|FTL)\]\s+/,
  new RegExp(`^\\[\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z? (?:${LEVEL_NAMES}) +[\\w:]+\\]\\s+`),
  /^\[otel\.javaagent [^\]]{1,40}\]\s+/,
  // Synapse (element-hq/synapse, default log config): logger, line, level; vLLM: process before the level, time behind it
  /^[\w.-]{1,60} - \d+ - (?=[A-Z]+ - )/,
  /^\(\w+ pid=\d+\) (?=[A-Z]+ \d)|^\d\d-\d\d \d\d:\d\d:\d\d\s+/,
];

/** Not "error:0A000086:SSL routines". */
const LEVEL_WORD = '(?:fatal|error|err|critical|crit|severe|panic)(?!:[\\dA-F]{8}:)';

const LEVELS: readonly RegExp[] = [
  // logrus
  /^(?:PANI|FATA|ERRO|WARN)\[\d+\]\s*/,
  // Python: "ERROR:app.db:words"
  new RegExp(`^(?:${LEVEL_NAMES}):[\\w.-]{0,60}:\\s*(?=\\S)`),
  new RegExp(`^[[(<]?(?:${LEVEL_NAMES})[\\])>]?(?:\\s*(?:-- :|[:|-]+))?\\s+(?=\\S)`),
  new RegExp(`^(?:\\[(?:${LEVEL_NAMES})\\]\\s*[:|-]*|${LEVEL_WORD}\\s*[:|-])\\s*(?=\\S)`, 'i'),
  // not "error returned from database"
  /^(?:fatal|error|err|critical|crit|severe|emerg|alert|panic)\s+(?!(?:returned|occurr?ed|while|when|in|from|during|on|at|of|for|\w+ing)\b)(?=\S)/,
];
const A_LEVEL = new RegExp(`^[[(<]?(?:${LEVEL_NAMES})\\b`);

/** What loggers print between level and words: thread, logger, place in the source. */
const TAGS: readonly RegExp[] = [
  /^\[(?![Ee]rrno|object|cause|E[A-Z]{4,})[\w.$/:#@ +-]{1,60}\](?:\s*[:|-])?\s*(?=\S)/,
  /^\((?!\d+\))[\w .#/-]{1,40}\)\s+(?=\S)/,
  /^\d+ --- (?:\[[^\]]{0,60}\] ?){1,3}\S{1,80}\s+:\s+/,
  /^\d+#\d+: (?:\*\d+ )?/,
  // Airflow; Synapse without a request
  /^\{[\w./-]{1,80}:\d+\}\s+|^None -\s+/,
  /^\d+ (?=\[)/,
  /^-- : /,
  /^<\d+\.\d+\.\d+>\s+(?=\S)/,
  /^pid=\d+ tid=\w+ (?:class=\S+ )?(?=[A-Z]+: )/,
  /^[\w./-]{1,80}\.(?:go|rs|js|ts|py|rb|cc?|cpp|java|kt|php|exs?):\d+(?::\d+)?[\]:]?\s+(?:-\s+)?(?=\S)/,
  /^[\w.]{1,80}:[\w<>]{1,40}:\d+ - (?=\S)/,
  /^(?:[\w$-]{1,60}\.){1,12}[\w$-]{1,60}\s+(?:::|:|-)\s+(?=\S)/,
  /^(?:\w{1,60}::){1,8}\w{1,60}: (?=\S)/,
  /^[a-z]\w{0,40}\.(?:\w{1,40}\.){2,12}[\w$]{1,60} (?=[A-Z])/,
  /^\w{1,40}\.(?:EMERGENCY|ALERT|CRITICAL|ERROR): (?=\S)/,
  // metabase.core :: words; alone it is a word
  /^[\w-]{1,40} :: (?=\S)/,
];
/** A name before the level: "app.main - ERROR - words", "[main] ERROR words". */
const NAME_BEFORE_LEVEL = new RegExp(`^(?:[\\w.-]{1,60} - |\\[[^\\]]{1,60}\\] )(?=[[(<]?(?:${LEVEL_NAMES})\\b)`);
const CERTAIN = [...STAMPS, ...LEVELS, NAME_BEFORE_LEVEL];
const IS_ERROR = /(?:Error|Exception|Failure|Fault)\W*$/;
/** log4j's %c at the end: "... (io.confluent.kafka.Class)" */
const LOGGER_AT_END = / \((?:[a-z]\w{0,40}\.){1,12}[A-Z][\w$]{0,60}\)$/;

// `/app/start.sh: line 8: ` and `java.lang.IllegalStateException: `, `sqlalchemy.exc.OperationalError: `
const SCRIPT = /^\S+\.(?:sh|bash): line \d+: /;
const PACKAGE = new RegExp(
  String.raw`^(?:Exception in thread "[^"]*" |Caused by: |caused by: |---> |\[?cause\]?: {1,2}\[?|Unhandled exception\. |Uncaught )?`
  + String.raw`(?:(?:[A-Za-z_]\w*\.)+(\w*(?:Error|Exception)\b)|(?:[a-z_]\w*\.){1,12}([A-Z]\w*[a-z]\w*)(?=: ))`,
);
// `/usr/lib/pg/connection.rb:695:in `async_connect': `, `PHP Fatal error:  Uncaught `, `nginx: [emerg] `
const PLACE = /^(?:\S+ \(#PID<[\d.]+>\) failed to connect: \*\* \([\w.]+\) |thread '[^']{0,80}' panicked at (?:[\w./-]{1,200}:\d+:\d+:\s*)?|standard_init_linux\.go:\d+: |\S+\.rb:\d+:in [`'][^']*': |PHP (?:Fatal|Parse) error: +(?:Uncaught )?|nginx: (?:\[\w+\] )?|Caused by: |caused by: |---> |\[cause\]: {1,2}\[?|cause: {1,2}\[?(?=\w*Error\b))/;

/** Services of Grafana, Loki, Mimir and Tempo (grafana/dskit): one failure in another. */
const NESTED = /^.{0,3000}\binvalid service state: .{0,3000}\bfailure: (.{8,1000}?)\]*$/;
/** Go prints the service itself: `service &{0xc0002e94a0 {...}} failed: failed to create memberlist: ...`. */
const GO_STRUCT = /^\w+ &\{.{1,2500}\} failed: (?=\w)/;
/** .NET: the reason is at the end of a long sentence. */
const NET_CERTIFICATE = new RegExp(
  '(The remote certificate is invalid) (?:according to the validation procedure|because of errors in the certificate chain)(?=: )');
/** `Connect Timeout Error (attempted address: example.com:443, timeout: 10000ms)` */
const UNDICI_TIMEOUT = /(Connect Timeout Error) \(attempted address(?:es)?: ([^,)]{3,120})[^)]{0,200}\)/;
/** What loggers put behind the words: those of Go their fields, Monolog the exception with the words once more. */
const BEHIND = /(?: (?:line|caller|service|component|logger)=\S{1,200}){1,6}$| \{"exception":"\[object\] .*$/;
/** Node.js opens the list of members behind the words of an error. */
const OPEN_MEMBERS = /(?<=\w)\]? \{$/;
/** An exception without words, whose class takes their place. */
const TWICE = /^(\S{3,200})(?:: \1| \(\1\))$/;

/** Rust before 1.73 */
const OLD_PANIC = /^thread '[^']{0,80}' panicked at '(.{1,4000})', \S+:\d+:\d+$/;

const MOST_TAGS = 10;
const FEWEST = 8;

/** The words of a line without its time stamp, level and logger, for a headline. */
export function telling(line: string): string {
  const whole = line.trim();
  let rest = (logfmtWords(whole) ?? whole).replace(LOGGER_AT_END, '');
  let isRecord = rest !== whole;
  for (let i = 0; i < MOST_TAGS; i++) {
    const next = withoutTag(rest, isRecord);
    if (next === undefined) break;
    rest = next;
    isRecord = true;
  }
  const words = erlang(rest)
    ?? rest.replace(OLD_PANIC, '$1').replace(NESTED, '$1').replace(GO_STRUCT, '').replace(TWICE, '$1').replace(NET_CERTIFICATE, '$1')
      .replace(UNDICI_TIMEOUT, '$1: $2').replace(OPEN_MEMBERS, '').replace(BEHIND, '').replace(SCRIPT, '')
      .replace(PLACE, '').replace(PACKAGE, '$1$2').replace(TWICE, '$1');
  return words.length > FEWEST ? words : whole;
}

/** Erlang prints a term: `Kernel pid terminated (NAME) ({application_start_failure,APP,{...,{'EXIT',nodistribution}...`. */
const CRASH_TERM = /^(Kernel pid terminated \(\w{1,60}\)) \((?:\\?"?)\{(\w{1,60}),(\w{1,60}),/;
const REASON = /'EXIT',\{?([a-z]\w{1,60})|,\{(?:error|bad_return),\{?([a-z]\w{1,60})/;

function erlang(line: string): string | undefined {
  const [, words, fault, of] = CRASH_TERM.exec(line) ?? [];
  if (!words) return undefined;
  const reason = REASON.exec(line.slice(0, 5000))?.slice(1).find(Boolean);
  return `${words}: ${fault} of ${of}${reason ? ', ' : ''}${reason ?? ''}`;
}

/** Tags that could be words of a plain line are taken off only after a time or a level. */
function withoutTag(text: string, isRecord: boolean): string | undefined {
  const certain = first(CERTAIN, text);
  const tag = certain ?? (isRecord ? first(TAGS, text) : undefined);
  if (!tag || tag.length === text.length || (tag !== certain && IS_ERROR.test(tag))) return undefined;
  return text.slice(tag.length);
}

function first(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0];
    if (found) return found;
  }
  return undefined;
}

const RECORD = new RegExp(`^[[(<]?(?:${LEVEL_NAMES})[\\])>]?:?(?: - None -)?(?:\\s|$)`
  + '(?:[\\w./-]{1,60}(?::|\\])\\s|\\[[^\\]]{1,60}\\]:?\\s)?', 'i');

/** Level and logger of a record without its time: `ERROR config: `; empty: the line is no record. */
export function recordHead(line: string): { readonly head: string; readonly rest: string } {
  const stamp = first(STAMPS, line) ?? '';
  const text = line.slice(stamp.length);
  const head = RECORD.exec(text)?.[0] ?? '';
  return { head, rest: text.slice(head.length) };
}

/** The line begins as a record of a logger does, with a time or a level. */
export function beginsRecord(line: string): boolean {
  const text = line.trim();
  return A_LEVEL.test(text) || STAMPS.some((stamp) => stamp.test(text));
}
