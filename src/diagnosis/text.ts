import { lastPart } from '../facts/arn';
import { wholeTokens } from '../facts/whole-tokens';

export { lastPart, wholeTokens };

/** A pattern of alternatives, whatever the case of their letters; a long one is written one line each. */
export function alternatives(...any: readonly string[]): RegExp {
  return new RegExp(any.join('|'), 'i');
}

/**
 * One form for texts that mean the same: AWS prints curly and straight quotes, and people paste texts with their own line breaks.
 * Rules match on this form, without regard to case; messages quote the original.
 */
export function normalise(text: string): string {
  if (!TO_NORMALISE.test(text)) return text;
  return text
    .replace(/[\u2018\u2019\u201a\u201b\u2032]/g, "'")
    .replace(/[\u201c\u201d\u201e\u2033]/g, '"')
    .replace(/\u2026/g, '...')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Most texts are in their normal form, and one search is faster than five. */
const TO_NORMALISE = /[^ -~]| {2}|^ | $/;

/** The text without everything that differs from task to task (ids, addresses, counts). Equal failures have equal keys. */
export function failureKey(text: string): string {
  return normalise(text)
    .toLowerCase()
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '*')
    .replace(/\b[0-9a-f]{12,}\b/g, '*')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, '*')
    .replace(/\b\d+ time\(?s?\)?/g, '*');
}

/** The same without times, network interfaces, instances and ephemeral ports: texts with one key are alike for a reader. */
export function alikeKey(text: string): string {
  return failureKey(text)
    .replace(/\b\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d[.\d]*(z|[+-]\d\d:?\d\d)?/g, '*')
    .replace(/\b(eni|i)-(\*|[0-9a-f]{8,})/g, '*')
    .replace(/\b(task|container-instance)(s?[ /])[0-9a-f]{8}\b/g, '$1$2*')
    .replace(/\b(request ?id:?) ?[\w/+=-]{8,}/g, '$1 *');
}

/**
 * Keeps both ends. Names (ARN, image, path) differ in their tail, so more of the tail is kept; a sentence keeps more of its head.
 */
export function cutMiddle(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 3) * (text.includes(' ') ? 0.75 : 0.4));
  return `${wholeStart(text, head)}...${text.slice(text.length - (max - 3 - head)).replace(/^[\udc00-\udfff]/, '')}`;
}

const OPEN = '\u0002';
const CLOSE = '\u0003';

/**
 * Marks a part of a headline that may be shortened. Nothing is cut here: secrets are removed first, and half a secret would no longer be
 * recognised.
 */
export function elastic(text: string): string {
  return OPEN + normalise(text).split(OPEN).join('').split(CLOSE).join('') + CLOSE;
}

/** Signs that a reader takes for a double quotation mark. `normalise` has made the usual ones straight. */
const QUOTATION_MARK = /["\u02ba\u02dd\u02ee\u05f4\u201f\u2036\u275d-\u275e\u301d-\u301f\u3003\uff02\u{1f676}-\u{1f678}]/gu;

/**
 * Words from outside in a headline, in quotation marks: a log line, an error message, a sentence of AWS. The part inside may be shortened.
 * Its own double quotation marks become single, so that no text can end its quotation and go on as ours.
 */
export function quotation(text: string): string {
  return `"${elastic(inside(text))}"`;
}

function inside(text: string): string {
  const words = normalise(text);
  const bare = /^"[^"]*"$/.test(words) ? words.slice(1, -1) : words;
  return bare.replace(QUOTATION_MARK, "'");
}

/** The same in a fix, where nothing is shortened. */
export function quotedInFix(text: string): string {
  return `"${readElastic(inside(text)).text}"`;
}

/**
 * Neither a blank nor a sign that ends a clause, a command or a quotation: whatever wrote such a word, it is one name and no sentence, and
 * needs no quotation marks.
 */
const NAME = /^[\w.:/@+~*=%\\-]{1,200}$/;

/** A name in a fix that a log or AWS gave: a variable, a host, a class, a path, an option, an ARN. */
export function nameInFix(name: string): string {
  return NAME.test(name) ? name : quotedInFix(name);
}

/** The same inside a line of code. */
export function literalInFix(name: string): string {
  return NAME.test(name) ? `'${name}'` : quotedInFix(name);
}

/** Takes the marks off: the whole text, and the parts that may be shortened. */
export function readElastic(marked: string): { readonly text: string; readonly parts: readonly string[] } {
  const parts = marked.split(OPEN).slice(1).map((rest) => rest.split(CLOSE)[0]).filter(Boolean);
  return { text: marked.split(OPEN).join('').split(CLOSE).join(''), parts };
}

/** The first `n` code units, without half of a character at the end. */
export function wholeStart(text: string, n: number): string {
  return text.slice(0, n).replace(/[\ud800-\udbff]$/, '');
}

/** A word that is a secret by its name, or says that one follows. */
export const nameOfSecret = /pass|pwd|secret|token|key|auth|cred|dsn|salt|private|@/i;
/** A word that can be a token: many letters and digits in one run. */
export const isOpaque = /(?=\w{0,99}\d)(?=\w{0,99}[A-Za-z])\w{20,}/;

/** A title inside a sentence: `Port already in use` -> `port already in use`. */
export function lowered(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** People know tasks by the first eight digits, as the console shows them. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** `family:revision` of a task definition ARN. */
export function taskDefinitionName(arn: string | undefined): string | undefined {
  return arn ? lastPart(arn) : undefined;
}

/** Milliseconds since the epoch; undefined if the text is not a time. */
export function time(iso: string | null | undefined): number | undefined {
  const ms = iso ? Date.parse(iso) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

/** `14 s`, `3 min`, `2 h 5 min`. */
export function duration(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 120) return `${s} s`;
  const min = Math.round(s / 60);
  return min < 120 ? `${min} min` : `${Math.floor(min / 60)} h ${min % 60} min`;
}

/** The largest of any number of values, or `least`. `Math.max(...values)` overflows the stack at about 120,000 of them. */
export function largest(values: readonly number[], least = -Infinity): number {
  return values.reduce((most, value) => Math.max(most, value), least);
}

/** The smallest of any number of values, or `most`. */
export function smallest(values: readonly number[], most = Infinity): number {
  return values.reduce((least, value) => Math.min(least, value), most);
}

/** The items, least first. Each is asked once for its number. */
export function sortedBy<T>(items: readonly T[], number: (item: T) => number): readonly T[] {
  const numbers = items.map(number);
  // Infinity - Infinity is no number
  const compare = (a: number, b: number) => (numbers[a] === numbers[b] ? 0 : numbers[a] - numbers[b]);
  return items.map((_, i) => i).sort(compare).map((i) => items[i]);
}

/** The items by their keys, both in the order in which they come. */
export function groupedBy<K, T>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** `1 task`, `2 tasks`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** The source of a pattern for these words, cut off anywhere: ` time(s)` -> `(?: (?:t(?:i...)?)?)?`. */
export function cut(words: string): string {
  return [...words].reduceRight((rest, sign) => `(?:${sign.replace(/[().]/, '\\$&')}${rest})?`, '');
}

/** As a whole word: `DB` is not in `DBURL`. Names of one or two letters are in too many texts. */
export function names(text: string, subject: string): boolean {
  if (subject.length < 3) return false;
  const isPart = (sign: string | undefined) => sign !== undefined && /[\w-]/.test(sign);
  for (let at = text.indexOf(subject); at >= 0; at = text.indexOf(subject, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + subject.length])) return true;
  }
  return false;
}

/** Without what separates words: `cookie_secret`, "cookie secret" and COOKIESECRET are one. */
function squashed(text: string): string {
  return text.replace(/[\s._-]/g, '').toLowerCase();
}

/** A name that programs take for one of their own settings: `spring.datasource.url` is SPRING_DATASOURCE_URL. */
export function namesInOtherForm(text: string, name: string): boolean {
  return /_/.test(name) && name.length > 8 && squashed(text).includes(squashed(name));
}

/** The last words of a name: `cookie_secret` is of OAUTH2_PROXY_COOKIE_SECRET, `site_url` of MM_SERVICESETTINGS_SITEURL. */
export function namesEnd(text: string, name: string): boolean {
  const parts = name.split(/_+/);
  return parts.some((part, i) => {
    const end = squashed(parts.slice(i).join(''));
    return (i < parts.length - 1 || /.(?:UR[IL]|KEY|SECRET|TOKEN)$/i.test(part)) && end.length > 6 && squashed(text).includes(end);
  });
}
