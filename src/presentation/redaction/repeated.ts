import { Span } from './source';
import { isStandIn } from './values';

/** Characters of a value that is looked for elsewhere: a shorter one is in many words, a longer one is a file. */
const SHORTEST = 6;
const LONGEST = 500;
/** Values that are looked for; each takes a pass over the text. */
const MOST = 40;
/** Plain words of so many letters are no words of a language. */
const LONG_WORD = 12;
const NO_NAME = /\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z]|[!#$%^&*+=?~]/;

/** Values that were masked in a text. An application that quotes its password once often quotes it twice. */
export class Values {
  private readonly known = new Set<string>();

  get size(): number {
    return this.known.size;
  }

  public add(value: string): void {
    const text = value.trim();
    if (this.known.size < MOST && isTelling(text)) this.known.add(text);
  }

  /** Where they are in a text as words of their own. */
  public in(text: string): readonly Span[] {
    const spans: Span[] = [];
    for (const value of this.known) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
        const end = at + value.length;
        if (!isInWord(text, at) && !isInWord(text, end)) spans.push({ start: at, end });
      }
    }
    return spans;
  }
}

/** An ordinary word, a number or a stand-in can mean anything elsewhere. */
function isTelling(value: string): boolean {
  if (value.length < SHORTEST || value.length > LONGEST || /[\n*]/.test(value) || /^[\d.:,/-]+$/.test(value) || isStandIn(value)) return false;
  return NO_NAME.test(value) || (/^[a-z]+$/i.test(value) && value.length >= LONG_WORD);
}

/** Letters or digits on both sides of the place. */
function isInWord(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
}
