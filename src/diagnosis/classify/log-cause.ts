import { withoutKillsOfLateWorkers } from './child-processes';
import { LOG_TEXTS } from './log-texts';
import { CauseId } from '../../contract';
import { Certainty } from '../model';
import { closes, isSummary } from '../read/log-course';
import { LogError, saidOften } from '../read/log-errors';
import { logfmtWords } from '../read/log-record';
import { isStackLine, loudness } from '../read/logline';
import { telling } from '../read/telling';
import { alternatives, normalise } from '../text';

/** The reason for the end of a container, by its log. */
export interface LogCause {
  readonly cause: CauseId;
  readonly certainty: Certainty;
  readonly line: string;
  /** Place of the line in the log. */
  readonly at: number;
}

/** A request that the application answered: a refusal in it is its own. */
const SERVED = /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*.{0,14}\b[1-5]\d\d\b/;

/** The JVM repeats its options: `-XX:+ExitOnOutOfMemoryError`. */
const OPTIONS = /^(NOTE: )?Picked up \w+:/;

/** The line itself only supposes it. */
const HEDGED = /\b(perhaps|possibly|maybe|might be|probably)\b/i;

/** The cause that one log line states; undefined: no row claims it. */
function causeOfLine({ text: line, index: at }: LogError): LogCause | undefined {
  const text = normalise(line);
  if (SERVED.test(text) || OPTIONS.test(text)) return undefined;
  const found = LOG_TEXTS.find(([, words]) => words.test(text));
  if (!found) return undefined;
  const [cause, words, certainty = 'certain'] = found;
  return { cause, certainty: HEDGED.test(text) ? 'probable' : certainty, line: clause(line.trim(), text, words.exec(text)?.index), at };
}

/** A line too long for a headline leads up to its fault: `connection to server at "10.0.1.2", port 5432 failed: FATAL: password ...`. */
function clause(line: string, text: string, at: number | undefined): string {
  if (at === undefined || telling(line).length <= LONG || logfmtWords(line)) return line;
  const before = text.lastIndexOf(': ', at);
  const rest = before < 0 ? '' : text.slice(before + 2);
  if (rest.length < SHORT || rest.length >= text.length) return line;
  // "x509: certificate signed by unknown authority" says nothing without the host
  if (!NAMES_NOTHING.test(rest)) return rest;
  const subject = text.slice(0, before).search(SUBJECT);
  return subject < 0 ? line : text.slice(subject);
}

const NAMES_NOTHING = /^(?:x509: )?[a-z ,-]{8,}$/i;
const SUBJECT = /["']?(?:https?:\/\/[^\s"']{3,160}|(?:[\w-]{1,40}\.){1,6}[a-z][\w-]{1,20}(?::\d{2,5})?)["']?$/i;

/** Characters that a headline has for a line, about; fewer than `SHORT` are too few to name a fault. */
const LONG = 72;
const SHORT = 20;

/**
 * The cause that the log states most loudly.
 * @param loud the lines that look like errors, most telling first
 * @param all every line, oldest first; where no row claims a loud line, the last ones are read
 */
export function causeOfLog(loud: readonly LogError[], all: readonly LogError[]): LogCause | undefined {
  const found = loudest(loud, all);
  const reason = found?.cause === 'app-dependency-unreachable' && BARE_HEAD.test(found.line)
    ? all.filter(({ index }) => index > found.at && index <= found.at + OF_HEAD).map(causeOfLine)
      .find((one) => one && OF_CLIENT.test(one.cause))
    : undefined;
  if (reason) return reason;
  const download = found && MISSES_FILE.has(found.cause)
    ? all.find(({ index, text }) => index < found.at && index >= found.at - CLOSE && NOT_FETCHED.test(text)) : undefined;
  return download
    ? causeOfLine(download) ?? { cause: 'app-crashed', certainty: 'probable', line: download.text, at: download.index }
    : found;
}

/** It says that there is no connection and not why: the words of the client are in the lines below it (SQLSTATE of PDO). */
const BARE_HEAD = alternatives(
  String.raw`\bconnection (?:failed|error)[.!:]?\s*$`,
  String.raw`\b(?:could not|cannot|can't|unable to|failed to) connect to (?:the )?(?:database|server)[.!:]?\s*$`,
);
const OF_CLIENT = /^app-dependency-(?:tls|auth)$/;
const OF_HEAD = 3;

/** A script that goes on without what it could not download misses it next. */
const MISSES_FILE: ReadonlySet<CauseId> = new Set(['entrypoint-not-found', 'app-module-missing']);
/** curl, GNU and BusyBox wget, git, AWS CLI */
export const NOT_FETCHED = alternatives(
  String.raw`^curl: \(\d+\) |^wget: |\bERROR [45]\d\d: |\b(?:failed|unable|error) (?:to )?(?:download|fetch|clon)`,
  String.raw`^fatal: (?:unable to access|repository|could not read)|^fatal error: An error occurred \(`,
);

function loudest(loud: readonly LogError[], all: readonly LogError[]): LogCause | undefined {
  const errors = withoutKillsOfLateWorkers(loud, all);
  const near = (all[all.length - 1]?.index ?? 0) - NEAR;
  const isOften = saidOften(errors);
  for (const error of errors) {
    const found = causeOfLine(error);
    // what it did without for long did not end it
    if (found && OF_SETTING.test(found.cause) && errors[0].index - error.index > NEAR && isOften(errors[0].text)) return undefined;
    // A line far above the words that end the run is less certain to be their reason.
    if (found) {
      const words = { ...found, ...leading(errors[0], error) };
      return errors.some(({ text }) => isSummary(text)) && error.index <= near ? { ...words, certainty: 'probable' } : words;
    }
    // A fatal line that no row claims is the reason, unless it only sums up. A milder line below it is not, however familiar.
    if (loudness(error.text) >= 4 && !isSummary(error.text)) return undefined;
  }
  const last = all.slice(-LAST_LINES).filter(({ text }) => !isStackLine(text)).slice(-QUIET_LINES);
  for (const line of last.reverse()) {
    const quiet = NOT_AN_ERROR.test(line.text) ? undefined : causeOfLine(line);
    if (quiet) return { ...quiet, certainty: 'probable' };
  }
  return undefined;
}

/** The words of the line that is behind the one with the cause: an inner error, or the error that a summary closes. */
function leading(first: LogError, error: LogError): Partial<LogCause> {
  const isHollow = closes(error.text) || (isSummary(error.text) && !/: \S/.test(telling(error.text)));
  const isBehind = first.isInner || (isHollow && !isSummary(first.text));
  return first !== error && isBehind && Math.abs(first.index - error.index) <= CLOSE ? { line: first.text, at: first.index } : {};
}

const OF_SETTING = /^app-config-/;
/** Lines between an error and the one that it led to. */
const CLOSE = 12;
/** Lines that are read where none is an error, with and without stacks. */
const LAST_LINES = 60;
const QUIET_LINES = 15;
const NEAR = 30;
const NOT_AN_ERROR = /\b(info|(?<!GIN-)debug|trace|notice|retry\w*)\b/i;
