import { NameKind } from './names';
import { words } from './source';
import { isSentence } from './values';
import { OF_ERRORS } from './vocabulary';

/**
 * What an error says behind the name of a secret and a colon: `cannot fetch token: 401 Unauthorized`. It is the cause that somebody looks
 * for, and no secret.
 */
/** Words that an error has only among others. */
const AMONG_OTHERS = words(`status deadline maximum minimum retries attempts too only request response server connection network
  permission handshake prompts temporarily hang again already authority chain self-signed length characters bytes exit http tls ssl dns`);
/** Words in which an error shows that it is one: four plain words without it can be a pass phrase. */
const FIRST = 4;

const STATUS = String.raw`(?:HTTP(?:\/\d(?:\.\d)?)?|status(?:[ _]code)?)`;
const BEHIND_STATUS = String.raw`(?:[:,]? -? ?[A-Z][A-Za-z-]+\b|$|[,;)"'\\]|:? [a-z]+=)`;
const QUOTE = String.raw`\\{0,3}"`;
const CLASS = '[A-Z][A-Za-z0-9]{1,40}';
const ERRNO = 'ACCES|PERM|NOENT|XIST|INVAL|PIPE|IO|BUSY|NFILE|MFILE|ROFS|NOSPC|ISDIR|NOTDIR|TIMEDOUT|NOTFOUND|(?:CONN|HOST|NET|ADDR)[A-Z]+';

/** How the message of another program begins. */
const BEGINS = new RegExp([
  // the status of an answer, or the number of an error
  String.raw`(?:${STATUS}|code|exit)?[ =:]{0,2}\(?[1-5]\d\d\)?${BEHIND_STATUS}`, String.raw`${STATUS}[ =:]{1,2}[1-5]\d\d\b`,
  String.raw`\[?(?:Errno|errno|WinError|SSL:|Error) ?-?\w{1,30}[\]:]`, String.raw`SQLSTATE\[`,
  String.raw`(?:EOF|(?:[a-z]{3,14} (?:[\w/.-]{1,40} )?)?E(?:${ERRNO}|AI_[A-Z]+))\b`,
  String.raw`code ?= ?[A-Z][A-Za-z]+\b`, String.raw`connection re|i\/o t|broken pipe|context dead`,
  // what Go was doing: a request, a call of the system, a connection, a program
  String.raw`(?:Get|Post|Put|Patch|Delete|Head|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:${QUOTE})?(?:https?:\/|\/)`,
  String.raw`(?:open|l?stat|mkdir|unlinkat|remove|rename|chmod|readlink|fork\/exec|exec|read|write) \.{0,2}\/`,
  String.raw`(?:dial|read|write|listen|lookup|proxyconnect) (?:tcp|udp|unix|ip|[\w-]+(?:\.[\w-]+)+)`,
  String.raw`[a-z/_-]{1,30}: ${QUOTE}[\w/.-]+${QUOTE}: [a-z]`, String.raw`[A-Za-z_.]{3,60}\(\) [a-z]`,
  // errors of Rust, of Python, of Ruby and of JavaScript, as they print themselves
  String.raw`${CLASS}(?:::${CLASS})?\((?:${CLASS}(?: \{|[({])|[({]? ?[a-z_]{1,20}[:=])`,
  String.raw`(?:[a-z_]{1,40}::){1,4}${CLASS} ?[({]`, String.raw`${CLASS} \{ [a-z_]{1,20}: `,
  String.raw`#<${CLASS}(?:::[A-Z][A-Za-z0-9]{1,40}){0,5}[ :>]`,
  String.raw`<?(?:Response|urlopen error) \[`, 'SSL_[a-z]{2,20} ', String.raw`\[?object [A-Z][a-z]+\]?`,
].map((one) => `(?:${one})`).join('|'), 'y');

/** `InvalidSignature`, `Net::OpenTimeout` */
const JOINED = /^(?:[A-Z][A-Za-z]{1,40}::){1,4}[A-Z][A-Za-z]{1,40}$|^[A-Z][a-z]+(?:[A-Z][a-z]+){1,4}$/;
/** `invalid_grant` */
const CODE = /^[a-z]+(?:_[a-z]+){1,3}$/;
const PLAIN = /^[\p{L}'\u2019/._-]+[,:;!?]?$|^\d{1,4}$/u;
const FAILS = /fail|error|err=|cannot|can't|could ?n[o']t|unable|invalid|missing|denied/i;
const GIVES = /\b(?:with|using|set|generated|temporary|default|initial|new)\s+(?:\w+ ){0,2}$/i;

/**
 * `before`: the line before the name. `rest`: the line behind the colon. `clause`: its words up to a quotation mark or a bracket. A
 * password can be any words, so only a line that says what failed has others.
 */
export function isExplained(kind: NameKind, before: string, rest: string, clause: string): boolean {
  BEGINS.lastIndex = 0;
  if (BEGINS.test(rest) && !(kind === 'password' && /^\(?\d+\)?(?![ :]{1,2}-? ?[A-Z])/.test(rest))) return true;
  const [first] = clause.trim().split(/\s/);
  if (JOINED.test(first) || (kind !== 'password' && CODE.test(first))) return first.split(/_|::|(?=[A-Z])/).some(isOfErrors);
  if (kind === 'password' && (!FAILS.test(before) || GIVES.test(before))) return false;
  return PLAIN.test(first) && (hasWords(clause) || (FAILS.test(before) && isSentence(clause)));
}

function isOfErrors(word: string): boolean {
  return OF_ERRORS.has(word.toLowerCase());
}

/** A word of an error is among the first ones. */
export function hasWords(text: string): boolean {
  const all = text.split(/[\s(]+/).filter(Boolean).slice(0, FIRST).map((word) => word.replace(/[.,:;!?)'"\\]+$/, ''));
  return all.some(isOfErrors) || (all.length > 1 && all.some((word) => AMONG_OTHERS.has(word.toLowerCase())));
}
