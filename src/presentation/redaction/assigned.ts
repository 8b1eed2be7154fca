import { accepted, Found, valueBehind, wrapped } from './accepted';
import { Name } from './found-name';
import { Source } from './source';
import { closedEnd } from './stand-ins';
import { bareAt, isStandIn, isTyped, looksSecret, Value } from './values';

/** The sign between name and value. Programs escape it in JSON and in URLs. */
const SIGN = String.raw`(?::\s)?={1,2}>|-{1,2}>|<-|:=|\?=|\.=|\+=|\|\|=|\?\?=|={1,3}|!={1,2}|~[=>]|\u2192|\seq(?=\s)|\s\.(?=\s")|`
  // R prints a list: `$name`, and `[1] "v"` below
  + String.raw`\r?\n\[1\](?= ")|::?(?!:)|\uff1a|\uff1d|\\u003[ad]|%3[ad]|%253[ad]|&#0{0,6}61;|&#x0{0,6}3d;|&equals;|&colon;|\\[=:]`;
const TYPE = String.raw`(?:(?:std::)?string|&?str|String|char|text|varchar|NSString|auto|Optional|Option|SecretStr|bytes|any|Any|Text)`;
const TYPED = String.raw`(?::?\s{0,3}(?:&'static\s)?[&*]?${TYPE}(?:<[\w.&' ]{1,30}>|\[[\w ]{0,30}\])?[?*!]?\s{0,3}=(?!=))`;
export const CLOSING = /(\\{0,15}["'`]|\\{1,15}(?:u00|x)22|&quot;|&#34;|%22)?(?:\*\*(?=:|\s?\|))?(?::(?:protected|private)|:[\w\\]{1,60}:private|:"[\w\\]{1,60}":private)?[\])}]{0,2}\??(?!\?)(?:\([\w ,]{1,12}\))?/y;
/** What may be between: "password[0]", "token (masked)", "Contrase\u00f1a incorrecta". */
const QUALITY = String.raw`\d{1,2}|id|words|value|hash|string|api|incorrect\w{0,3}|inv[a\u00e1]lid\w{0,3}|errat[ao]`;
const BETWEEN = String.raw`(?:\[\w{1,10}\]|\s?\([a-z ,-]{1,20}\)|\s?\.{2,60}|_{3,60}|(?: for)? ["'\x60][\w./:@-]{1,80}["'\x60]|`
  + String.raw`[ ](?:${QUALITY}|(?:de|d') ?(?:api|acceso|acesso|acc[e\u00e8]s)|secr[e\u00e8]t[aeo]?))?`;
const ASSIGNED = new RegExp(String.raw`${BETWEEN}[ \t\u00a0\u3000]{0,40}(?:${TYPED}|(${SIGN}))`, 'yi');
const BLANK = /(?:\*\*(?=[ \t]))?[ \t\u00a0\u3000]{0,200}/y;
const NEXT_LINE = /[ \t]{0,20}(?:[|>][-+]?[ \t]{0,3}|\\)?\r?\n[ \t]{0,60}/y;
const NAMED_VALUE = /(?:,\s{0,3}"\w{1,30}"\s{0,3}:\s{0,3}"[^"\n]{0,100}"){0,3}[\s,;]{0,40}\\{0,15}["']?(?:\w{0,12}value|val|v|default)\\{0,15}["']?\s{0,20}(?:=>|[:=])\s{0,20}/yi;
const IS_NAME = /(?:name|key|id|k|field|param(?:eter)?|variable|property)\\{0,15}["']?\s{0,3}(?:=>|[:=])\s{0,3}\\{0,15}["']?[\w/.-]{0,100}$|^\s*-\s+name:\s*$/i;


const VALUE_BEFORE = /("value"\s{0,3}:\s{0,3}")([^"\n]{1,300})"\s{0,3},\s{0,3}"(?:name|key)"\s{0,3}:\s{0,3}"$/i;

/** `{"name":"X","value":"v"}`, `- name: X` above `value: v`, `<add key="X" value="v"/>`, a part of a form. */
export function namedValue(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const before = source.before(name.start, 120);
  if ((!quote && !/[:=]\s*$/.test(before)) || !IS_NAME.test(before)) return undefined;
  const earlier = VALUE_BEFORE.exec(source.before(name.start, 500));
  if (earlier) {
    const end = name.start - earlier[0].length + earlier[1].length + earlier[2].length;
    return accepted(source, name, { start: end - earlier[2].length, end, next: name.end, quoted: true, text: earlier[2] });
  }
  const named = valueBehind(source, NAMED_VALUE, after);
  if (named) return accepted(source, name, named);
  const part = source.at(/(?:\r?\n[\w-]{1,40}:[^\r\n]{0,200}){0,3}\r?\n\r?\n/y, after);
  return part ? accepted(source, name, bareAt(source, after + part[0].length)) : undefined;
}

/** `<password>v</password>`, `<property name="password">v</property>` */
export function element(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const { text } = source;
  const next = />(?:[\w-]{1,30} )?$/.test(source.before(name.start, 40)) && source.at(/<\/[\w-]{1,40}>\s{0,40}<[\w-]{1,40}>/y, after);
  if (next) {
    const start = after + next[0].length;
    const end = source.next('<', start);
    return accepted(source, name, inElement(source, start, end));
  }
  const isEscaped = source.before(name.start, 4) === '&lt;';
  const isCut = text[name.end] === '>' && after === name.end;
  const own = isEscaped || text[name.start - 1] === '<' || /<[\w-]{1,30}:$/.test(source.before(name.start, 32));
  if (!own && !isCut && !(quote && IS_NAME.test(source.before(name.start, 40)))) return undefined;
  const head = source.at(isEscaped ? /[^<>&]{0,120}&gt;\s{0,20}/y : /(?:\s[^<>]{0,120})?>\s{0,20}(?:<!\[CDATA\[)?(?:<value>)?/y, after);
  if (!head) return undefined;
  const start = after + head[0].length;
  const closing = head[0].includes('CDATA') ? ']]>' : '<';
  const end = source.next(isEscaped ? '&lt;' : closing, start);
  const isClosed = closing !== '<' || isEscaped || /[!/]/.test(text[end + 1] ?? ' ');
  if (!isClosed || (isCut && !own) || end === text.length || end - start > 5000) return unclosed(source, name, start);
  return accepted(source, name, inElement(source, start, end));
}

/** `<password>v`, `password>v` of an element that was cut; not `user:<password>@host` or `<password> is required`. */
function unclosed(source: Source, name: Name, start: number): Found | undefined {
  const value = source.text[start - 1] === '>' ? bareAt(source, start) : undefined;
  const isMeant = value && /^\w/.test(value.text) && (name.kind === 'password' ? isTyped : looksSecret)(value.text);
  return isMeant ? accepted(source, name, value) : undefined;
}

const LONGEST = 400;

function inElement({ text }: Source, start: number, end: number): Value {
  return { start, end, next: end, quoted: true, text: text.slice(start, Math.min(end, start + LONGEST)) };
}

export function assigned(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const sign = source.at(ASSIGNED, after);
  if (!sign || (name.flag && sign[0].startsWith(' id'))) return undefined;
  if (/^ id/i.test(sign[0]) && !/secret$/i.test(name.text)) return undefined;
  const at = after + sign[0].length;
  const blank = source.at(BLANK, at)?.[0].length ?? 0;
  if (/authorization$/i.test(name.text) || (/(?:-signature|sentry-auth|wsse)$/i.test(name.text) && sign[1] === ':')) {
    const header = authorization(source, at + blank);
    if (header) return header;
  }
  if (/[=!]=$/.test(sign[0])) {
    // `assert password == expected: "a" != "b"`: the first is found when the second is masked
    const first = valueBehind(source, /[\w.]{1,60}:\s(?=["'])/y, at + blank);
    if (first) return accepted(source, name, valueBehind(source, /\s[!=]=\s/y, first.next)) ?? accepted(source, name, first);
  }
  const value = wrapped(source, at + blank);
  if (!value || (value.text === '\\' && value.end === source.lineEnd(at))) return nextLine(source, name, at);
  const signs = { sign: sign[1] ?? '=', blank: blank > 0, named: Boolean(quote) };
  const whole = signs.sign.startsWith('%') ? untilSign(source, value, '%26') : value;
  return accepted(source, name, whole, signs) ?? arrow(source, name, value.next);
}

/** `x = "old" -> "new"`, `x = y || "default"` */
export function arrow(source: Source, name: Name, from: number): Found | undefined {
  return accepted(source, name, valueBehind(source, /"?\s{0,3}(?:->|=>|\u2192|\|\||\?\?)\s{0,3}(?=["'`])/y, from));
}

/** In an encoded query string the next name follows an encoded `&`. */
function untilSign(source: Source, value: Value, sign: string): Value {
  const at = source.next(sign, value.start);
  return value.quoted || at >= value.end ? value : { ...value, end: at, next: at, text: source.text.slice(value.start, at) };
}

/** What a logger writes before its message: times, levels, tags, the name of a program. */
const OF_LOGGER = /(?:\d[\d:.,TZ+/-]{1,40}\s{1,3}|\[[^\]\n]{1,60}\]:?\s{0,3}|\b(?:trace|debug|info|warn|warning|error|fatal|notice|stdout|stderr)\b[:|]?\s{1,3}|[\w.-]{1,40}\s{1,20}\|\s{1,3}){1,6}/iy;

/** Where the value begins on the line below: a logger writes the same before both. */
function below(source: Source, name: Name, from: number): { readonly start: number; readonly ofLogger: boolean } {
  const begin = name.start - source.before(name.start, 200).length;
  const head = source.at(OF_LOGGER, begin);
  const next = head && begin + head[0].length <= name.start ? source.at(OF_LOGGER, from) : null;
  return { start: from + (next?.[0].length ?? 0), ofLogger: next !== null };
}

/** The value is alone on the line below. */
function nextLine(source: Source, name: Name, at: number): Found | undefined {
  const line = source.at(NEXT_LINE, at);
  if (!line) return undefined;
  const { start, ofLogger } = below(source, name, at + line[0].length);
  const value = wrapped(source, start);
  // a message of its own, if it is a word
  if (value && ofLogger && !looksSecret(value.text) && !/[a-z]\d|\d[a-z]/i.test(value.text)) return undefined;
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
  const behind = at + head[0].length;
  // redacted before
  if (source.text.startsWith('***', behind)) return { start: behind, end: behind, next: behind };
  for (const start of [behind, behind - (head[2]?.length ?? 0)]) {
    const match = source.at(CREDENTIALS, start);
    if (!match) continue;
    const first = match[0].split(/[\s,]/)[0];
    if (/^[\w-]{1,30}=\*{3}/.test(first)) return { start, end: start, next: start + match[0].length };
    if (isStandIn(first) || closedEnd(source.text, start) > start || /^[a-z]+[:,.]?$/.test(first)) continue;
    const end = start + match[0].replace(/[,;.]+$/, '').length;
    return { start, end, next: end };
  }
  return undefined;
}

