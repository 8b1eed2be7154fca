import { bounded, cropped, firstAndLast } from './giant';
import { openRecord, unfolded } from './log-record';
import { telling } from './telling';
import { withoutUnseen } from '../../facts/unseen';
import { alternatives } from '../text';

/** A line as a person reads it. */
interface PlainLine {
  readonly text: string;
  /** A logger wrote it below the level ERROR. */
  readonly mild?: boolean;
}

/** Turns one raw log message into plain lines: no escape codes, no JSON envelope, no control characters, no dumps. */
export function plainLines(text: string): readonly PlainLine[] {
  const message = cropped(text);
  // a record that its logger has indented
  const whole = /^\s{0,9}\{\s{0,9}\n/.test(message) ? recordLines(message) : undefined;
  if (whole) return whole;
  // A log has many lines: loops, because each callback and each list between takes memory.
  const lines: PlainLine[] = [];
  for (const raw of firstAndLast(linesOf(message))) {
    const line = unmarked(raw).trimEnd();
    for (const one of recordLines(line) ?? textLines(line)) lines.push(one);
  }
  return lines;
}

/** Most messages are one line, and a pattern splits slowly. */
function linesOf(message: string): readonly string[] {
  return /[\n\r\u2028\u2029]/.test(message) ? message.split(/\r\n|[\n\r\u2028\u2029]/) : [message];
}

function textLines(line: string): readonly PlainLine[] {
  return firstAndLast(unfolded(line)).filter((part) => /\S/.test(part)).map((part) => ({ text: bounded(part) }));
}

function recordLines(text: string): readonly PlainLine[] | undefined {
  const record = openRecord(text.trim());
  if (!record) return undefined;
  const texts = record.lines.map((line) => bounded(unmarked(line)).trimEnd()).filter(Boolean);
  return texts.map((one) => (record.mild ? { text: one, mild: true } : { text: one }));
}

function unmarked(line: string): string {
  const seen = withoutUnseen(line);
  return seen.includes('\t') ? seen.replace(/\t/g, '  ') : seen;
}

// Go prints the arguments of a call as numbers: `log.Panic(0xc4200c5eb0, 0x1)`, `main.run({0xc000012f28?, 0x1?})`, `main.main(...)`
const STACK = new RegExp([
  String.raw`^(?:\d[\dT:.-]{9,40}Z)?\s+(at|from) \S|^[\w./*()-]{1,300}\(\{?(0x[\da-f]|\.{3}\))|^at (?:async )?\S+ ?\(`,
  String.raw`^\s*(File "|\.{3} \d+ more|goroutine \d|\d+: 0x|#\d+ )|^\s*\S+\.go:\d+( \+0x|$)|^\s+\S+\.go:\d+|^\s+[~^]+\s*$`,
  String.raw`^\s+(?:<.{1,200}>|\w+)(?:::[\w<>{}]+){2,12}$|^\s*throw (new \w|\w+;)|^\s+raise \w`,
  String.raw`\.rb:\d+:in [\x60'][^\x60']+'$|:in [\x60']<[^\x60']+'$`,
].join('|'));
/** Source that runtimes print around the place of an error. */
const SOURCE = /^\s*\d+ ?[|\u2595]|\u279c +\d+\u2595|^\s*(?:const|let|var|await) .*[;{(]$|^\s+[\w.]+\(.*\);$/;
/** Members that Node prints below an error; crash reports of Erlang. */
const MEMBER = new RegExp(
  String.raw`^\s+(?:code|errno|errorCode|syscall|hostname|address|port|library|function`
  + String.raw`|requireStack|opensslErrorStack|clientVersion|\[errors\]): `,
);
const CRASHER = /<\d+\.\d+\.\d+>\s+(?:crasher|initial call|pid|registered_name|ancestors|message\w*|links|dictionary|trap_exit|status|heap_size|stack_size|reductions|neighbours):/;
/** The reason behind another error, in words; a class name alone, or with EINVAL, says less than the error that it caused. */
const CAUSE = new RegExp(
  String.raw`^\s*(?:[Cc]aused by: |---> |\[cause\]: {1,2}|cause: {1,2}\[?(?=\w*Error\b))`
  + String.raw`(?![\w.$]*(?:Error|Exception|Failure)(?: \(22\): Invalid argument)?\s*$)`,
);
const WORDLESS = /^\s*(?:[Cc]aused by: |---> |\[?cause\]?: {1,2})[\w.$]*(?:Error|Exception|Failure)\s*$/;
const LOUD: readonly (readonly [RegExp, number])[] = [
  [CAUSE, 6],
  [WORDLESS, 3],
  // logrus shortens its levels: "FATA[0000]"
  [/\b(panic(ked)?|fatal|emerg|critical|crit|alert)\b|\b(?:PANI|FATA)\[\d|uncaught|unhandled|application run failed|failed to start/i, 5],
  // klog and glog: level, month and day, time, thread, place in the source
  [/^\s*[EF]\d{4} \d\d:\d\d:\d\d\.\d+\s+\d+ [\w./-]+:\d+\]/, 4],
  // Ruby, where the class of what was not rescued is at the end, however it is called
  [/\.rb:\d+:in [`'][^`']{1,100}': .{1,400} \([A-Z]\w*::[\w:]+\)$/, 4],
  [/(Error|Exception|Errno)\b\s*(?:[:(\]]|\[\w+\]:)|^\s*(error|err!?)\b|\b[Ee]rror:|\bERROR\b|\bERRO\[\d|\[error\]|\bORA-\d+|\bSQLSTATE/, 4],
  [/error|exception|fail|can ?not|can't|could ?n[o']t|unable|not found|denied|refused|missing|require|invalid|no such|unbound|unauthorized|forbidden|timed out|timeout|abort|killed|segfault|violation|conflict|already in use|out of memory|exceeded|not allowed|unrecogni[sz]ed|(?:bad|illegal|unknown) (?:option|directive)|\bE(?:CONN|ADDR|HOST|NET)[A-Z]+\b|\b(?:ENOTFOUND|ENOENT|EACCES|EPERM|ETIMEDOUT|EAI_AGAIN)\b/i, 3],
  // "max file descriptors [4096] for elasticsearch process is too low", without a level of a logger
  [/\btoo (?:low|small)\b(?<=\b(?:u?limits?|descriptors?|threads?|process(?:es)?|memory|areas|map_count|size)\b.{0,140})|\bnot locked\b|\binsufficient (?:file|memory|shared)\b/i, 3],
  // cross mark, collision, siren; "error" in Japanese, Chinese, German, French, Russian, Korean
  [/\u274c|\ud83d\udca5|\ud83d\udea8|\u30a8\u30e9\u30fc|\u9519\u8bef|\u932f\u8aa4|Fehler|erreur|\u043e\u0448\u0438\u0431\u043a|\uc624\ub958/, 3],
];
/** Announces that something failed, or sums it up; another line has the reason. Go prints a panic that is no text as type and address. */
const WRAPPER = alternatives(
  String.raw`^[A-Z]+ +\|[^|]{1,99}\|[^|]{1,60}\|$|^panic: \(\*?[\w./]{1,99}\) \(?0x|application failed to start`,
  String.raw`application run failed|(uncaught exception|unhandled (promise )?rejection):?\s*$|worker failed to boot`,
  String.raw`shutting down: master\s*$|\bHaltServer\b|error command failed|\bELIFECYCLE\b`,
  String.raw`^npm (ERR!|error) +(failed at the|lifecycle script|code|errno|error: command failed|command |path |in workspace|`
    + 'at location|a complete log|exit status|signal)',
);
/** Where to read on; no error, whatever its level. */
const HINT = alternatives(
  String.raw`(?:^|: |\) |\] |- +)(?:for (?:more|further) (?:details|information)\b|see (?:also )?(?:https?:|\S+\.md\b)`
    + String.raw`|run .{0,60}--(?:help|verbose|debug)\b)|^\W{0,9}https?:\/\/\S+\W{0,90}$`,
);
/** A structured logger has the error in the same line. */
const NAMED = /\w: [\w.$]*(?:Error|Exception)\b: \S/;
// the SDK for Go ends the reason of a failure with "Deprecated."; [GIN-debug] is the mode of Gin
const MILD_LEVEL = /\b(?:\w*warning|warn|(?<!GIN-)debug|trace|(?<!in chain\. )deprecat\w*|(?<!\bfor (?:more )?)info)\b/i;
/** The class of an error goes before its words, not a level. */
const THROWN = /(?:^|\bunhandled exception\. )[\w.]*(?:Error|Exception): /i;
// supervisord says what it is at level CRIT
const MILD = alternatives(
  String.raw`retry|0 errors|no errors?\b|error_log|errors=0|error.?free|running without any HTTP auth`,
  String.raw`supervisor (?:is )?running as root|\bset uid to user\b`,
);

/** A line around an error, at its level: `twisted - 192 - ERROR - None - ********` (Synapse). */
const BANNER = /(?: - None -|[*=#-]{12})\s*$/;

/** 0: ordinary; 6: root cause of a chain. */
export function loudness(line: string): number {
  if (isStackLine(line) || CRASHER.test(line) || BANNER.test(line)) return 0;
  const loud = LOUD.find(([pattern]) => pattern.test(line))?.[1] ?? 0;
  if (!loud) return 0;
  if (loud > 1 && ((WRAPPER.test(line) && !NAMED.test(line)) || HINT.test(line))) return 1;
  // a line that ends in a colon announces those that follow
  if (/:\s*$/.test(line)) return Math.min(loud, 3);
  if (loud < 5 && DOES.test(telling(line))) return loud - 1;
  const mild = MILD.test(line) || isMember(line) || (MILD_LEVEL.test(line) && !THROWN.test(line));
  return mild ? Math.min(loud, 2) : loud;
}

/** At the level of an error, what a program does, and not what failed (Authelia: `level=error msg="Generating config file: ..."`). */
const DOES = /^(?:generat|creat|load|writ|us)(?:ing|ed) (?!.*(?:error|fail|denied|invalid|not ))/i;

/** A line, and how loud it is (`loudness`). */
export interface LoudLine {
  readonly raw: string;
  readonly text: string;
  readonly index: number;
  readonly loud: number;
  /** Its logger has given it a level below ERROR. */
  readonly isMild?: boolean;
}

/** `Caused by: java.util.concurrent.TimeoutException` */
export function isWordlessCause(line: string): boolean {
  return WORDLESS.test(line);
}

/** The class that such a line names, without its package. */
export function reasonOfChain(line: string): string {
  return line.trim().split(/[\s.]/).pop() ?? '';
}

/** `For further information visit https://...` */
export function isHint(line: string): boolean {
  return HINT.test(line.trim());
}

export function isStackLine(line: string): boolean {
  return STACK.test(line) || SOURCE.test(line);
}

/** `  code: 'ECONNREFUSED',` */
export function isMember(line: string): boolean {
  return MEMBER.test(line);
}

/** Lines that repeat whatever happens: access logs of health checks, empty decorations. */
export function isNoise(line: string): boolean {
  return HEALTH_CHECK.test(line) || !/[\p{L}\p{N}]/u.test(line);
}

const HEALTH_CHECK = /ELB-HealthChecker|kube-probe|"(GET|HEAD) \/\S*(health|ping|ready|live)\S* HTTP\/[\d.]+" 2\d\d/i;
