import { kindOfName, NameKind, wordsOf } from './names';
import { Source } from './source';
import { GRAMMAR } from './vocabulary';

/** A name in the text that can be the name of a secret. */
export interface Name {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: NameKind;
  /** `--password` */
  readonly flag: boolean;
  /** The name is an identifier: `AWS_ACCESS_KEY_ID`. */
  readonly isId: boolean;
  /** The word before: "openai key". */
  readonly of: string;
}

const MOST = 80;
const LETTERS = /[\w.$\u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af-]/;
/** Not the dots or dashes that lead to a value. */
const MORE = new RegExp(`(?:(?!\\.{3}|-{3})${LETTERS.source}){0,80}`, 'y');

export function nameAt(source: Source, at: number, to: number, from: number): Name {
  const { text } = source;
  let start = at;
  const first = Math.max(from, at - MOST);
  while (start > first && LETTERS.test(text[start - 1])) start--;
  const flag = text[start] === '-' && !/\w/.test(text[start - 1] ?? ' ');
  if (text[start - 1] === '%' && at - start > 1 && /[0-9A-F]{2}/i.test(text.slice(start, start + 2))) start += 2;
  if (text[start - 1] === '\\') start += /^(?:u00|x)2[27]/.exec(text.slice(start, at))?.[0].length ?? 0;
  while (start < at && /[-.$]/.test(text[start])) start++;
  let end = to + (source.at(MORE, to)?.[0].length ?? 0);
  const whole = end;
  while (end > to && /[-.$]/.test(text[end - 1])) end--;
  const name = text.slice(start, end);
  const kind = isPath(source, start, end) || isArn(source, start) ? 'none' : withWordBefore(source, start, name);
  const isId = /(?:^|[^a-z])(?:id|sid)s?$|I[dD]s?$/i.test(name) && !/(?:secret[_.-]?|NET_Session)id$/i.test(name);
  return { text: name, start, end: kind === 'none' ? whole : end, kind, flag, isId, of: wordBefore(source, start) };
}

/** Behind the path of a parameter: `/prod/password=v`, `{"/prod/password":"v"}`, `db/password: v`. Behind that of a file are words. */
const OF_PATH = /=(?=[^\s=]{4})|\\{0,15}["']\s{0,3}[:=]\s{0,3}\\{0,15}["'](?!\/|https?:)(?=[^"'\n]{0,100}[\d!#$%^&*])|:\s(?=[^\s\d]{0,60}\d)(?=\S{0,60}[a-z])(?=\S{6,200}\s{0,3}$)/my;

/** The last part of a path is no name, but `/password:x` is an option of Windows. */
function isPath(source: Source, start: number, end: number): boolean {
  if (source.at(OF_PATH, end)) return false;
  if (/"name"\s{0,3}:\s{0,3}"[\w/.-]{1,100}$/i.test(source.before(start, 120))) return false;
  // the name of a hidden file begins with a dot
  const slash = source.text.startsWith('/.', start - 2) ? start - 2 : start - 1;
  return source.text[slash] === '/' && /[\w/.]/.test(source.text[slash - 1] ?? ' ');
}

function isArn(source: Source, start: number): boolean {
  return source.text[start - 1] === ':' && /\barn:[\w:/.*-]*$/.test(source.before(start, 200));
}

const WORD_BEFORE = /([\p{L}\p{N}]{1,30})[ -]$/u;
/** Words before a name that say nothing about it, beside those of any sentence. */
const SAYS_NOTHING = /^(?:same|map|find|get|got|set|missing|invalid|new|old|unknown|lock|my|each|every|any|hash|int|string|user)$/i;

function wordBefore(source: Source, start: number): string {
  const sign = source.text[start - 1];
  if (sign !== ' ' && sign !== '-') return '';
  const word = WORD_BEFORE.exec(source.before(start, 30))?.[1] ?? '';
  return SAYS_NOTHING.test(word) || GRAMMAR.has(word.toLowerCase()) ? '' : word;
}

/** "api key", "client secret": the word before says what the key is. */
function withWordBefore(source: Source, start: number, name: string): NameKind {
  const alone = kindOfName(name);
  if (/[._$-]/.test(name) || alone === 'password') return alone;
  const before = WORD_BEFORE.exec(source.before(start, 30));
  if (!before) return alone;
  const both = kindOfName(`${before[1]}_${name}`);
  return wordsOf(name).length === 1 || (alone === 'none' && !/code$/i.test(name)) ? both : alone;
}

