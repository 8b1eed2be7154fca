import { accepted, Found, valueBehind, wrapped } from './accepted';
import { hasWords } from './explained';
import { Name } from './found-name';
import { kindOfName } from './names';
import { matches, Source } from './source';
import { bareAt, isSentence, isStandIn, isTyped, looksRandom, looksSecret, quotedAt, UUID, Value } from './values';

const LINK = String.raw`(?:is|was|are|were|to|now|currently|still|not|ist|lautet|est|es|é|e|è|är|jest|has been|set|reset|changed|=|:)`;
const TOLD = new RegExp(String.raw`\s{1,3}(?:${LINK}[\s:]{1,3}){1,4}`, 'yi');
const GOT = /\b(?:expected|want|got|received|provided|given|(?<!not )found|actual|input_value|input|but was|was|value|saw|entered|passed|supplied|read)\b(?:["']\s{0,3}[:=]|\s{0,3}(?:[:=]|is)?)\s{0,3}[[(]?(?:value\s{0,3}[:=]?\s{0,3})?/gi;
export const OF_ENTITIES = /(?:^|[^a-z])(?:secrets?|credentials?|creds|keys?|cookies?)$/i;

/** "token expired: v", "secret was rejected: v" */
const STATED = / (?:(?:is|was|has|been|not) ){0,3}(?:expired|rejected|revoked|invalid|malformed|denied|refused|leaked|recognized|accepted|found)[:=][ \t]{1,3}/y;
/** "the value of API_KEY (v) is invalid" */
const IN_PARENTHESES = / \((?=[^\s()]{4,200}\) (?:is|was|must|does|has|should|cannot)\b)/y;
/** "invalid API key format: 'v' (must be ...)" */
const INVALID = /\b(?:invalid|bad|malformed|wrong|un[a-z]{3,12}) (?:\S+ )?$/i;
const OF_FORM = / (?:format|length|value|prefix|encoding|syntax):? (?=["'`])/y;
/** "password for ada: v", at the end of the line. */
const ANNOUNCED = /(?:[^\n:="\[\]{}.]|\.(?! )){1,90}?:[ \t]{1,3}(?=\S{1,200}\s{0,3}(?:\n|$))| [-\u2013\u2014] (?=\S{1,200}\s{0,3}(?:\n|$))/y;
/** "Enter the password for ada:", and the value alone on the line below. */
const BELOW = new RegExp(String.raw`(?: (?:is|for|of|to)(?: [\w@.'"-]{1,60}){0,4})?:[ \t]{0,5}\r?\n(?:[ \t]{0,20}\r?\n)?[ \t]{0,60}`
  + String.raw`(?=[^\s:]{4,200}[ \t]{0,20}(?:\r?\n|$))`, 'y');

/** A sentence: "the password is v", "invalid token 'v'", "X must have 20 characters, got v". */
export function told(source: Source, name: Name, after: number, quote: string): Found | undefined {
  const link = source.at(TOLD, after);
  if (link) {
    const value = wrapped(source, after + link[0].length);
    const isPlain = value && (value.quoted ? isQuotable(name, value.text) : isTold(name, value.text) || /[:=]\s*$/.test(link[0]));
    if (value && isPlain) return accepted(source, name, value, { sign: ':', blank: true });
    const isJudged = value && /^, (?:but )?(?:expected|must|should)\b/.test(source.rest(value.next, 20));
    if (isJudged && name.kind !== 'weak' && !hasWords(value.text)) return accepted(source, name, value);
  }
  const afar = name.kind === 'weak' ? undefined : toldAfar(source, name, after);
  if (afar) return afar;
  const announced = name.kind === 'password' ? valueBehind(source, ANNOUNCED, after) : undefined;
  const isOfOther = announced && /(?:id|trace)[:=]\s*$/i.test(source.before(announced.start, 9));
  if (announced && !isOfOther && isTold(name, announced.text)) return accepted(source, name, announced);
  const put = valueBehind(source, IN_PARENTHESES, after);
  if (put && isTold(name, put.text)) return accepted(source, name, put);
  const judged = INVALID.test(source.before(name.start, 40)) ? valueBehind(source, OF_FORM, after) : undefined;
  if (judged) return accepted(source, name, judged);
  const stated = name.kind === 'secret' ? valueBehind(source, STATED, after) : undefined;
  if (stated && looksSecret(stated.text) && !UUID.test(stated.text) && !/[=:]/.test(stated.text)) return accepted(source, name, stated);
  const below = name.kind === 'weak' ? undefined : valueBehind(source, BELOW, after);
  if (below && isTold(name, below.text)) return accepted(source, name, below);
  if (!quote) {
    const gap = source.at(/(?: id)?[ \t]{1,3}|(?=\u300c)/y, after);
    const value = gap && (quotedAt(source, after + gap[0].length) ?? bareAt(source, after + gap[0].length));
    if (value?.quoted && value.next <= source.lineEnd(after)) {
      if (isQuotable(name, value.text) || /^ is too /.test(source.rest(value.next, 8))) return accepted(source, name, value);
    }
    const isMeant = isValueNext(source, name) ? isTold : isLikely;
    const isOfEntity = OF_ENTITIES.test(name.text) && !/key$/i.test(name.text) && !isQualified(name);
    if (value && !value.quoted && !isOfEntity && isMeant(name, value.text)) return accepted(source, name, value, { sign: ' ' });
  }
  return got(source, name, after) ?? saidBefore(source, name);
}

/** "with password v", "wrong password v" */
const GIVEN = /\b(?:with|and|using|use|wrong|bad|incorrect|invalid|default|user \S{1,40}) $/i;
const AFAR = /\s(?:(?:is|was|will be|ha[sd] been|lautet|ist|est?|[eéè]|är|jest) (?:now )?(?:(?:(?:re)?set|changed) (?:to|as) )?|set to |= ?)(?=\S)/g;

/** "the password of this instance is v", "the new password for account u has been set to v" */
function toldAfar(source: Source, name: Name, after: number): Found | undefined {
  const rest = source.rest(after, 140);
  const [, about] = /^ ([a-z]+)/i.exec(rest) ?? [];
  if (!about || /^pass$/i.test(name.text) || kindOfName(`${name.text}_${about}`) === 'none') return undefined;
  const [clause] = rest.split(/[;{}[\]]|[.!?]\s/);
  for (const { index, 0: link } of matches(clause, AFAR)) {
    const value = wrapped(source, after + index + link.length);
    if (value && isToldAfar(name, value)) return accepted(source, name, value, { sign: ':', blank: true });
  }
  return undefined;
}

function isToldAfar(name: Name, { quoted, text }: Value): boolean {
  const word = text.replace(/[.,:;!?)]+$/, '');
  if (name.kind !== 'password') return looksRandom(word, false) && !UUID.test(word);
  return quoted ? isQuotable(name, text) && !hasWords(text) : isTyped(word) && !/[=:/]/.test(word);
}

/** "client secret": no name of a secret follows, but the secret. */
function isQualified(name: Name): boolean {
  return /^(?:client|webhook|session|shared|signing|api|app|auth|jwt|access|consumer|cookie|hmac|oauth|admin|totp|mfa|csrf|bot|default|insecure|plaid|slack|radius|encryption)$/i.test(name.of)
    || /[a-z][_.-]?(?:secret|creds?)$/i.test(name.text);
}

/** The words before the name, or the name itself, say that the value comes next. */
function isValueNext(source: Source, name: Name): boolean {
  return name.kind === 'weak' || (name.kind === 'password'
    && (GIVEN.test(source.before(name.start, 60)) || /[\u306f\u4e3a\u662f]$|^(?:otp|passcode|bindpw)$/i.test(name.text)));
}

/** The value is told, so it need not look like a secret; it must not be a word of the sentence. */
function isTold(name: Name, text: string): boolean {
  const word = text.replace(/[.,:;!?)]+$/, '');
  if (word.includes('://') || (name.kind !== 'password' && /^[a-z]{2,}(?:[A-Z][a-z]{2,}){2,}$/.test(word))) return false;
  if (name.kind === 'weak') return word.length > 11 && looksSecret(word) && !/[/(=:]|^0x/.test(word);
  if (isStandIn(word) || (/^[A-Z][A-Z0-9_]*$/.test(word) && (/_/.test(word) || !/\d/.test(word) || word.length < 16)) || /^[\d.:-]+$/.test(word)) return name.kind === 'password' && /^\d{4,8}$/.test(word);
  if (isLikely(name, word)) return true;
  return isTyped(word) || (word.length > 5 && !/\d/.test(word) && /[a-z][A-Z]|[A-Z]{2}[a-z]|[a-z][_.@-][a-z]+[_.@-][a-z]|[a-z][!#$%^*][a-z]/.test(word));
}

/** A quoted word behind a name: of a password any, of other secrets one that is no name of a thing. */
export function isQuotable(name: Name, text: string): boolean {
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
  const all = source.once(toldValues, source.lineEnd(from));
  for (let i = firstFrom(all, from); i < all.length && all[i].at < from + NEAR; i++) {
    const { value } = all[i];
    if (value.quoted ? isQuotable(name, value.text) : isTold(name, value.text)) return accepted(source, name, value);
  }
  return undefined;
}

/** Characters from a name to the words that tell its value. */
const NEAR = 240;

interface Told {
  readonly at: number;
  readonly value: Value;
}

/** What the line that ends here tells, in the order of its words: each name on the line asks for it. */
function toldValues(source: Source, end: number): readonly Told[] {
  const start = source.text.lastIndexOf('\n', end - 1) + 1;
  return matches(source.text.slice(start, end), GOT).flatMap((match) => {
    const at = start + match.index;
    const value = wrapped(source, at + match[0].length);
    // what is expected is a type or a rule most often; `read timeout=5` has a name of its own
    const isRule = value && ((/^(?:expected|want)/i.test(match[0]) && !/[a-z]\d|\d[a-z]/i.test(value.text)) || /^[a-z_]{2,20}=\d/.test(value.text));
    return value && value.start <= end && !isRule ? [{ at, value }] : [];
  });
}

/** Index of the first one at `from` or behind it. */
function firstFrom(all: readonly Told[], from: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (all[middle].at < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Words of the patterns of `saidBefore`, behind the value. */
const SAID = /[^\s] (?:is|was|were|has been|will be|for|as|at|of)\b/;
/** "is the new root ", "was set as the " */
const IS_IT = String.raw`(?:is|was|has been|will be)(?: not)?(?: now)?(?: (?:set|used|generated|accepted|stored|saved|given))?`
  + String.raw`(?: (?:as|for|an?|the|my|your|our|his|her|its|their|no)){1,3} `
  + String.raw`(?:(?!(?:of|with|without|for|in|to|on|from|and|or) )[\w-]+ ){0,3}$`;
const QUOTED_BEFORE = new RegExp(String.raw`()(["'\x60])([^"'\x60]{4,160})\2 ${IS_IT}`);
const BARE_BEFORE = new RegExp(String.raw`(^|[\s:,;(>])()([^\s"'\x60:,;()<>]{4,160}) ${IS_IT}`);
const OF_OPTION = /((?:value|argument|input|parse|option)\s+)(["'`])([^"'`]{6,160})\2 (?:for|as|at|of)(?: the)?(?: flag| option| argument| path| field| property| parameter)? ["'`]?-{0,2}$/;
/** "new value: v for the admin password" */
const NEW_VALUE = /((?:value|set|reset|changed|updated)(?: to)?:?\s)()([^\s"'`:;,()]{6,160}) (?:for|as)(?: the)? (?:[\w-]{1,40} ){0,3}$/i;
/** The name ends its part of the sentence: "is the password policy" is about something else. */
const ENDS_HERE = /["'`)]?(?:[.,:;!?)]|\s{0,20}$|\s{1,3}(?:for|of|on|to|in|at|from|by|and|but|or|now|here|please|that|which|because|used|you)\b)/my;

/** "'v' is not a valid token", "v is the password", "'v' was set as password for ada" */
function saidBefore(source: Source, name: Name): Found | undefined {
  const before = source.before(name.start, 200);
  if (!SAID.test(before)) return undefined;
  const isIt = source.at(ENDS_HERE, name.end) !== null;
  const match = (isIt && QUOTED_BEFORE.exec(before)) || OF_OPTION.exec(before) || NEW_VALUE.exec(before)
    || (isIt && BARE_BEFORE.exec(before));
  if (!match) return undefined;
  const [whole, head, quote, value] = match;
  if (isStandIn(value) || !(quote ? isQuotable : isSaid)(name, value)) return undefined;
  const start = name.start - whole.length + head.length + quote.length;
  return { start, end: start + value.length, next: name.end };
}

/** Without quotes it must not look like a word of the sentence. */
function isSaid(name: Name, value: string): boolean {
  return /[A-Za-z]\d|\d[A-Za-z]/.test(value) && isTold(name, value);
}
