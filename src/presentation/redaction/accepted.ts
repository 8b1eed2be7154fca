import { hasWords, isExplained } from './explained';
import { Name } from './found-name';
import { isNameOfSecret } from './named-names';
import { kindOfName } from './names';
import { Source, Span } from './source';
import { TAGS } from './stand-ins';
import {
  bareAt, isAboutPassword, isSentence, isStandIn, isTyped, looksRandom, looksSecret, phraseEnd, quotedAt, UUID, Value,
} from './values';

export type Found = Span & { readonly next: number };

const CALL = String.raw`(?:new\s)?[A-Za-z_][\w.:]{0,40}(?:::|\.|\s)?`
  + String.raw`\(\s?(?=\\{0,15}["'\x60]|[bNu]["']|[A-Z]\w{0,30}\(|\*{3}|\[REDACTED)`;
const MEMBER = String.raw`\\{0,15}["']?(?:[vV]alue|S|String|\$value|raw|text|plaintext|stringValue|inner\w{0,9})`
  + String.raw`\\{0,15}["']?\s{0,3}(?:=>|[:=])\s{0,3}`;
const WRAPS = new RegExp([
  String.raw`string\(\d{1,6}\)\s`,
  // a member of an object, whether the class is named or not
  String.raw`(?:[A-Za-z_][\w.:]{0,40}\s?)?\{\s{0,3}${MEMBER}`,
  String.raw`\[\]\w{1,12}\{`, CALL,
  // Haskell; Java; Ruby and Python: #<Secret "v">, <Secret 'v'>
  String.raw`(?:Just|Some|just|some|fromMaybe)\s(?=["(])|(?<=\()[A-Z]\w{0,30}\s(?=")`, String.raw`Optional\[`,
  String.raw`#?<[A-Z][\w:]{0,40}\s(?:@\w{1,20}=)?(?=["'])`,
  // spew of Go: the type, the address, the length
  String.raw`\(\*{0,3}[\w.]{1,60}\)(?=\s?(?:\((?:len=|0x|nil)|["{]))\s?|\((?:len=\d{1,9}(?: cap=\d{1,9})?|0x[\da-f]{1,16})\)[\s(]?`,
  String.raw`<<(?=["'])|[@$bBuUNnrRfLE](?=["'])`,
  String.raw`[[{(]{1,3}\s{0,20}(?=\\{0,15}["'\x60]|[bNu]["']|[A-Z]\w{0,30}(?:\(|\s"))`,
  // tags and anchors of YAML
  String.raw`(?:!!?(?!(?:${TAGS})[\s|])[A-Za-z_-]{1,40}|&[a-z_-]{1,40}) (?=["'&!]|\S{1,200}[ \t]*(?:\n|$))`,
  String.raw`(?:Bearer|Basic|Digest|Token|Negotiate|Bot|ApiKey)\s+(?=\S{6})`,
].join('|'), 'y');
/** Those of `WRAPS`, alone. */
const SCHEME = /^(?:Bearer|Basic|Digest|Token|Negotiate|Bot|ApiKey)$/;
const OBJECT = /\\{0,15}["']\s{0,3}(?::(?!:)|=>)/y;
const GETTER = /(?:env|environ|config|lookup|param\w*|get|fetch|read|var|from\w*|resolve\w*|ref|require|import|find\w*)\W*$/i;

/** The value behind what a sticky pattern matches. */
export function valueBehind(source: Source, pattern: RegExp, at: number): Value | undefined {
  const match = source.at(pattern, at);
  return match ? wrapped(source, at + match[0].length) : undefined;
}

/** A value behind what a language puts around it: `Some("v")`, `b'v'`, `string(9) "v"`, `["v"]`, `{"value":"v"}`. */
export function wrapped(source: Source, from: number): Value | undefined {
  return source.once(unwrapped, from);
}

function unwrapped(source: Source, from: number): Value | undefined {
  let at = from;
  for (let i = 0; i < 6; i++) {
    const wrap = source.at(WRAPS, at);
    if (!wrap) break;
    if (/\(\s?$/.test(wrap[0]) && GETTER.test(wrap[0].slice(0, -1))) return undefined;
    at += wrap[0].length;
  }
  const quoted = quotedAt(source, at);
  if (quoted) return at > from && source.at(OBJECT, quoted.next - 1) ? undefined : quoted;
  const bare = bareAt(source, at);
  if (!bare) return undefined;
  return /^[[{(]/.test(bare.text) ? inBrackets(source, bare) : bare;
}

/** One value in brackets; not an object or a list. */
function inBrackets(source: Source, bare: Value): Value | undefined {
  const [, inner] = /^[[{]([^[\]{}:]{1,300})[\]}]?$/.exec(bare.text) ?? [];
  const last = source.text[bare.end];
  const isWhole = bare.text.length > 1 && (/[\]}]$/.test(bare.text) || last === ']' || last === '}');
  if (inner && isWhole) return { ...bare, start: bare.start + 1, end: bare.start + 1 + inner.length, text: inner };
  return isMade(bare.text) || GOES_ON_BEHIND.test(bare.text) ? bare : undefined;
}

/** `[brk]99xyz`: a whole bracket is the beginning only. */
const GOES_ON_BEHIND = /^.\w{1,40}[\])}](?:[^,;:]*\d|[a-z]{2})/;

/** As a program makes passwords, and nobody writes lists: a bracket, signs, letters of both cases or digits. */
function isMade(text: string): boolean {
  return text.length > 7 && /[!#$%^&*+~?<>|@;]/.test(text) && /[a-z]/.test(text) && /[A-Z\d]/.test(text) && !/^.["'\w]{1,40}\s?[:=]/.test(text);
}

/** As POSIX and Go name them. */
const SIGNAL = /^(?:SIG[A-Z]+|interrupt|terminated)$/;

/** Names of sessions inside of a program, or between two. Those of cookies, which let somebody in, are others: `JSESSIONID`. */
const OF_SESSION = /(?:^|[^a-z])(?:sess(?:ion)?[_-]?id|sid)$/i;
/** A number: `sessionid 0x14ed93111f20027` of ZooKeeper, `sid=184`; that of Windows; the name of an instance of Oracle; ids of Twilio. */
const HANDLE = /^(?:0x[\da-f]{1,16}|\d{1,10}|S-1-[\d-]+|(?:AC|SM)[\da-f]{32}|[a-z]{2,5}\d{0,2})[,;)\]]*$/i;

/** An address of an account of Ethereum. */
const ETHEREUM = /^0x[\da-f]{40}$/i;

/** Go prints an empty string as nothing: `{User:ada Password: Port:5432}` */
function isNextField(source: Source, name: Name, { quoted, text }: Value, { sign, blank }: Signs): boolean {
  if (quoted || sign !== ':' || !blank || !/^[A-Za-z]\w{0,40}:/.test(text)) return false;
  return /(?:\{|map\[)(?:\w{1,40}:\S* )*$/.test(source.before(name.start, 200));
}

/**
 * AWS WAF has a version of its sets in a lock token, which opens nothing (AWS WAF API Reference, LockToken). GnuPG prints the fingerprint
 * of a key behind its algorithm.
 */
function isPublic(source: Source, name: Name, text: string): boolean {
  return (/^(?:rsa|[a-z]{0,3}dsa)$/i.test(name.of) && /^[\dA-F]{8,40}$/.test(text))
    || (UUID.test(text) && /\block[ _-]?token$/i.test(source.before(name.end, 20)));
}

export interface Signs {
  readonly sign: string;
  /** A blank is behind the sign. */
  readonly blank?: boolean;
  /** The name is in quotes. */
  readonly named?: boolean;
}

/** The part of a value that is masked, if it is a secret. */
export function accepted(source: Source, name: Name, value: Value | undefined, signs: Signs = { sign: '=' }): Found | undefined {
  if (!value) return undefined;
  const text = value.text.trim();
  // redacted before
  if (SCHEME.test(text) && source.text.startsWith(' ***', value.end)) return undefined;
  if (/^(?:\S{1,30}[ =])?\*{3}[.,;)\]}]{0,3}$/.test(text)) return undefined;
  if (!text || (name.kind === 'weak' && !isWeak(source, name, text) && !isAuth(name, value, signs, text))) return undefined;
  if (isStandIn(value.quoted ? text : text.replace(/[.,;:!?]+$/, ''))) return undefined;
  if (isPublic(source, name, text)) return undefined;
  if (name.kind === 'weak') return found(source, value);
  // what is said about it: `credentials: profile=default`, `JWT_SECRET minLength=32`
  const isAbout = !value.quoted && !name.flag && (signs.sign === ' ' || (signs.sign === ':' && signs.blank && name.kind === 'secret'));
  const [, about] = (isAbout && /^([a-z]{2,15}(?:[A-Z][a-z]+)?)=[^=]/.exec(text)) || [];
  if (about && kindOfName(`secret_${about}`) === 'none') return undefined;
  // of a board
  if (/^pin$/i.test(name.text) && /^[a-z]{1,5}\d{1,2}$/i.test(text)) return undefined;
  if (name.kind === 'secret' && value.quoted && /^[a-z]{1,4}$/.test(text)) return undefined;
  if (value.quoted ? isQuotedProse(source, name, text, signs) : isProse(source, name, value, signs)) return undefined;
  const between = source.text.slice(name.end, Math.min(value.start, name.end + 40));
  if (/^sig$/i.test(name.text) && SIGNAL.test(text)) return undefined;
  if (OF_SESSION.test(name.text) ? HANDLE.test(text) : name.kind !== 'password' && ETHEREUM.test(text)) return undefined;
  if (/\bErr\(/.test(between) || isNextField(source, name, value, signs)) return undefined;
  // results of tests
  if (/^pass$/i.test(name.text) && signs.blank && /^(?:(?:Test|test_)[\w/#-]+|\d{1,5}|[\w-]+\.(?:sh|py|test|t))$/.test(text)) return undefined;
  if (/cookie$/i.test(name.text) && text.includes('=')) return undefined;
  if (signs.sign === '->' && /^\w+\(/.test(text)) return undefined;
  if (/^PWD$|^OLDPWD$/.test(name.text) && /^[/~.]/.test(text)) return undefined;
  if (isNameOfSecret(name.text, text, source.before(name.start, 40), between) || isMentioned(source, name, value)) return undefined;
  if (isScope(source, name, signs, text)) return undefined;
  if (isTag(source, name, value, signs)) return undefined;
  // the end of an ARN: six signs are behind the name of a secret (AWS Secrets Manager User Guide, ARN)
  const isEndOfArn = signs.sign === ':' && !signs.blank && /: secret$/.test(source.before(name.end, 8));
  if (isEndOfArn && /^[\w/+=.@-]+-[A-Za-z\d]{6}:?$/.test(text)) return undefined;
  // `token-service:12`, `credentials:edit`
  if (/^(?::|%3a)$/i.test(signs.sign) && !signs.blank && !signs.named && !value.quoted && !isDump(source, name) && !looksSecret(text)) return undefined;
  return found(source, value);
}

/** A subject of git: `chore(secrets): drop the unused module` */
function isScope(source: Source, { start, end }: Name, { blank }: Signs, text: string): boolean {
  return source.text[end] === ')' && Boolean(blank) && /^[A-Za-z-]+$/.test(text) && /\b[a-z]{2,8}\($/.test(source.before(start, 12));
}

/** The name itself, in quotes in a sentence: "invalid API key: `apiKey` is required" */
function isMentioned(source: Source, name: Name, { quoted, text, next }: Value): boolean {
  return quoted && /^[A-Za-z_]+$/.test(text) && plainName(text) === plainName(name.of + name.text) && /^ [a-z]/.test(source.rest(next, 2));
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** An image and the commit that it was built from: `secret:4f2a...`. */
function isTag(source: Source, name: Name, value: Value, { sign, blank, named }: Signs): boolean {
  if (sign !== ':' || blank || named || value.quoted || !/^[0-9a-f]{40}:?$/.test(value.text)) return false;
  return !/map\[|[{?&]/.test(source.before(name.start, 600));
}

function isWeak(source: Source, name: Name, text: string): boolean {
  if (/[()]/.test(text) || isNumbered(source, name)) return false;
  if (isUserAndPassword(text)) return true;
  const isQuery = /[?&#/;]$/.test(source.text.slice(name.start - 1, name.start));
  if (!looksRandom(text, name.isId)) return isQuery && /^[0-9a-f-]{32,}$/i.test(text);
  // a key that nothing is said about, as that of a map or a cache
  if (/^(?:keys?|codes?|login|auth|seed|session|tokens?)$/i.test(name.text) && !name.of) {
    return isQuery || (/[a-z]/.test(text) && /[A-Z]/.test(text) && !/[:.|]|[a-z\d]-[\da-f]{20}/.test(text));
  }
  return true;
}

/** Mechanisms, types, addresses and calls. */
const SCHEME_OF_AUTH = /^[a-z]+(?:[-_][a-z]+)*[-_]?\d{1,2}[a-z]?$|^(?:scram|x509|tls|ntlm|aws)|[/@():=\s]/;

/** `"auth": "v"`, `auth=v`: no scheme, and no word */
function isAuth({ text: name, of }: Name, { quoted }: Value, { sign, named }: Signs, text: string): boolean {
  return /^auth$/i.test(name) && !of && (sign !== ':' || (quoted && Boolean(named))) && isTyped(text) && !SCHEME_OF_AUTH.test(text);
}

/** `"auth": "dXNlcjpwYXNz"`, as in a configuration of Docker: `user:pass` in base64 */
function isUserAndPassword(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,400}={0,2}$/.test(text)) return false;
  return /^[\x20-\x7e]{1,100}:[\x20-\x7e]{1,300}$/.test(Buffer.from(text, 'base64').toString('latin1'));
}

/** `exits with code 1: ...` */
function isNumbered({ text }: Source, { text: name, end }: Name): boolean {
  return /^code$/i.test(name) && /^ \d{1,3}:/.test(text.slice(end, end + 5));
}

/** What a program writes before its own errors: a package, a class, a path, a status, `ORA-12154:`. A password has other digits. */
const PREFIXES = [
  String.raw`[\p{L}_/.-]+`, String.raw`[\w-]+(?:[./][A-Za-z_]+)+`, String.raw`[1-5]\d\d|\d+(?:\.\d+)+`,
  String.raw`[A-Z][A-Z0-9]{1,12}-?\d{2,8}|[A-Z]{1,3}\d{2,6}`,
  String.raw`(?:x|asn|pkcs|PKCS|oauth|http|sha|ed|base|s|k|utf|md|ipv|argon|aes|chacha|sqlite|psycopg|urllib)\d{1,5}(?:\w?|poly\d{4})`,
].join('|');
const PREFIX = new RegExp(`^(?:${PREFIXES}):$`, 'u');

/** "API_KEY: unbound variable", "password: should have at least 8 characters", "cannot fetch token: 401 Unauthorized" */
function isProse(source: Source, name: Name, value: Value, { sign, blank }: Signs): boolean {
  if (!(sign === ':' || sign === '\uff1a') || !blank) return false;
  if (PREFIX.test(value.text) && /^\s(?:\w|\\{0,3}"[a-z]+_)/.test(source.rest(value.end, 40))) return true;
  const rest = source.rest(value.start, 100);
  // what goes on: `Destroying...`, `Still creating...`, `Refreshing state...`
  if (/^(?:Still )?[a-z]+ing(?: state)?\.{3}/i.test(rest)) return true;
  // a name in quotes is one word of it
  const clause = rest.replace(/(["`'])[\w./:-]{1,60}\1/g, 'it').split(/["`|{}[\]()]|,\s*\w+[:=]/)[0];
  if (/^[\p{L}'\u2019-]+[.,:;!?]?$/u.test(value.text) && isSentence(clause)) return true;
  return isExplained(name.kind, source.before(name.start, 100), rest, clause);
}

/** `("Connection aborted.", ...)` behind a name without quotes */
function isQuotedProse(source: Source, { kind, start }: Name, text: string, { sign, blank, named }: Signs): boolean {
  // "failed to get token", not the line of a file
  const isInSentence = /\w $/.test(source.before(start, 3));
  if (kind === 'secret' && !named && isInSentence && /^[a-z]+_[a-z_]+$/.test(text) && hasWords(text.replace(/_/g, ' '))) return true;
  if (/\d/.test(text.split(/\s/)[0])) return false;
  if (kind === 'password' && /^[\p{L}\p{N}]/u.test(text) && sign !== ',' && !(isInSentence && sign === ':')) return isAboutPassword(text);
  return isSentence(text) || (sign === ':' && Boolean(blank) && !named && /\s/.test(text) && hasWords(text));
}

/** Go prints `map[a:b c:d]` and `{A:b C:d}`. */
function isDump(source: Source, name: Name): boolean {
  const before = source.before(name.start, 600);
  return before.includes('map[') || /\{[^"'{}]*$/.test(before) || /^[\s?/-]*$/.test(before) || /[?&]\S*$|\s\/$|^\/$/.test(before);
}

/** Behind a quotation mark a value goes on only if it has such marks itself, as one that a program made. */
const GOES_ON = /[\p{L}\d_*!#$%^@~?{][^\s,;)\]}"'`]{3,60}/yu;

function found(source: Source, value: Value): Found {
  const tail = value.quoted && value.next === value.end + 1 ? source.at(GOES_ON, value.next) : null;
  if (tail) return { start: value.start, end: value.next + tail[0].length, next: value.next + tail[0].length };
  let end = value.quoted ? value.end : phraseEnd(source, value);
  // `a, b` at the end of a line: the comma belongs to the secret
  const more = value.quoted ? null : source.at(/,\s[^\s"'`,;:={}()[\]]{1,60}(?=\s*(?:\n|$))/y, end);
  if (more && !isStandIn(more[0].slice(2))) end += more[0].length;
  return { start: value.start, end, next: Math.max(end, value.next) };
}

