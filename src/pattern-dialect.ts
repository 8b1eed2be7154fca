import { compilePattern, matchesPlacesOnly } from './redact-pattern';

/** What is wrong with a pattern that somebody writes: `must not match the empty string`; a hint says more. */
interface PatternFault {
  readonly must: string;
  readonly hint?: string;
}

/**
 * Why a pattern of the option `redact` would mask nothing, or everything. Synthesis and `ecs-why` ask here; where the pattern is applied,
 * `compilePattern` is asked.
 */
export function patternFault(pattern: string): PatternFault | undefined {
  const dialect = dialectFault(pattern);
  if (dialect) return { must: 'be a JavaScript regular expression', hint: `: ${dialect}` };
  const compiled = compilePattern(pattern);
  if ('fault' in compiled) return { must: 'be a valid JavaScript regular expression', hint: `: ${compiled.fault}` };
  // A pattern that matches the empty string would match between any two characters.
  if (new RegExp(compiled.source, compiled.flags).test('')) return { must: 'not match the empty string' };
  if (matchesPlacesOnly(pattern)) return { must: 'match text, not only a place in it' };
  return undefined;
}

/**
 * The only slash that is neither escaped nor in a class, and behind it flags as people write them: a literal escapes the other slashes.
 * `user/id` is a text.
 */
const END_OF_LITERAL = /^((?:\[(?:\\[^]|[^\]\\])*\]|\\[^]|[^\\/[])+)\/(g[imsuy]{0,3}|[imsuy]g?)$/;

/** A class, an escape, or a sign. */
const TOKEN = /\[(?:\\[^]|[^\]\\])*\]|\\[^]|[^]/g;

/**
 * A part that another dialect (PCRE, Python, Java, Go, .NET, POSIX) has and JavaScript reads as something else, and its JavaScript form.
 * Without the flag `u`, JavaScript takes an escaped letter that it does not know for the letter (ECMA-262, B.1.2): `\A` is "A".
 */
function dialectFault(pattern: string): string | undefined {
  const literal = /^\/((?:\[(?:\\[^]|[^\]\\])*\]|\\[^]|[^\\/[])+)\/[a-z]*$/.exec(pattern);
  if (literal) return `the slashes and flags of a literal do not belong to the pattern; write ${literal[1]}, or \\/ where a slash is meant`;
  const [, before, flags] = END_OF_LITERAL.exec(pattern) ?? [];
  if (flags) return `/${flags} is the end of a literal; write ${before}, or \\/${flags} where it is text`;
  const tokens = pattern.match(TOKEN) ?? [];
  // Classes and escapes are one letter here: what is left are groups and quantifiers.
  const skeleton = tokens.map((token) => (token.length > 1 ? 'e' : token)).join('');
  for (const [form, fault] of FORMS) {
    const [found] = form.exec(skeleton) ?? [];
    if (found) return `${found} ${typeof fault === 'string' ? fault : fault(found)}`;
  }
  const groups = (skeleton.match(/\((?!\?)|\(\?<(?![=!])/g) ?? []).length;
  let at = 0;
  for (const token of tokens) {
    at += token.length;
    const fault = token.length > 1 ? tokenFault(token, pattern, at, groups) : undefined;
    if (fault) return fault;
  }
  return undefined;
}

/** What a pattern says without the flag. `n` is that of .NET and PCRE, `U` that of Go and PCRE. */
const WITHOUT_FLAG: { readonly [flag: string]: string } = {
  i: '[Aa] for both cases', s: '[\\s\\S] for a dot that matches line breaks', x: 'the pattern without blanks and comments',
  m: '(?:^|\\n) for the beginning of a line and (?=\\n|$) for its end', n: '(?: for a group', u: 'the pattern without it',
  U: '+? and *? where it has + and *',
};

/** `(?si)` -> what to write for each of its flags that are switched on. */
function withoutFlags(group: string): string {
  const [on] = group.replace(/[(?^:)]/g, '').split('-');
  const write = [...new Set(on)].flatMap((flag) => WITHOUT_FLAG[flag] ?? []);
  return `sets flags, which a pattern here does not have; write ${write.join(', ') || 'the pattern without it'}`;
}

const FORMS: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/\(\?(?!:)\^?[a-z]*(?:-[a-z]+)?[:)]/i, withoutFlags],
  [/\(\?P</, 'names a group; write (?<'],
  [/\(\?P=\w+\)/, 'repeats a group; write \\k<name>'],
  [/\(\?>/, 'is not known to JavaScript; write (?:'],
  [/\(\?#/, 'begins a comment, which JavaScript does not have'],
  [/(?:[*+?]|\{\d+(?:,\d*)?\})\+/, 'is possessive, which JavaScript is not; leave out the last +'],
  [/\{,\d+\}/, 'is text in JavaScript; write {0, before the number'],
];

function tokenFault(token: string, pattern: string, end: number, groups: number): string | undefined {
  if (token.startsWith('[')) return classFault(token);
  const rest = pattern.slice(end);
  if (/^\\[1-9]/.test(token)) {
    const [number] = /^\d+/.exec(token.slice(1) + rest) ?? [''];
    return Number(number) > groups ? `\\${number} repeats a group that the pattern does not have` : undefined;
  }
  if (token === '\\k' && rest.startsWith('<')) {
    const name = rest.slice(1).split('>')[0];
    return pattern.includes(`(?<${name}>`) ? undefined : `\\k<${name}> repeats a group that the pattern does not have`;
  }
  const [, sign] = token;
  if ('<>'.includes(sign)) return `${token} is the sign ${sign} in JavaScript; write \\b for the edge of a word, or ${sign} alone`;
  return escapeFault(token, rest);
}

/** Letters that mean something with a backslash in JavaScript. */
const KNOWN = /[bBcdDfnrsStuvwW]/;

const WRITE: { readonly [letter: string]: string } = {
  A: '^', z: '$', Z: '$', h: '[ \\t]', H: '[^ \\t]', R: '\\r?\\n', N: '.', X: '.', k: '\\k<name>',
  K: '(?<=...) around what is before it', a: '\\x07', e: '\\x1b',
  Q: 'a backslash before each sign', E: 'a backslash before each sign', g: '\\1 or \\k<name>',
};

function escapeFault(escape: string, rest: string): string | undefined {
  const [, letter] = escape;
  if (!/[A-Za-z]/.test(letter) || KNOWN.test(letter)) return undefined;
  if (letter === 'x' && /^[0-9a-f]{2}/i.test(rest)) return undefined;
  if (letter === 'x') return '\\x has two hexadecimal digits in JavaScript; write \\x41 or \\u{41}';
  if (/p/i.test(letter)) return rest.startsWith('{') ? undefined : `${escape} needs braces in JavaScript; write ${escape}{L}`;
  const write = Object.prototype.hasOwnProperty.call(WRITE, letter) ? `; write ${WRITE[letter]}` : '';
  return `${escape} is the letter ${letter} in JavaScript${write}`;
}

const POSIX: { readonly [name: string]: string } = {
  alnum: '[A-Za-z0-9]', alpha: '[A-Za-z]', ascii: '[\\x00-\\x7f]', blank: '[ \\t]',
  cntrl: '[\\x00-\\x1f\\x7f]', digit: '\\d', graph: '[!-~]',
  lower: '[a-z]', print: '[ -~]', punct: '[!-/:-@[-`{-~]', space: '\\s', upper: '[A-Z]', word: '\\w', xdigit: '[0-9A-Fa-f]',
};
/** JavaScript ends a class at the first bracket: `[[:digit:]` is one. */
const POSIX_CLASS = new RegExp(`\\[:\\^?(${Object.keys(POSIX).join('|')}):\\]$`);

function classFault(whole: string): string | undefined {
  const [posix, name] = POSIX_CLASS.exec(whole) ?? [];
  if (posix) return `${posix} are single letters in JavaScript; write ${POSIX[name]}`;
  if (/(?:&&|--)\[/.test(whole)) return `${whole}] are two classes, which JavaScript does not subtract or intersect here; write one`;
  for (const { 0: escape, index } of whole.matchAll(/\\[^]/g)) {
    const fault = escapeFault(escape, whole.slice(index + escape.length));
    if (fault) return fault;
  }
  return undefined;
}
