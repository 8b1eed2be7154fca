import { ofBlocks } from './log-blocks';
import { isExcused, isSummary, lastRecovery } from './log-course';
import { logfmtWords } from './log-record';
import { isHint, isMember, isStackLine, isWordlessCause, loudness, LoudLine, reasonOfChain } from './logline';
import { oncePer } from './memo';
import { beginsRecord, recordHead, telling } from './telling';
import { LogLine } from '../../facts/model';
import { largest, wholeTokens } from '../text';

/** A line of a log as `logLines` gives it. */
export interface ReadLine extends LogLine {
  /** A logger wrote it below the level ERROR. */
  readonly mild?: boolean;
}

/** An error in a log. */
export interface LogError {
  /** Its line; with the line that announces it, and the class of a cause that has no words. */
  readonly text: string;
  /** Place of the line in the log. */
  readonly index: number;
  /** The innermost of a chain. */
  readonly isInner?: boolean;
}

/**
 * Lines that look like errors, the most specific first: by loudness, then the latest. Summaries come after the lines that they sum up, and
 * errors from which the application recovered come last. Stack lines never lead.
 */
export const logErrors = oncePer((lines: readonly ReadLine[]): readonly LogError[] => {
  const { errors, recovered } = course(lines);
  return [...errors, ...recovered];
});

/** The texts of `logErrors`. */
export const errorLines = oncePer((lines: readonly ReadLine[]): readonly string[] => logErrors(lines).map(({ text }) => text));

/** The `logErrors` from which the application did not recover: one of them can be the reason for its end. */
export const openErrors = (lines: readonly ReadLine[]): readonly LogError[] => course(lines).errors;

/** The lines after the last sign of recovery: errors before that sign did not end the application. */
export const openLines = (lines: readonly ReadLine[]): readonly LogError[] => course(lines).open;

/** A line while `course` looks at it. Its steps change the lines in place: a log has thousands, and each copy takes memory. */
interface Draft extends LoudLine {
  text: string;
  loud: number;
}

const course = oncePer((lines: readonly ReadLine[]) => {
  const heard = ofParts(fullest(firstOfSeveral(joined(chained(ofBlocks(quieted(lines.map(({ message, mild }, index): Draft => {
    const raw = message ?? '';
    const loud = loudness(raw);
    return { raw, text: raw.trim(), index, loud: mild ? Math.min(loud, 2) : loud, isMild: mild };
  }))))))));
  const until = lastRecovery(heard);
  const loudest = heard.filter(({ loud }) => loud >= 3);
  // what fails again and again, with its reason, is no last word about something else
  const isOften = saidOften(loudest);
  const sums = (text: string) => isSummary(text) && !(WITH_REASON.test(text) && isOften(text));
  const found = loudest
    .map(({ text, index, loud }) => ({ text, index, loud, sum: Number(sums(text)), over: index < until || isExcused(text) }))
    .sort((a, b) => a.sum - b.sum || b.loud - a.loud || b.index - a.index)
    .map(({ text, index, over, loud }) => ({ text, index, over, isInner: loud > 5 }));
  return {
    errors: found.filter((e) => !e.over),
    recovered: found.filter((e) => e.over),
    open: heard.slice(until).filter(({ text }) => !isExcused(text)),
  };
});

const WITH_REASON = /\bfail(?:ed|ure): (?:\S+ ){2}\S/i;
const OFTEN = 3;

/** Whether lines say the same again and again. They are counted once, when the first is asked for. */
export function saidOften(lines: readonly Pick<LogError, 'text'>[]): (text: string) => boolean {
  let counts: Map<string, number> | undefined;
  return (text) => {
    counts ??= lines.reduce((all, one) => all.set(telling(one.text), (all.get(telling(one.text)) ?? 0) + 1), new Map<string, number>());
    return (counts.get(telling(text)) ?? 0) >= OFTEN;
  };
}

const WARNED = /^\W{0,3}(?:[\d:.,TZ+/-]+\s+|\[[^\]]{1,60}\]\s+){0,4}\W?(?:WARN|WARNING|DEBUG)\b/;
const THROWN = /^(?:[a-z]\w*\.)+[\w$]*(?:Error|Exception)\b/;
const RETRIED = /\bretry(?:ing)?\b/i;
const INNER = /^\s*(?:---> |Caused by: |\[cause\]: )/;
const GOES_ON = /^\s*(?:Caused by: |---> |Suppressed: |\.{3} \d+)/;

/** Loggers of Java print the exception of a warning in the lines below it: these are as mild as the warning. */
function quieted(found: readonly Draft[]): readonly Draft[] {
  let mild = false;
  found.forEach((line, i) => {
    const before = found[i - 1]?.raw ?? '';
    // .NET: "retry 1 of 3: HttpRequestException: ..." and " ---> SocketException: ..." below it
    const retried = INNER.test(line.raw) && RETRIED.test(before);
    mild = retried || (THROWN.test(line.raw) && WARNED.test(before)) || (mild && (GOES_ON.test(line.raw) || isStackLine(line.raw)));
    if (mild) line.loud = Math.min(line.loud, 2);
  });
  return found;
}

/** Frames and members that Node.js prints below an error. */
const MOST_MEMBERS = 24;
const INPUT = /^\s+input: '([^']{1,200})',?$/;
const CODE = /^\s+code: '(E[A-Z]{4,}|UND_ERR_\w{2,40})',?$/;

/** What an error of Node.js has in a member and not in its words: the URL, or why a request failed. */
function memberOf(text: string, raw: string): string {
  const input = /\bInvalid URL$/.test(text) ? INPUT.exec(raw)?.[1] : undefined;
  if (input) return `: '${input}'`;
  const code = /\bfetch failed(?: \(\w*Error\))?$/.test(text) ? CODE.exec(raw)?.[1] : undefined;
  return code ? ` (${code})` : '';
}

const DIRECT_CAUSE = /^The above exception was the direct cause of the following exception:/;
const CAUSES_FOLLOW = /^Caused by:$/;

/** The innermost error of a chain is its reason: Python prints it first, `anyhow` of Rust last and indented, Java as `Caused by`. */
function chained(found: readonly Draft[]): readonly Draft[] {
  let inChain = false;
  let follows = false;
  let error = -1;
  found.forEach((line, i) => {
    // a document that is empty, or none: the error that it caused names the setting
    if (DIRECT_CAUSE.test(line.text) && error >= 0 && !inChain && !/\bline 1 column 1\b/.test(found[error].text)) {
      found[error].loud = 6;
      inChain = true;
    } else if (/^Traceback \(most recent/.test(line.text)) {
      inChain = inChain && i - error < 4;
    }
    follows = CAUSES_FOLLOW.test(line.text) || (follows && /^\s+\S/.test(line.raw));
    if (follows && !CAUSES_FOLLOW.test(line.text) && !isStackLine(line.raw) && !/^\|/.test(line.text)) {
      line.text = line.text.replace(/^\d+: /, '');
      line.loud = 6;
    }
    // The class of a cause without words belongs to the error that it caused.
    if (isWordlessCause(line.raw) && error >= 0) found[error].text += ` (${reasonOfChain(line.raw)})`;
    else if (line.loud >= 4) error = i;
    else if (error >= 0 && i - error <= MOST_MEMBERS) found[error].text += memberOf(found[error].text, line.raw);
  });
  return found;
}

/** A colon or bracket at the end, pydantic's count, or nothing but a code (`Error: P3009`). */
const ANNOUNCES = /[:{[]$|\b\d+ (?:validation )?errors? for [\w.]+$|\bthe following\b[^:]{0,80}$|^(?:error|fatal)\W{1,3}[A-Z]{1,4}\d{3,5}$/i;
const OF_PYDANTIC = /\bvalidation errors? for [\w.]+$/;
/** A field of settings, alone in its line. */
const FIELD = /^[\w.-]{1,80}$/;
/** Members of an issue of Zod that name neither the setting nor its fault. */
const DETAIL = /^"(?:code|expected|received|validation|minimum|maximum|inclusive|exact|origin|path)":/;
const ITEM = /^\s*(?:[-*\u2022>]|\d+[.)]) ?\S|^\s+\S/;
/** Closing brackets and decoration. */
const NO_WORDS = /^[^\p{L}\p{N}]*$/u;
/** Lines that are joined with the line that announces them, and the length of the result. */
const MOST_ITEMS = 3;
const MOST_LINES = 10;
const MOST_CHARACTERS = 300;

/** `error: 2 validation errors for Settings` and the lines that it announces are one error. */
function joined(found: readonly Draft[]): readonly Draft[] {
  found.forEach((line, i) => {
    if (line.loud < 3 || !ANNOUNCES.test(line.text)) return;
    const text = (logfmtWords(line.text) ?? line.text).replace(/(?<![:{[\s])[:{[\s]+$/, '');
    const loud = line.loud > 5 ? 6 : Math.min(4, loudness(text));
    const block = loud >= 3 ? itemsAfter(found, i) : [];
    const items = block.slice(0, MOST_ITEMS);
    if (!items.length) return;
    if (items[0].loud > 5) {
      line.loud = Math.min(line.loud, 3);
      return;
    }
    const [{ index }] = items;
    const most = largest(block.filter((one) => one.isOfHead).map((one) => one.loud), Math.max(loud, found[index].loud));
    for (const { index: rest, isOfHead } of [...block.slice(MOST_ITEMS), ...items.slice(1).filter((one) => one.isOfHead)]) {
      if (rest !== index) found[rest].loud = Math.min(found[rest].loud, isOfHead ? 1 : 2);
    }
    const words = items.map((item) => wordsOf(item)).join(', ');
    found[index].loud = most;
    found[index].text = wholeTokens(`${text}: ${words}`, MOST_CHARACTERS);
    line.loud = Math.min(line.loud, 1);
  });
  return found;
}

interface Item extends LoudLine {
  /** A record with the level and the logger of the line that announces it; `raw` and `text` are without them. */
  readonly isOfHead: boolean;
}

/** Without bullet, comma, and the details of pydantic and Zod. */
function wordsOf({ text }: LoudLine): string {
  return text.replace(/^[-*\u2022>] ?/, '').replace(/ \[type=.*$|,$/, '').replace(/^"message": /, '').replace(/^"([^"]*)"$/, '$1');
}

/** The lines that a line announces. */
function itemsAfter(lines: readonly LoudLine[], at: number): readonly Item[] {
  const items: Item[] = [];
  const announced = beginsRecord(lines[at].raw);
  const { head, rest: first } = recordHead(lines[at].raw);
  const indent = first.length - first.trimStart().length;
  const named = /\w+ \w+ \w/.test(lines[at].text);
  const ofPydantic = OF_PYDANTIC.test(lines[at].text);
  for (const whole of lines.slice(at + 1, at + 1 + MOST_LINES)) {
    const own = head !== '' && whole.raw.includes(head.trim()) ? recordHead(whole.raw) : undefined;
    const isOfHead = own?.head.trim() === head.trim();
    const line = own && isOfHead ? { ...whole, raw: own.rest.slice(indent), text: own.rest.trim(), isOfHead } : { ...whole, isOfHead };
    if (NO_WORDS.test(line.text) || isHint(line.raw) || DETAIL.test(line.text) || ((named || items.length) && isMember(line.raw))) continue;
    if (ofPydantic && items.length && FIELD.test(line.text)) {
      items.push(line);
      continue;
    }
    const another = beginsRecord(line.raw) && (!announced || line.loud < 3);
    if (another || isStackLine(line.raw) || isSummary(line.text) || /^(Caused by|Traceback)/.test(line.text)) break;
    if (items.length && !ITEM.test(line.raw) && !ANNOUNCES.test(items[items.length - 1].text)) break;
    items.push(line);
  }
  return items;
}

/** `MULTIPLE CONFIG ERRORS FOUND`, `Found 2 configuration errors` */
const SEVERAL = /\b(?:multiple|several|\d{1,3}) (?:[\w-]{1,30} ){0,3}errors?\b/i;
const LABEL = /^[^:\s][^:]{3,40}: /;

/** Of several errors of one kind that a line announces, each in its own line with the same label, the first is the one to correct first. */
function firstOfSeveral(found: readonly Draft[]): readonly Draft[] {
  found.forEach((line, i) => {
    const first = found[i + 1];
    const label = first?.loud >= 3 && SEVERAL.test(line.text) ? LABEL.exec(first.text)?.[0] : undefined;
    if (!label) return;
    line.loud = Math.min(line.loud, 1);
    for (const other of found.slice(i + 2, i + 1 + MOST_LINES).filter(({ text }) => text.startsWith(label))) {
      other.loud = Math.min(other.loud, 2);
    }
  });
  return found;
}

/**
 * A part of the program that did not start: `Unknown/unsupported storage engine: InnoDB`, `it depends on module memberlist-kv, which has
 * failed`.
 */
const OF_PART = new RegExp(String.raw`\b(?:plugin|module|engine|component|subsystem)s?:? ["'\`]?([\w-]{4,40})["'\`]?`
  + String.raw`(?:\W*$|, which has failed| init| registration)`, 'i');
const OF_ERRORS = 40;

/** An error that only reports the end of a part is milder than the first error of that part itself. */
function ofParts(found: readonly Draft[]): readonly Draft[] {
  found.forEach((line, i) => {
    const part = line.loud >= 3 ? OF_PART.exec(line.text)?.[1] : undefined;
    if (!part) return;
    const own = new RegExp(`(?:^|[\\]\\s=])["']?${part}["']?(?::? |\\])`);
    const first = found.slice(Math.max(0, i - OF_ERRORS), i)
      .find(({ raw, text, loud, isMild }) => loud >= 3 && !isMild && own.test(raw) && !OF_PART.test(text));
    if (!first) return;
    first.loud = Math.max(first.loud, 5);
    line.loud = 2;
  });
  return found;
}

/** Error lines that are compared with others. */
const MOST_COMPARED = 40;
const REPEATED = 12;

/** Of two lines with the same words, the one that goes on after them has the reason: it is as loud as the other. */
function fullest(found: readonly Draft[]): readonly Draft[] {
  const errors = found.filter(({ loud }) => loud >= 3).slice(-MOST_COMPARED);
  for (const short of errors) {
    const words = short.text.replace(/^\W*(?:\w*(?:Error|Exception)|fatal)\W+/i, '').replace(/\W+$/, '');
    if (words.length < REPEATED) continue;
    const long = errors.find(({ text }) => text.includes(`${words}:`) && text.length > short.text.length);
    if (!long) continue;
    long.loud = Math.max(long.loud, short.loud);
    short.loud = Math.min(short.loud, 2);
  }
  return found;
}
