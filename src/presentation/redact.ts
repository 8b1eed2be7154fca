import { withoutPrivateKeys } from './private-keys';
import {
  AFTER_FLAG, COMMANDS, COOKIES, FLAGS, LISTED, LOOSE, NO_SECRET, NO_SECRET_FLAG, PAIRS, PROSE, RESTS, SCHEMES, SHAPES, SHORT_PROSE, SQL,
  TAGS, URLS, USER,
} from './secret-patterns';

/** Replaces a secret. */
export const MASK = '***';

/** Removes secrets from one text. Made once per message: user patterns are compiled once. */
export type Redactor = (text: string) => string;

/** `patterns`: the user's own JavaScript regular expressions. Synthesis refuses one that does not compile; here it is ignored. */
export function redactor(patterns: readonly string[] = []): Redactor {
  const own = patterns.flatMap((pattern) => {
    try {
      return [new RegExp(pattern, 'gu')];
    } catch {
      return [];
    }
  });
  return (text) => {
    let out = withoutPrivateKeys(text.split('\n'), MASK).join('\n').replace(/\*{3}(?:\n\*{3})+/g, MASK);
    for (const pattern of own) out = out.replace(pattern, MASK);
    for (const shape of SHAPES) out = out.replace(shape, MASK);
    for (const url of URLS) out = out.replace(url, `$1${MASK}$3`);
    out = out.replace(USER, hideLikely).replace(TAGS, `$1${MASK}$4`).replace(COOKIES, `$1${MASK}`);
    out = out.replace(PAIRS, hideValue).replace(RESTS, '$1').replace(LOOSE, hideRandom);
    out = out.replace(FLAGS, hideOption).replace(COMMANDS, hideOption).replace(SHORT_PROSE, hideOption);
    for (const sql of SQL) out = out.replace(sql, `$1${MASK}`);
    return out.replace(SCHEMES, `$1${MASK}`).replace(PROSE, hideLikely).replace(LISTED, hideLikely);
  };
}

function isNoSecret(value: string): boolean {
  return NO_SECRET.test(value) || value.startsWith(MASK);
}

function hideValue(whole: string, name: string, value: string): string {
  if (isNoSecret(value) || (/(?:file|path|(?<!\w)(?:OLD)?PWD)\W*$/i.test(name) && /^\W{0,2}[.~]{0,2}\//.test(value))) return whole;
  const quote = /^\\?["'`]/.exec(value)?.[0] ?? '';
  return `${name}${quote}${MASK}${quote}`;
}

/** The value of an option, unless a sentence goes on there. */
function hideOption(whole: string, name: string, value: string): string {
  return AFTER_FLAG.test(value) || NO_SECRET_FLAG.test(name) ? whole : hideValue(whole, name, value);
}

function hideRandom(whole: string, name: string, quote: string, value: string): string {
  // a path or a host name
  return isNoSecret(value) || (value.includes('/') && value.includes('.')) ? whole : `${name}${quote}${MASK}`;
}

function hideLikely(whole: string, name: string, value: string): string {
  return looksSecret(value.replace(/[.,;:!?]+$/, '')) ? `${name}${MASK}` : whole;
}

/** Letters and digits, and either long, or unbroken, or of both cases, or with signs that names do not have. */
function looksSecret(value: string): boolean {
  if (isNoSecret(value) || value.length < 8 || !/\d/.test(value) || !/[a-z]/i.test(value)) return false;
  // paths, addresses, hosts and classes, names of variables
  if (/^[.~]{0,2}\/|:\/\/|^[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+$|^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(value)) return false;
  const bothCases = /[a-z]/.test(value) && /[A-Z]/.test(value);
  return bothCases || /[!#$%^&*+]/.test(value) || /^[a-z0-9]{10,}$/i.test(value) || /^[\w-]{20,}$/.test(value);
}
