import { createContext, Script } from 'vm';
import {
  givenSecrets, learn, LinesRedactor, linesRedactor, MASK, ownWords, Redactor, redactor, secrets, Values, wordsRedactor,
} from './redact';
import { Given } from '../diagnosis/model';
import { compilePattern } from '../redact-pattern';
import { masked, Span, spansByPart } from './redaction/source';
import { visible } from './redaction/visible';

/** What was made of redacted texts, and why some of these texts are not shown, one entry a pattern: `redact[0] ...`. */
export interface Redacted<T> {
  readonly made: T;
  readonly faults: readonly string[];
}

export interface Redactors {
  readonly redact: Redactor;
  /** For sentences of our own (`ownWords`). */
  readonly ours: Redactor;
  /** For the lines of a stream. */
  readonly together: LinesRedactor;
  /** For the words of a command. */
  readonly words: LinesRedactor;
}

/** What the user's patterns, and the masks of what they match, are allowed to take of the time of several calls of `redacted` together. */
export class MatchTime {
  constructor(private left: number) {}

  public get leftMs(): number {
    return this.left;
  }

  public spend(ms: number): void {
    this.left -= ms;
  }
}

interface Around {
  /** The texts have nothing to do with each other. */
  readonly apart?: boolean;
  /** Whole texts, in their order, of which those have parts; they are not shown, and what is masked in them is masked in all. */
  readonly from?: readonly string[];
  /** What task definitions give: the secrets among them are masked wherever they are. */
  readonly given?: readonly Given[];
  /** The account of several calls: less than `limitMs` may be left in it. */
  readonly time?: MatchTime;
}

/**
 * Makes something of texts from which the user's patterns and then the built-in ones have been removed.
 *
 * `make` must be pure, because it can run twice: first to learn the texts, so that all of them are matched with the patterns in one limited
 * call, and the secrets, because what one text gives away is masked in all of them.
 *
 * A pattern that does not compile, that needs more than `limitMs` for all texts, or that matches too much of one, is a fault. A text that
 * was not matched to the end is masked as a whole. After a pattern that does not compile, only the caller can leave texts out: see
 * `faults`.
 */
export function redacted<T>(
  patterns: readonly string[] | undefined,
  limitMs: number,
  make: (redactors: Redactors) => T,
  { apart = false, from = [], given = [], time }: Around = {},
): Redacted<T> {
  const known = givenSecrets(given);
  const values = apart ? undefined : new Values(known);
  const of = () => values ?? new Values(known);
  const builtIn: Redactors = {
    redact: (text) => redactor(of())(text),
    ours: (text) => ownWords(of())(text),
    together: (lines) => linesRedactor(of())(lines),
    words: (words) => wordsRedactor(of())(words),
  };
  // Together, because a secret can be on another line than its name, and alone, because the lines before can hide what it is.
  if (values) for (const text of [...from, ...(from.length > 1 ? [from.join('\n')] : [])]) learn(text, values);
  const texts = new Set<string>();
  const before = values?.size;
  const learned = make(withFirst(builtIn, (parts, separator) => {
    for (const text of textsOf(parts, separator)) texts.add(text);
    return parts;
  }));
  if (!patterns?.length) return { made: values && values.size !== before ? make(builtIn) : learned, faults: [] };
  const own = new OwnPatterns(patterns, limitMs, time);
  own.apply([...texts, ...from]);
  if (values) for (const text of from) own.teach(text, values);
  // The own patterns go first: one of them can begin before a secret and end behind it. One can also take a secret apart, or the words that
  // give it away, so what the built-in ones find in the same text is masked with it.
  const made = make(withFirst(builtIn, (parts, separator, ours) => own.of(parts, separator, (text) => secrets(text, of(), ours))));
  return { made, faults: own.faults() };
}

/** Lines are matched together and alone: the anchors of a pattern are about a line, and a match can have several. */
function textsOf(parts: readonly string[], separator: string): readonly string[] {
  return [parts.join(separator), ...(separator === '\n' && parts.length > 1 ? parts : [])];
}

type First = (parts: readonly string[], separator: '\n' | ' ', ours?: boolean) => readonly string[];

/** The same redactors, and something that is done with each text before. */
function withFirst({ redact, ours, together, words }: Redactors, first: First): Redactors {
  return {
    redact: (text) => redact(first([text], ' ')[0]),
    ours: (text) => ours(first([text], ' ', true)[0]),
    together: (lines) => together(first(lines, '\n')),
    words: (parts) => words(first(parts, ' ')),
  };
}

/** Patterns that do not compile here although synthesis accepted them: the template was edited, or Node.js is older than at synthesis. */
export function patternFaults(patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern, i) => {
    const compiled = compilePattern(pattern);
    return 'fault' in compiled ? [`${nameOf(i)} does not compile: ${compiled.fault}`] : [];
  });
}

/** As an error of synthesis names it. The pattern itself stays out of messages: it can be a secret. */
function nameOf(index: number): string {
  return `redact[${index}]`;
}

/** The work of one call: the script reads the texts and patterns, and writes results and place as it goes. */
interface Job {
  readonly texts: readonly string[];
  readonly patterns: readonly { readonly source: string; readonly flags: string; readonly index: number }[];
  /** For each text where the matches begin and end, in the order in which they were found. */
  readonly out: number[][];
  /** Numbers in one of them: a text with more matches is not matched to the end. */
  readonly most: number;
  /** Place of the text and of the pattern at which it is. */
  at: number;
  which: number;
}

/**
 * The only way to interrupt a regular expression is `vm` with a timeout. The other one that V8 has, its linear engine
 * (`--enable-experimental-regexp-engine-on-excessive-backtracks`), takes over in few cases. Measured on 24 letters (Node.js 20.20, 22.23,
 * 24.21): it shortens `(a+)+$` without the flag `u` to 2 ms, and none of `(a+)+$` with that flag, `(a+)+\1$` and `(a{1,50}){1,50}$`, which
 * take 2 to 4 s on 20 and 22, 0.3 to 0.6 s on 24. The timeout ends each of them after 300 to 313 ms. A call takes 0.2 to 5 ms,
 * 60 texts with 50 patterns 2 to 9 ms: so there is one call for all texts of a message.
 *
 * `matchAll` steps over whole characters behind an empty match: from the middle of an emoji, the flag `u` goes back. Matches that touch are
 * one, as their mask is: `\\w` has one for each word.
 */
const SCRIPT = new Script(`(function (job) {
  const patterns = job.patterns.map(({ source, flags }) => new RegExp(source, flags));
  for (; job.at < job.texts.length; job.at++) {
    const text = job.texts[job.at];
    const found = [];
    for (job.which = 0; job.which < patterns.length; job.which++) {
      let end = -1;
      for (const match of text.matchAll(patterns[job.which])) {
        if (!match[0]) continue;
        if (match.index === end) found.pop();
        else found.push(match.index);
        found.push(end = match.index + match[0].length);
        if (found.length > job.most) return;
      }
    }
    job.out[job.at] = found;
  }
})(job)`);

/** The first try has half of the time, the next one half of the rest. */
const PARTS = 2;
/** With less left, another try is not worth its call. */
const LEAST_MS = 10;

/** Of one text, for each millisecond of the limit. To mask 20,000 takes about 15 ms; a letter is 6,000 times in a log of 238 kB. */
const MATCHES_A_MS = 100;

const sandbox: { job?: Job } = {};
let context: ReturnType<typeof createContext> | undefined;

class OwnPatterns {
  private readonly done = new Map<string, readonly Span[]>();
  private readonly slow = new Set<number>();
  /** There was no time for some of the texts. */
  private isLate = false;
  private readonly broken: readonly string[];
  private readonly patterns: Job['patterns'];
  private leftMs: number;
  /** Of the time that `counted` measures: what is counted already, or takes as long without a pattern. */
  private apartMs = 0;

  constructor(patterns: readonly string[], private readonly limitMs: number, private readonly time: MatchTime | undefined) {
    this.leftMs = Math.min(limitMs, time?.leftMs ?? limitMs);
    this.broken = patternFaults(patterns);
    this.patterns = patterns.flatMap((pattern, index) => {
      const compiled = compilePattern(pattern);
      return 'fault' in compiled ? [] : [{ ...compiled, index }];
    });
  }

  faults(): readonly string[] {
    const slow = [...this.slow].sort((a, b) => a - b).map((index) => `${nameOf(index)} took too long`);
    return [...this.broken, ...slow, ...(this.isLate && !slow.length ? ['the patterns of redact took too long'] : [])];
  }

  /**
   * The patterns are matched with the text as it is and as a reader sees it: a colour or an invisible sign in it, or a letter that JSON
   * writes as digits, does not hide it from them. If the whole takes too long, each part is masked; if a part does, only that one.
   */
  of(parts: readonly string[], separator: string, builtIn: (text: string) => readonly Span[]): readonly string[] {
    return this.counted(() => this.shown(parts, separator, builtIn)) ?? parts.map(() => MASK);
  }

  private shown(parts: readonly string[], separator: string, builtIn: (text: string) => readonly Span[]): readonly string[] {
    const [whole, ...alone] = textsOf(parts, separator).map((text) => this.spansOf(text));
    if (!whole) return parts.map(() => MASK);
    const isTouched = [whole, ...alone].some((found) => found?.length);
    const began = performance.now();
    const others = isTouched ? builtIn(parts.join(separator)) : [];
    // The built-in ones take time in proportion to the text, whatever the pattern is.
    this.apartMs += performance.now() - began;
    const spans = spansByPart(parts, [...whole, ...others]);
    return parts.map((part, i) => {
      const own = alone.length ? alone[i] : [];
      return own ? masked(part, [...spans[i], ...own], (hidden) => hidden.replace(/[^\n]+/g, MASK)) : MASK;
    });
  }

  /** undefined: the text was not matched to the end. */
  private spansOf(text: string): readonly Span[] | undefined {
    const { text: seen, spanOf } = visible(text);
    const asIs = this.spansIn(text);
    if (seen === text) return asIs;
    const asSeen = this.spansIn(seen);
    return asIs && asSeen && [...asIs, ...asSeen.map(spanOf)];
  }

  /** Remembers what the patterns match in a text that is not shown. */
  teach(text: string, values: Values): void {
    this.counted(() => {
      const { text: seen } = visible(text);
      for (const span of this.spansIn(text) ?? []) values.addOwn(text, span);
      if (seen !== text) for (const span of this.spansIn(seen) ?? []) values.addOwn(seen, span);
    });
  }

  /** What is made of the matches takes of the same time as the matching. undefined: nothing is left of it. */
  private counted<T>(make: () => T): T | undefined {
    if (this.leftMs <= 0) {
      this.isLate = true;
      return undefined;
    }
    this.apartMs = 0;
    const began = performance.now();
    const made = make();
    this.spend(performance.now() - began - this.apartMs);
    return made;
  }

  private spend(ms: number): void {
    this.leftMs -= ms;
    this.time?.spend(ms);
  }

  /** undefined: it was not matched to the end. */
  private spansIn(text: string): readonly Span[] | undefined {
    if (!this.done.has(text)) this.match([text]);
    return this.done.get(text);
  }

  /** Matches many texts at once. */
  apply(texts: readonly string[]): void {
    this.counted(() => this.match([...new Set(texts.flatMap((text) => [text, visible(text).text]))]));
  }

  /** A text that takes too long has no result. When the time is over, neither have the texts after it. */
  private match(texts: readonly string[]): void {
    let rest = texts;
    while (rest.length && this.leftMs >= LEAST_MS) {
      const job = this.run(rest);
      job.out.forEach((found, i) => this.done.set(rest[i], inPairs(found)));
      if (job.at >= rest.length) return;
      this.slow.add(this.patterns[job.which].index);
      rest = rest.slice(job.at + 1);
    }
    if (rest.length) this.isLate = true;
  }

  private run(texts: readonly string[]): Job {
    const job: Job = { texts, patterns: this.patterns, out: [], most: 2 * MATCHES_A_MS * this.limitMs, at: 0, which: 0 };
    // A part of the time for each try: one text is not allowed to take the time of all others.
    const timeout = Math.ceil(this.leftMs / PARTS);
    context ??= createContext(sandbox);
    sandbox.job = job;
    const began = performance.now();
    try {
      SCRIPT.runInContext(context, { timeout });
    } catch {
      // It was interrupted; the job has the place.
    } finally {
      sandbox.job = undefined;
      const tookMs = performance.now() - began;
      this.spend(tookMs);
      this.apartMs += tookMs;
    }
    return job;
  }
}

/** Beginnings and ends in turn. */
function inPairs(found: readonly number[]): readonly Span[] {
  return found.flatMap((start, i) => (i % 2 ? [] : [{ start, end: found[i + 1] }]));
}
