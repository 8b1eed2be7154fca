import { Source, words } from './source';
import { closedEnd, isStandIn } from './stand-ins';
import { GRAMMAR, isOfValues } from './vocabulary';

export { isStandIn } from './stand-ins';

/** Characters that show what a value is. Names can be many before one long value, so no more of it is looked at for each. */
const ENOUGH = 400;

/** A value beside a name. */
export interface Value {
  readonly start: number;
  readonly end: number;
  /** Where the text goes on, behind a closing quote. */
  readonly next: number;
  readonly quoted: boolean;
  readonly text: string;
}

const OPENING = /(\\{0,15})(["'`]|(?<=\\)(?:u00|x)2[27]|\u300c|\u300e|&quot;|&#34;|&#39;|%22|%27|\u201c|\u2018|\u00ab)/y;
const CLOSING: { readonly [sign: string]: string } = {
  '\u201c': '\u201d', '\u2018': '\u2019', '\u00ab': '\u00bb', '\u300c': '\u300d', '\u300e': '\u300f',
};

/** Behind two quotes that are one of the value. */
const DOUBLED = /^[,;)\]}]{0,4}[^\s,;)\]}'"]/;

/** A quoted value at this place. It ends at the quote of the same kind with as many backslashes, or with the line. */
export function quotedAt(source: Source, at: number): Value | undefined {
  const opening = source.at(OPENING, at);
  if (!opening) return undefined;
  const [whole, slashes, sign] = opening;
  const start = at + whole.length;
  const lineEnd = source.lineEnd(start);
  const triple = sign.length === 1 && source.text.startsWith(sign + sign, start);
  const closing = triple ? sign.repeat(3) : CLOSING[sign] ?? sign;
  const from = triple ? start + 2 : start;
  for (let index = source.next(closing, from); index < lineEnd; index = source.next(closing, index + closing.length)) {
    let first = index;
    while (first > start && source.text[first - 1] === '\\') first--;
    const count = index - first;
    if (closes(count, slashes.length)) {
      // SQL writes a quote inside as two, nginx a backslash as `\x5C`
      const isTwo = sign === closing && index > start && source.text[index + 1] === sign && !count;
      if (isTwo && DOUBLED.test(source.text.slice(index + 2, index + 8))) {
        index++;
      } else if (sign[0] !== 'x' || !/\\x5c$/i.test(source.text.slice(index - 5, first))) {
        return closed(source, from, index - slashes.length, index + closing.length);
      }
    } else if (slashes.length && count < slashes.length) {
      return quotedValue(source, start, first, first);
    }
  }
  return untilOuterQuote(source, at, sign, quotedValue(source, from, lineEnd, lineEnd));
}

/** A shell has no other way to write a quote inside of quotes than between two texts: `'a'\''b'`, `'a'"'"'b'`. */
const JOINED = /(?:(?:\\{1,4}'|"'")'[^'\n]{0,300}')+/y;

function closed(source: Source, start: number, end: number, next: number): Value {
  const length = source.text[end] === '\'' ? source.at(JOINED, next)?.[0].length : undefined;
  return length ? quotedValue(source, start, next + length - 1, next + length) : quotedValue(source, start, end, next);
}

/** A quote that nobody closes ends with the quotation that it is in. */
function untilOuterQuote(source: Source, at: number, sign: string, value: Value): Value {
  if (sign === '"' || source.before(at, LINE_BEFORE).split('"').length % 2) return value;
  const end = source.next('"', value.start);
  return end < value.end ? quotedValue(source, value.start, end, end) : value;
}

const LINE_BEFORE = 400;

function quotedValue({ text }: Source, start: number, end: number, next: number): Value {
  return { start, end, next, quoted: true, text: text.slice(start, Math.min(end, start + ENOUGH)) };
}

function closes(slashes: number, opening: number): boolean {
  return slashes % (2 * (opening + 1)) === opening;
}

/** A value without quotes. A sign ends it if what follows cannot belong to a value: a blank, the next name, the end of a bracket. */
const BARE = /(?:[^\s"'`,;&<>(){}[\]|\\%]|,(?![\s"'`\\]|$|[\w.$-]{1,40}\s{0,2}[:=])|;(?!\s|$|[\w .-]{1,40}=)|&(?!amp;|quot;|[\w.%[\]-]{1,40}=|\s|$)|[)\]}](?![\s,;.:)\]}"'`\\]|$)|[({[]|>(?![\s,;)\]}]|$|>)|<(?!\/|<)|\|(?!\s|$)|%|\\ (?=[^\s"'`])|\\(?!n|r\\n|(?:u00|x)2[267]|"|'|\\|t))+/y;

/** Signs that can end a value, and those that open what they close. */
const ENDS = /["'`)\]}>\\<;|&,]/;
const OPENING_OF: { readonly [sign: string]: string } = { ')': '(', ']': '[', '}': '{', '>': '<', '<': '<' };
const TAIL = /[^\s]{1,60}/y;
/** What does not belong to a value at its end. */
const CLOSERS = /["'`)\]}>,;.:|&\\]+$/;

/**
 * Passwords that a program makes have quotation marks and brackets. Such a sign belongs to the value if nothing before on the line was
 * opened that it could close, and if the value goes on behind it.
 */
function withTail(source: Source, at: number, end: number): number {
  const sign = source.text[end];
  if (sign === undefined || !ENDS.test(sign)) return end;
  const tail = source.at(TAIL, end)?.[0].replace(CLOSERS, '') ?? '';
  if (tail.length < (end > at ? 2 : LEAST_TAIL)) return end;
  const before = source.before(at, 400);
  for (let i = 0; i < tail.length; i++) {
    if (closesSomething(tail, i, before)) return end + tail.slice(0, i).replace(CLOSERS, '').length;
  }
  return end + tail.length;
}

/** Characters of a value that begins with the end of something. */
const LEAST_TAIL = 6;
const NEXT_NAME = /^(?:;|&|&amp;|\|)[\w .%[\]-]{1,40}=|^,["'`]?[A-Za-z_.$-][\w.$-]{1,40}["'`]?[:=]|^,["'`][^"'`]{0,60}["'`](?:[,\]}]|$)|^&&\s?[a-z]{2}|^\|\|/;
/** `,mMkT=`, `,k9=`: nobody writes a name so, but a program does so in a password. */
const NO_NAME = /^,(?:_?[a-z][A-Z]|[.-]|[\w.$-]{0,38}(?:[A-Z][a-z][A-Z]|[a-z][A-Z](?![A-Za-z])|\d[A-Za-z]))/;

function closesSomething(tail: string, at: number, before: string): boolean {
  const sign = tail[at];
  if (/["'`]/.test(sign)) return before.includes(sign) || /^["'`]\s{0,3}[:,]\s{0,3}["'`{[]/.test(tail.slice(at));
  if (sign in OPENING_OF) return before.includes(OPENING_OF[sign]) && /^[)\]}>]+(?:[,;.:]*$|,["'{[\w])|^<\//.test(tail.slice(at));
  if (/[,;&|]/.test(sign)) return NEXT_NAME.test(tail.slice(at)) && !NO_NAME.test(tail.slice(at));
  return sign === '\\' && /["'`]/.test(before) && /^\\(?:n|r\\n|t|u0026|["'\\])/.test(tail.slice(at));
}

export function bareAt(source: Source, at: number): Value | undefined {
  const end = Math.max(withTail(source, at, source.runEnd(BARE, at)), closedEnd(source.text, at));
  if (end === at) return undefined;
  return { start: at, end, next: end, quoted: false, text: source.text.slice(at, Math.min(end, at + ENOUGH)) };
}

/** Words of sentences about a password, of which only such sentences have more than one. */
const OF_PASSWORDS = words(`password passwords passphrase used common weak short hidden environment config store user username champ
  requis obligatoire erforderlich kurz falsch ungültig obrigatório`);

function wordsIn(text: string): readonly string[] {
  return text.trim().split(/\s+/).slice(0, 12).map((word) => word.toLowerCase().replace(/[.,:;!?()'"]+$/, ''));
}

/** Two words or more, one of which only sentences have. */
export function isSentence(text: string): boolean {
  const all = wordsIn(text);
  return all.length > 1 && all.some((word) => GRAMMAR.has(word) || isOfValues(word));
}

const RULE = /\b(?:must|should|can't|cannot|may|does) (?:not )?(?:be|have|contain|include)\b|^(?:is|does|has) (?:not|the same)\b/i;

/** A sentence about a password in its place: "is too short", "Field required". A pass phrase can be any other: "my dog is red". */
export function isAboutPassword(text: string): boolean {
  const all = wordsIn(text);
  const about = all.filter((word) => isOfValues(word) || OF_PASSWORDS.has(word)).length;
  return all.length > 1 && !all.includes('my') && (about > 1 || (about > 0 && all.some((word) => GRAMMAR.has(word))) || RULE.test(text));
}

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Letters and digits, and either long, or unbroken, or of both cases, or with signs that names do not have. */
export function looksSecret(value: string): boolean {
  const text = value.replace(/[.,;:!?]+$/, '');
  // The stand-ins last: to look for one takes longer than the rest.
  return hasSecretForm(text) && !isStandIn(text);
}

/** Letters of any script and digits, as many passwords have and few words do. */
export function isTyped(text: string): boolean {
  return text.length > 5 && /\p{L}/u.test(text) && /\d/.test(text) && !/^v?\d+\.|^\d{4}-\d\d-|^\d+[a-z]{1,2}$|:\/\/|\/.*\//.test(text);
}

function hasSecretForm(text: string): boolean {
  if (/[^\x00-\x7f]/.test(text)) return isTyped(text);
  if (text.length < 8 || !/[a-z]/i.test(text)) return false;
  if (!/\d/.test(text)) return /^[A-Za-z]{16,}$/.test(text) && isMixedCase(text);
  // paths, addresses, hosts and classes, names of variables, times, versions
  if (/^[.~]{0,2}\/|:\/\/|^[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+$|^[A-Z][A-Z0-9]*_[A-Z0-9_]*$|^\d{4}-\d\d-\d\dT?|^v?\d+(?:\.\d+)+|^\d+[a-z]{1,2}$/.test(text)) return false;
  const bothCases = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return bothCases || /[!#$%^&*+]/.test(text) || /^[a-z0-9]{10,}$/i.test(text) || /^[\w-]{20,}$/.test(text);
}

/** As many capitals as only chance makes. */
function isMixedCase(value: string): boolean {
  const capitals = value.replace(/[^A-Z]/g, '').length / value.length;
  return capitals > 0.3 && capitals < 0.7 && /[a-z]/.test(value);
}

/** Capitals among small letters, as no name has them; or a long word with digits. */
function isUnbroken(value: string): boolean {
  if (/^[A-Za-z0-9]{14,}$/.test(value) && isMixedCase(value)) return true;
  if (!/^[\w+/=~.-]{12,}$/.test(value) || (value.includes('/') && value.includes('.')) || isStandIn(value)) return false;
  return /(?:\d\D*){4}/.test(value) && /[a-z]/.test(value) && !/^\d[\d:.-]*(?:[TZ]|$)|^v?\d+\.\d|^[a-z]+-\d+$|^[\w-]+(?:\.[a-z][\w-]*)+\.?$/.test(value);
}

/** The value of a weak name. Identifiers in hexadecimal stay if the name is only that of an identifier. */
export function looksRandom(value: string, isId: boolean): boolean {
  if (isId && (UUID.test(value) || /^(?:0x)?[0-9a-f]+$/i.test(value))) return false;
  if (isUnbroken(value)) return true;
  if (!looksSecret(value)) return false;
  return !/^[a-z]+(?:[-_/][a-z0-9]{1,12})*$/i.test(value) || /[a-z]/i.test(/\d.*\d/.exec(value)?.[0] ?? '');
}

/** Words of a command or a pass phrase: small letters only. */
const PHRASE = /(?: [a-z]{2,10}\d{0,4}){1,23}(?=\s*(?:$|[\n,;)\]}"'&|]))/y;

/** Where a pass phrase without quotes ends: `key=tiger garden anchor`. */
export function phraseEnd(source: Source, value: Value): number {
  if (!/^[a-z]{2,10}\d{0,4}$/.test(value.text)) return value.end;
  const more = source.at(PHRASE, value.end)?.[0] ?? '';
  return isSentence(value.text + more) || isStandIn(more) ? value.end : value.end + more.length;
}
