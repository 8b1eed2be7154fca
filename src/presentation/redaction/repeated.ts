import { addTo, Span } from './source';
import { isStandIn } from './values';

/** Characters of a value that is looked for elsewhere: a shorter one is in many words, a longer one is a file. */
const SHORTEST = 6;
const LONGEST = 500;
/** Values that are looked for; each takes a pass over the text. */
const MOST = 40;
/** Plain words of so many letters are no words of a language. */
const LONG_WORD = 12;
const NO_NAME = /\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]|[!#$%^&*+=?~]/;

/** Parts of masked texts that are looked for, and the signs that the shortest has. */
const MOST_PARTS = 400;
const SHORTEST_PART = 4;
const PARTS = /[^\s"'`=,;:()[\]{}|<>/\\]+/g;
/** `acct-4711`, `db.internal`, `API_KEY`, `orderId`: no ordinary word. */
const NAME = /[\w][_.-]\w|[a-z][A-Z]|\d[A-Za-z]|[A-Za-z]\d/;
/** Characters in which the next word is. */
const NEAR = 60;

/** Values that were masked in a text. An application that quotes its password once often quotes it twice. */
export class Values {
  private readonly known = new Set<string>();
  private readonly most: number;
  /** By text: the words beside it where it was masked. `ANYWHERE`: it is masked whatever is beside it. */
  private readonly parts = new Map<string, Set<string>>();
  private readonly read = new Map<string, readonly Span[]>();

  /** @param given secrets that are known before any text is read */
  constructor(given: readonly string[] = []) {
    for (const value of given.slice(0, MOST)) this.known.add(value);
    this.most = MOST + this.known.size;
  }

  get size(): number {
    return this.known.size;
  }

  /** What `find` finds in a text, which a message reads several times: to learn, to mask, and to mask what was learned later. */
  public once(text: string, find: () => readonly Span[]): readonly Span[] {
    const spans = this.read.get(text) ?? find();
    this.read.set(text, spans);
    return spans;
  }

  public add(value: string): void {
    const text = value.trim();
    if (this.known.size < this.most && isTelling(text)) this.known.add(text);
  }

  /** What was masked in a whole text, of which others may have only a part: there it is masked beside the same word. */
  public addPart(text: string, { start, end }: Span): void {
    this.put(text.slice(start, end), beside(text, start, end));
  }

  /** The same for a match of a user's pattern: the whole and each name in it are masked anywhere, its other words beside the same word. */
  public addOwn(text: string, { start, end }: Span): void {
    if (this.parts.size >= MOST_PARTS) return;
    const whole = text.slice(start, end);
    this.put(whole, [ANYWHERE]);
    for (const { 0: part, index = 0 } of whole.matchAll(PARTS)) {
      const at = start + index;
      this.put(part, NAME.test(part) ? [ANYWHERE] : beside(text, at, at + part.length));
    }
  }

  private put(value: string, words: readonly string[]): void {
    const text = value.trim();
    const known = this.parts.get(text);
    if (text.length < SHORTEST_PART || text.length > LONGEST || /^\*+$/.test(text) || (!known && this.parts.size >= MOST_PARTS)) return;
    this.parts.set(text, new Set([...known ?? [], ...words]));
  }

  /** Where they are in a text as words of their own. */
  public in(text: string): readonly Span[] {
    const spans: Span[] = [];
    for (const value of this.known) addTo(spans, wordsOf(text, value));
    for (const [value, words] of this.parts) {
      addTo(spans, wordsOf(text, value).filter(({ start, end }) => (
        words.has(ANYWHERE) || beside(text, start, end).some((word) => words.has(word)))));
    }
    return spans;
  }
}

const ANYWHERE = '';

/** The word before and the word after, if they are on the same line. */
function beside(text: string, start: number, end: number): readonly string[] {
  const before = /([\p{L}\p{N}_]+)[^\p{L}\p{N}_\n]*$/u.exec(text.slice(Math.max(0, start - NEAR), start))?.[1];
  const after = /^[^\p{L}\p{N}_\n]*([\p{L}\p{N}_]+)/u.exec(text.slice(end, end + NEAR))?.[1];
  return [...(before ? [`${before} *`] : []), ...(after ? [`* ${after}`] : [])];
}

/** Where it is as a word of its own. */
function wordsOf(text: string, value: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    if (!isInWord(text, at) && !isInWord(text, end)) spans.push({ start: at, end });
  }
  return spans;
}

/** An ordinary word, a number or a stand-in can mean anything elsewhere. */
export function isTelling(value: string): boolean {
  if (value.length < SHORTEST || value.length > LONGEST || /[\n*]/.test(value) || /^[\d.:,/-]+$/.test(value) || isStandIn(value)) return false;
  return NO_NAME.test(value) || (/^[a-z]+$/i.test(value) && value.length >= LONG_WORD);
}

/** Letters or digits on both sides of the place. */
function isInWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
}
