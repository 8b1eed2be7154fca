import { HINT, kindOfName, NameKind, wordsOf } from './names';
import { matches, Source, Span } from './source';
import { bareAt, isSentence, isStandIn, looksRandom, looksSecret, phraseEnd, quotedAt, Value } from './values';

/** A name in the text that can be the name of a secret. */
interface Name {
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

/** Secrets with their name beside them, in any notation. */
export function pairs(source: Source): readonly Span[] {
  const spans: Span[] = [];
  let cursor = 0;
  for (;;) {
    HINT.lastIndex = cursor;
    const hit = HINT.exec(source.text);
    if (!hit) return spans;
    const name = nameAt(source, hit.index, hit.index + hit[0].length, cursor);
    cursor = name.end;
    if (name.kind === 'none') continue;
    const value = valueOf(source, name);
    if (!value) continue;
    const changed = arrow(source, name, value.next);
    spans.push(value, ...(changed ? [changed] : []));
    cursor = Math.max(cursor, value.next, changed?.next ?? 0);
  }
}

const MOST = 80;
const LETTERS = /[\w.$\u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af-]/;
const MORE = /[\w.$\u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af-]{0,80}/y;

function nameAt(source: Source, at: number, to: number, from: number): Name {
  const { text } = source;
  let start = at;
  const first = Math.max(from, at - MOST);
  while (start > first && LETTERS.test(text[start - 1])) start--;
  const flag = text[start] === '-' && !/\w/.test(text[start - 1] ?? ' ');
  if (text[start - 1] === '%' && at - start > 1 && /[0-9A-F]{2}/i.test(text.slice(start, start + 2))) start += 2;
  while (start < at && /[-.$]/.test(text[start])) start++;
  let end = to + (source.at(MORE, to)?.[0].length ?? 0);
  const whole = end;
  while (end > to && /[-.$]/.test(text[end - 1])) end--;
  const name = text.slice(start, end);
  const kind = isPath(source, start) || isArn(source, start) ? 'none' : withWordBefore(source, start, name);
  const isId = /(?:^|[^a-z])(?:id|sid)s?$|I[dD]s?$/i.test(name) && !/secret[_.-]?id$/i.test(name);
  return { text: name, start, end: kind === 'none' ? whole : end, kind, flag, isId, of: wordBefore(source, start) };
}

/** The last part of a path is no name, but `/password:x` is an option of Windows. */
function isPath(source: Source, start: number): boolean {
  if (/"name"\s{0,3}:\s{0,3}"[\w/.-]{1,100}$/i.test(source.before(start, 120))) return false;
  return source.text[start - 1] === '/' && /[\w/.]/.test(source.text[start - 2] ?? ' ') && !/=/.test(source.text[start - 2] ?? '');
}

function isArn(source: Source, start: number): boolean {
  return source.text[start - 1] === ':' && /\barn:[\w:/.*-]*$/.test(source.before(start, 200));
}

const WORD_BEFORE = /([\p{L}\p{N}]+)[ -]$/u;
/** Words before a name that say nothing about it. */
const SAYS_NOTHING = /^(?:the|an?|this|that|same|with|for|by|from|of|in|on|to|and|or|no|not|map|find|get|got|set|missing|invalid|new|old|unknown|lock|this|your|my|its|each|every|any|hash|int|string|user|use|using|is)$/i;

function wordBefore(source: Source, start: number): string {
  const word = WORD_BEFORE.exec(source.before(start, 30))?.[1] ?? '';
  return SAYS_NOTHING.test(word) ? '' : word;
}

/** "api key", "client secret": the word before says what the key is. */
function withWordBefore(source: Source, start: number, name: string): NameKind {
  const alone = kindOfName(name);
  if (/[._$-]/.test(name) || alone === 'password') return alone;
  const before = WORD_BEFORE.exec(source.before(start, 30));
  if (!before) return alone;
  const both = kindOfName(`${before[1]}_${name}`);
  return wordsOf(name).length === 1 || alone === 'none' ? both : alone;
}

/** The sign between name and value. Programs escape it in JSON and in URLs. */
const SIGN = String.raw`=>|->|<-|:=|\?=|\.=|\+=|\|\|=|\?\?=|={1,3}|!={1,2}|~[=>]|\u2192|\seq(?=\s)|\s\.(?=\s")|::?(?!:)|\uff1a|\uff1d|\\u003[ad]|%3[ad]|%253[ad]|&#61;|&#x3d;`;
const TYPE = String.raw`(?:string|str|String|char|text|varchar|NSString|auto|Optional|Option|SecretStr|bytes|any|Any|object|Text|CharSequence|&str|std::string)`;
const TYPED = String.raw`(?::?\s{0,3}(?:&'static\s)?[&*]?${TYPE}(?:<[\w.&' ]{1,30}>|\[[\w ]{0,30}\])?[?*!]?\s{0,3}=(?!=))`;
const CLOSING = /(\\{0,15}["'`]|\\u0022|&quot;|&#34;|%22)?(?::(?:protected|private)|:[\w\\]{1,60}:private|:"[\w\\]{1,60}":private)?[\])}]{0,2}\??(?:\([\w ,]{1,12}\))?/y;
const BETWEEN = String.raw`(?:\[\w{1,10}\]|\s?\([a-z ,-]{1,20}\)|\s?\.{2,60}|_{3,60}|[ ](?:id|value|hash|string|api|incorrect\w{0,3}|inv[a\u00e1]lid\w{0,3}|errat[ao]|(?:de|d') ?(?:api|acceso|acesso|acc[e\u00e8]s)|secr[e\u00e8]t[aeo]?))?`;
const ASSIGNED = new RegExp(String.raw`${BETWEEN}[ \t\u00a0\u3000]{0,40}(?:${TYPED}|(${SIGN}))`, 'yi');
const BLANK = /[ \t\u00a0\u3000]{0,200}/y;
const NEXT_LINE = /[ \t]{0,20}(?:[|>][-+]?[ \t]{0,3}|\\)?\r?\n[ \t]{0,60}/y;
const NAMED_VALUE = /(?:,\s{0,3}"\w{1,30}"\s{0,3}:\s{0,3}"[^"\n]{0,100}"){0,3}[\s,;]{0,40}\\{0,15}["']?(?:\w{0,12}value|val|v|default)\\{0,15}["']?\s{0,20}(?:=>|[:=])\s{0,20}/yi;
const IS_NAME = /(?:name|key|id|k|field|param(?:eter)?|variable|property)\\{0,15}["']?\s{0,3}(?:=>|[:=])\s{0,3}\\{0,15}["']?[\w/.-]{0,100}$|^\s*-\s+name:\s*$/i;

function valueOf(source: Source, name: Name): Found | undefined {
  const closing = source.at(CLOSING, name.end);
  const after = name.end + (closing?.[0].length ?? 0);
  const quote = closing?.[1] ?? '';
  return namedValue(source, name, after, quote)
    ?? element(source, name, after, quote)
    ?? assigned(source, name, after, quote)
    ?? listed(source, name, after, quote)
    ?? called(source, name)
    ?? option(source, name, after)
    ?? column(source, name, after)
    ?? told(source, name, after, quote);
}

type Found = Span & { readonly next: number };

const VALUE_BEFORE = /("value"\s{0,3}:\s{0,3}")([^"\n]{1,300})"\s{0,3},\s{0,3}"(?:name|key)"\s{0,3}:\s{0,3}"$/i;

/** `{"name":"X","value":"v"}`, `- name: X` above `value: v`, `<add key="X" value="v"/>`, a part of a form. */
function namedValue(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const before = source.before(name.start, 120);
  if ((!quote && !/[:=]\s*$/.test(before)) || !IS_NAME.test(before)) return undefined;
  const earlier = VALUE_BEFORE.exec(source.before(name.start, 500));
  if (earlier) {
    const end = name.start - earlier[0].length + earlier[1].length + earlier[2].length;
    return accepted(source, name, { start: end - earlier[2].length, end, next: name.end, quoted: true, text: earlier[2] }, { sign: '=' });
  }
  const match = source.at(NAMED_VALUE, after);
  if (match) return accepted(source, name, wrapped(source, after + match[0].length), { sign: '=' });
  const part = source.at(/(?:\r?\n[\w-]{1,40}:[^\r\n]{0,200}){0,3}\r?\n\r?\n/y, after);
  return part ? accepted(source, name, bareAt(source, after + part[0].length), { sign: '=' }) : undefined;
}

/** `<password>v</password>`, `<property name="password">v</property>` */
function element(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const { text } = source;
  const next = text[name.start - 1] === '>' && source.at(/<\/[\w-]{1,40}>\s{0,40}<[\w-]{1,40}>/y, after);
  if (next) {
    const start = after + next[0].length;
    const end = source.next('<', start);
    return accepted(source, name, { start, end, next: end, quoted: true, text: text.slice(start, Math.min(end, start + 400)) }, { sign: '=' });
  }
  const own = text[name.start - 1] === '<' || /<[\w-]{1,30}:$/.test(source.before(name.start, 32));
  if (!own && !(quote && IS_NAME.test(source.before(name.start, 40)))) return undefined;
  const head = source.at(/(?:\s[^<>]{0,120})?>\s{0,20}(?:<!\[CDATA\[)?(?:<value>)?/y, after);
  if (!head) return undefined;
  const start = after + head[0].length;
  const end = source.next('<', start);
  if (end === text.length || end - start > 5000) return undefined;
  return accepted(source, name, { start, end, next: end, quoted: true, text: text.slice(start, end) }, { sign: '=' });
}

function assigned(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const sign = source.at(ASSIGNED, after);
  if (!sign || (name.flag && sign[0].startsWith(' id'))) return undefined;
  if (/^ id/i.test(sign[0]) && !/secret$/i.test(name.text)) return undefined;
  const at = after + sign[0].length;
  const blank = source.at(BLANK, at)?.[0].length ?? 0;
  if (/authorization$/i.test(name.text) || (/(?:-signature|sentry-auth|wsse)$/i.test(name.text) && sign[1] === ':')) {
    const header = authorization(source, at + blank);
    if (header) return header;
  }
  const found = wrapped(source, at + blank);
  if (found) {
    const signs = { sign: sign[1] ?? '=', blank: blank > 0, named: Boolean(quote) };
    return accepted(source, name, signs.sign.startsWith('%') ? untilSign(source, found, '%26') : found, signs) ?? arrow(source, name, found.next);
  }
  return nextLine(source, name, at);
}

/** `x = "old" -> "new"` */
function arrow(source: Source, name: Name, from: number): Found | undefined {
  const match = source.at(/"?\s{0,3}(?:->|=>|\u2192)\s{0,3}(?=["'`])/y, from);
  return match ? accepted(source, name, wrapped(source, from + match[0].length), { sign: '=' }) : undefined;
}

/** In an encoded query string the next name follows an encoded `&`. */
function untilSign(source: Source, value: Value, sign: string): Value {
  const at = source.next(sign, value.start);
  return value.quoted || at >= value.end ? value : { ...value, end: at, next: at, text: source.text.slice(value.start, at) };
}

/** The value is alone on the line below. */
function nextLine(source: Source, name: Name, at: number): Found | undefined {
  const line = source.at(NEXT_LINE, at);
  const value = line && wrapped(source, at + line[0].length);
  if (!value || (!value.quoted && /:$/.test(value.text))) return undefined;
  if (!/^["'\])},;\s]{0,8}$/.test(source.rest(value.next, 60)) || /^-+$/.test(value.text)) return undefined;
  return accepted(source, name, value, { sign: ':', blank: true });
}

const SCHEME = /(?:[[(]{1,2}|\[\]string\{)?\s{0,3}(\\{0,15}["'`])?\s{0,3}([A-Za-z][\w-]{1,30}(?:[ =]\s{0,3}|$))?/y;
const CREDENTIALS = /[\w-]{1,40}=(?:\\?"[^"\n]{0,3000}"|[^\s,"]{1,3000})(?:,\s{0,3}[\w-]{1,40}=(?:\\?"[^"\n]{0,3000}"|[^\s,"]{1,3000})){0,12}|[^\s"'`\]})]{6,}/y;

/** Everything behind the scheme, whatever the scheme is called: RFC 9110, section 11.4. */
function authorization(source: Source, at: number): Found | undefined {
  const head = source.at(SCHEME, at);
  if (!head) return undefined;
  for (const start of [at + head[0].length, at + head[0].length - (head[2]?.length ?? 0)]) {
    const match = source.at(CREDENTIALS, start);
    if (!match) continue;
    const first = match[0].split(/[\s,]/)[0];
    if (isStandIn(first) || /^[a-z]+[:,.]?$/.test(first)) continue;
    const end = start + match[0].replace(/[,;.]+$/, '').length;
    return { start, end, next: end };
  }
  return undefined;
}

const WRAPS = /(?:string\(\d{1,6}\)\s|\{\s{0,3}\\{0,15}["']?(?:value|Value|S|\$value|raw|text|plaintext|stringValue)\\{0,15}["']?\s{0,3}(?:=>|[:=])\s{0,3}|\[\]\w{1,12}\{|[A-Za-z_][\w.:]{0,40}(?:::|\.|\s)?\((?=\\{0,15}["'`]|[bNu]["']|[A-Z]\w{0,30}\()|(?:Just|Some|just|some)\s(?=["(])|<<(?=["'])|[bBuUNnrRfLE@$](?=["'])|[[{(]{1,3}\s{0,20}(?=\\{0,15}["'`]|[bNu]["'])|\{\s{0,3}\\{0,15}["']?(?:value|Value|S|\$value|raw|text|plaintext)\\{0,15}["']?\s{0,3}(?:=>|[:=])\s{0,3}|(?:Bearer|Basic|Digest|Token|Negotiate|Bot|ApiKey)\s+(?=\S{6}))/y;
const OBJECT = /\\{0,15}["']\s{0,3}(?::(?!:)|=>)/y;
const GETTER = /(?:env|environ|config|lookup|param\w*|get|fetch|read|var|from\w*|resolve\w*|ref|require|import|find\w*)\W*$/i;

/** A value behind what a language puts around it: `Some("v")`, `b'v'`, `string(9) "v"`, `["v"]`, `{"value":"v"}`. */
function wrapped(source: Source, from: number): Value | undefined {
  let at = from;
  for (let i = 0; i < 6; i++) {
    const wrap = source.at(WRAPS, at);
    if (!wrap) break;
    if (/\($/.test(wrap[0]) && GETTER.test(wrap[0].slice(0, -1))) return undefined;
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
  return inner && isWhole ? { ...bare, start: bare.start + 1, end: bare.start + 1 + inner.length, text: inner } : undefined;
}

interface Signs {
  readonly sign: string;
  /** A blank is behind the sign. */
  readonly blank?: boolean;
  /** The name is in quotes. */
  readonly named?: boolean;
}

/** The part of a value that is masked, if it is a secret. */
function accepted(source: Source, name: Name, value: Value | undefined, signs: Signs): Found | undefined {
  if (!value) return undefined;
  const text = value.text.trim();
  if (!text || isStandIn(value.quoted ? text : text.replace(/[.,;:!?]+$/, ''))) return undefined;
  if (name.kind === 'weak') return isWeak(source, name, text) ? found(source, value) : undefined;
  if (name.kind === 'secret' && value.quoted && /^[a-z]{1,4}$/.test(text)) return undefined;
  if (value.quoted ? isSentence(text) && !/\d/.test(text.split(/\s/)[0]) : isProse(source, value, signs)) return undefined;
  if (/cookie$/i.test(name.text) && text.includes('=')) return undefined;
  if (signs.sign === '->' && /^\w+\(/.test(text)) return undefined;
  if (/^PWD$|^OLDPWD$/.test(name.text) && /^[/~.]/.test(text)) return undefined;
  // `token-service:12`, `credentials:edit`
  if (/^(?::|%3a)$/i.test(signs.sign) && !signs.blank && !signs.named && !value.quoted && !isDump(source, name) && !looksSecret(text)) return undefined;
  return found(source, value);
}

function isWeak(source: Source, name: Name, text: string): boolean {
  if (/[()]/.test(text)) return false;
  const isQuery = /[?&#/;]$/.test(source.text.slice(name.start - 1, name.start));
  if (!looksRandom(text, name.isId)) return isQuery && /^[0-9a-f-]{32,}$/i.test(text);
  // a key that nothing is said about, as that of a map or a cache
  if (/^(?:keys?|codes?|login|auth|seed|session|tokens?)$/i.test(name.text) && !name.of) return isQuery || (/[a-z]/.test(text) && /[A-Z]/.test(text) && !/[:.]/.test(text));
  return true;
}

/** "API_KEY: unbound variable", "password: should have at least 8 characters" */
function isProse(source: Source, value: Value, { sign, blank }: Signs): boolean {
  if (!(sign === ':' || sign === '\uff1a') || !blank) return false;
  if (/^[\w/.-]+:$/.test(value.text) && /^\s\w/.test(source.rest(value.end, 3))) return true;
  if (!/^[\p{L}'\u2019-]+[.,:;!?]?$/u.test(value.text)) return false;
  const rest = source.rest(value.start, 100).split(/["`|{}[\]()]|,\s*\w+[:=]/)[0];
  return isSentence(rest);
}

/** Go prints `map[a:b c:d]` and `{A:b C:d}`. */
function isDump(source: Source, name: Name): boolean {
  const before = source.before(name.start, 600);
  return before.includes('map[') || /\{[^"'{}]*$/.test(before) || /^[\s?/-]*$/.test(before) || /[?&]\S*$|\s\/$|^\/$/.test(before);
}

function found(source: Source, value: Value): Found {
  let end = value.quoted ? value.end : phraseEnd(source, value);
  // `a, b` at the end of a line: the comma belongs to the secret
  const more = value.quoted ? null : source.at(/,\s[^\s"'`,;:={}()[\]]{1,60}(?=\s*(?:\n|$))/y, end);
  if (more && !isStandIn(more[0].slice(2))) end += more[0].length;
  return { start: value.start, end, next: Math.max(end, value.next) };
}

/** Elements of a list: `("name", "v")`, `{name,"v"}`, `["--password","v"]`, `[--password, v]`. */
function listed(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const before = source.before(name.start, 20);
  if (!quote && !name.flag && !/[{(]\s{0,3}:?$/.test(before)) return undefined;
  const comma = source.at(/\s{0,3},\s{0,20}/y, after);
  if (!comma) return undefined;
  const value = wrapped(source, after + comma[0].length);
  if (!value) return undefined;
  if (name.flag) {
    if (/^-/.test(value.text)) return undefined;
    if (value.quoted ? isHarmlessOption(name, value.text) : !looksSecret(value.text)) return undefined;
    return accepted(source, { ...name, kind: strong(name) }, value, { sign: ',' });
  }
  if (!value.quoted && !/^\d{4,}$/.test(value.text)) return undefined;
  // a list of words, as `["password", "publickey"]`, is no list of pairs
  const isPair = /rawHeaders/.test(source.before(name.start, 600)) || /[({<]\s{0,3}(?:<<)?\\{0,3}["'`:]?$/.test(before) || /[[,]\s{0,20}\[\s{0,3}\\{0,3}["'`]?$/.test(before);
  if (!(isPair && !isStandIn(value.text)) && !looksSecret(value.text)) return undefined;
  return accepted(source, name, value, { sign: ',' });
}

/** `setPassword("v")`, `.password("v")` */
function called(source: Source, name: Name): Found | undefined {
  const open = source.at(/\(\s{0,3}(?=\\{0,15}["'`])/y, name.end);
  if (!open || (name.kind !== 'password' && !/^(?:set|with)|\.set/i.test(name.text))) return undefined;
  const value = quotedAt(source, name.end + open[0].length);
  return value && isQuotable(name, value.text) ? accepted(source, name, value, { sign: '=' }) : undefined;
}

/** Words that follow an option in a sentence about it: `--password because ...`, `--password string`, `--password requires a value`. */
const AFTER_OPTION = new RegExp('^(?:because|since|when|while|if|unless|until|which|who|that|this|these|it|its|only|also|but|so|then|'
  + 'than|instead|here|there|alone|again|twice|once|both|either|neither|nor|as|at|by|into|like|using|via|without|given|passed|provided|'
  + 'used|supplied|string|value|name|file|path|flags?|options?|arguments?|arg|parameter|switch|variable|setting|requires?|expects?|expected|'
  + 'needs?|takes?|wants|lacks|contains?|gets?|be|been|may|might|shall|would|cannot|do|don\'t|doesn\'t|isn\'t|unknown|unrecognized|'
  + 'unsupported|deprecated|ignored|rejected|PASSWORD|TOKEN|SECRET|KEY|VALUE|STRING)[.,:;!?)]?$|^\\([a-z ]+\\)?$|^id=');
/** Options about a secret that hold none: `--password-stdin`, `--token-ttl 60`. */
const NO_SECRET_OPTION = /-(?:stdin|prompt|through|ttl|type|policy|length|timeout|based|file|command|store|name)$|^no-/i;

function isHarmlessOption(name: Name, value: string): boolean {
  return AFTER_OPTION.test(value) || NO_SECRET_OPTION.test(name.text) || /^-/.test(value);
}

function strong(name: Name): NameKind {
  return name.kind === 'weak' ? 'weak' : 'password';
}

const BEFORE_BLANK = /(?:\b(?:ENV|ARG|setx|setenv|config set|configure set)\s{1,3}(?:\S{0,80}:)?|^\s{0,20}(?:machine\s.*|set\s|default\s.*)?)$/;

/** A blank between: `--password v`, `ENV PASSWORD v`, `requirepass v`, `:password "v"`. */
function option(source: Source, name: Name, after: number): Found | undefined {
  if (name.flag) {
    const gap = source.at(/[ \t]{1,2}(?=\S)|\r?\n\s{0,20}-\s{1,3}/y, after);
    const value = gap && wrapped(source, after + gap[0].length);
    if (!value || isHarmlessOption(name, value.text) || value.text.startsWith(',')) return undefined;
    const whole = value.quoted ? value : untilBlank(source, value);
    return accepted(source, { ...name, kind: strong(name) }, whole, { sign: ' ' });
  }
  const before = source.before(name.start, 100);
  const gap = source.at(/[ \t]{1,2}(?=\S)/y, after);
  if (!gap) return undefined;
  if (before.endsWith(':') && /["\\]/.test(source.text[after + gap[0].length])) {
    return accepted(source, name, wrapped(source, after + gap[0].length), { sign: '=' });
  }
  if (!BEFORE_BLANK.test(before)) return undefined;
  const value = wrapped(source, after + gap[0].length);
  if (!value || !/^[;\s"']*$/.test(source.rest(value.next, 40)) || AFTER_OPTION.test(value.text)) return undefined;
  const isCommand = /\S/.test(before) || /^(?:requirepass|masterauth)$/i.test(name.text);
  if (!isCommand && !(name.kind === 'password' && /\d/.test(value.text) && value.text.length > 5) && !looksSecret(value.text)) return undefined;
  return accepted(source, name, value, { sign: ' ' });
}

/** The value of an option that a comma does not end: `--password my,Hunter2`. */
function untilBlank(source: Source, value: Value): Value {
  const match = source.at(/(?:[^\s"'`,\]]|,(?=[^\s"'`,\]-]))+/y, value.start);
  if (!match) return value;
  const end = value.start + match[0].length;
  return { ...value, end, next: end, text: match[0] };
}

/** A table: `PASSWORD      v`, `| password | v |` */
function column(source: Source, name: Name, after: number): Found | undefined {
  const gap = source.at(/[ \t]?\.{3,80}[ \t]?|[ \t]{0,60}[|\u2502\u2503][ \t]{0,60}|[ \t]{0,60}(?: {2}|\t)[ \t]{0,60}(?=\S)/y, after);
  if (!gap || name.flag || !/(?:^|[|\u2502]|\s{2,}|\t|- )\s{0,20}["'`]?$/.test(source.before(name.start, 30))) return undefined;
  const at = after + gap[0].length;
  const value = wrapped(source, at);
  if (!value || !/^\s*(?:$|[|\u2502\u2503]|\s{2}|\t|[;,]?\s*[#(])/.test(source.rest(value.next, 10))) return undefined;
  if (kindOfName(value.text) !== 'none' && /^[A-Za-z_]+$/.test(value.text)) return undefined;
  if (/^[A-Z_]+$/.test(value.text) || /^[a-z]{1,9}$/.test(value.text)) return undefined;
  return accepted(source, name, value, { sign: '=' });
}

const LINK = String.raw`(?:is|was|are|were|to|now|ist|lautet|est|es|é|e|è|är|jest|has been|set|reset|changed|=|:)`;
const TOLD = new RegExp(String.raw`\s{1,3}(?:(?:for|of|f\u00fcr|de|para|da|do|del|di|van|voor)\s{1,3}\S{1,40}\s{1,3})?(?:${LINK}[\s:]{1,3}){1,4}`, 'yi');
const GOT = /\b(?:got|received|provided|given|found|actual|input_value|input|but was|was|value|saw|entered|passed|supplied|read)\b["']?\s{0,3}(?:[:=]|is)?\s{0,3}\[?(?:value\s{0,3}[:=]?\s{0,3})?/gi;
const OF_ENTITIES = /(?:^|[^a-z])(?:secrets?|credentials?|creds|keys?|cookies?)$/i;

/** A sentence: "the password is v", "invalid token 'v'", "X must have 20 characters, got v". */
function told(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const link = source.at(TOLD, after);
  if (link) {
    const value = wrapped(source, after + link[0].length);
    const isPlain = value && (value.quoted ? isQuotable(name, value.text) : isTold(name, value.text) || /[:=]\s*$/.test(link[0]));
    if (value && isPlain) return accepted(source, name, value, { sign: ':', blank: true });
  }
  const announced = name.kind !== 'password' ? null : source.at(/(?:[^\n:="\[\]{}.]|\.(?! )){1,90}?:[ \t]{1,3}(?=\S{1,200}\s{0,3}(?:\n|$))/y, after);
  if (announced) {
    const value = wrapped(source, after + announced[0].length);
    if (value && isTold(name, value.text)) return accepted(source, name, value, { sign: '=' });
  }
  if (!quote) {
    const gap = source.at(/(?: id)?[ \t]{1,3}|(?=\u300c)/y, after);
    const value = gap && (quotedAt(source, after + gap[0].length) ?? bareAt(source, after + gap[0].length));
    if (value?.quoted && isQuotable(name, value.text) && value.next <= source.lineEnd(after)) {
      return accepted(source, name, value, { sign: '=' });
    }
    if (value && !value.quoted && (name.kind === 'weak' ? isTold : isLikely)(name, value.text) && (!OF_ENTITIES.test(name.text) || /key$/i.test(name.text) || isQualified(name))) {
      return accepted(source, name, value, { sign: '=' });
    }
  }
  return got(source, name, after) ?? saidBefore(source, name);
}

/** "client secret": no name of a secret follows, but the secret. */
function isQualified(name: Name): boolean {
  return /^(?:client|webhook|session|shared|signing|api|app|auth|jwt|access|consumer|cookie|hmac|oauth|admin|totp|mfa|csrf|bot|plaid|slack|radius|encryption)$/i.test(name.of)
    || /[a-z][_.-]?(?:secret|creds?)$/i.test(name.text);
}

/** The value is told, so it need not look like a secret; it must not be a word of the sentence. */
function isTold(name: Name, text: string): boolean {
  const word = text.replace(/[.,:;!?)]+$/, '');
  if (word.includes('://')) return false;
  if (name.kind === 'weak') return looksSecret(word) && word.length > 11 && !/[/(=]/.test(word);
  if (isStandIn(word) || (/^[A-Z][A-Z0-9_]*$/.test(word) && (/_/.test(word) || !/\d/.test(word) || word.length < 16)) || /^[\d.:-]+$/.test(word)) return name.kind === 'password' && /^\d{4,8}$/.test(word);
  if (isLikely(name, word)) return true;
  return word.length > 5 && (/[A-Za-z]/.test(word) && /\d/.test(word) ? !/^v?\d+\.|^\d{4}-\d\d-|^\d+[a-z]{1,2}$|:\/\/|\/.*\//.test(word) : /[a-z][A-Z]|[A-Z]{2}[a-z]|[a-z][_.@-][a-z]+[_.@-][a-z]/.test(word));
}

/** A quoted word behind a name: of a password any, of other secrets one that is no name of a thing. */
function isQuotable(name: Name, text: string): boolean {
  if (/\s/.test(text.trim()) && isSentence(text)) return false;
  if (/:\/\/|^[\w.-]+@[\w-]+\.[a-z]+$/.test(text)) return false;
  if (name.kind !== 'password' && isQualified(name) && text.length > 7 && /\d|-[a-z]+-/.test(text)) return true;
  return name.kind === 'password' ? text.length > 3 : looksSecret(text) || (!OF_ENTITIES.test(name.text) && name.kind === 'secret' && text.length > 7 && /\d|\s/.test(text));
}

function isLikely(name: Name, text: string): boolean {
  return looksSecret(text) || (name.kind === 'password' && /^[a-z]{3,}[-_.][a-z]{3,}\d{1,4}$/.test(text)) || (name.kind === 'password' && /^[a-z]+(?:[-_.][a-z]+){2,}\d*$/.test(text) && !isSentence(text.replace(/[-_.]/g, ' ')));
}

/** The value is told later on the line: "got v", "input_value='v'", "rejected value [v]". */
function got(source: Source, name: Name, after: number): Found | undefined {
  const isLast = /^\s*$/.test(source.rest(after, 60));
  const from = isLast ? Math.min(source.lineEnd(after) + 1, source.text.length) : after;
  const text = source.rest(from, 240);
  for (const match of matches(text, GOT)) {
    const value = wrapped(source, from + match.index + match[0].length);
    if (!value || value.start > source.lineEnd(from)) continue;
    const text2 = value.text;
    if (value.quoted ? isQuotable(name, text2) : isTold(name, text2)) return accepted(source, name, value, { sign: '=' });
  }
  return undefined;
}

/** "'v' is not a valid token" */
function saidBefore(source: Source, name: Name): Found | undefined {
  const before = source.before(name.start, 200);
  const match = /()(["'`])([^"'`]{6,160})\2 (?:is not an?|is no|is an?|was not an?) (?:\w+ ){0,3}$/.exec(before)
    ?? /((?:value|argument|input|parse|option)\s+)(["'`])([^"'`]{6,160})\2 (?:for|as|at|of)(?: the)?(?: flag| option| argument| path| field| property| parameter)? ["'`]?-{0,2}$/.exec(before);
  if (!match || !isQuotable(name, match[3])) return undefined;
  const start = name.start - before.length + match.index + match[1].length + 1;
  return { start, end: start + match[3].length, next: name.end };
}
