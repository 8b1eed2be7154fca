import { insideAt, mayHaveInside, shapeAt } from './shapes';
import { addTo, Finder, matches, Source, Span } from './source';
import { UUID } from './values';

/** A run of signs as tokens have them. */
const RUN = /[\w+/=.~:|!$@%&#*?{}-]{15,}/g;
/** A long run that is no token is not searched again from its middle. */
const LONG = 200;
const TAIL = /(?:[\w+/=~-]|\.(?=\w))*/y;
const HEX = /^(?:0x)?[0-9a-f]+$/i;
/** `Console-CreateStack-` and such an identifier is the request token of the CloudFormation console. */
const UUIDS = /(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/gi;
/** The identifier of a request to Cloudflare (Cloudflare documentation, CF-Ray). */
const RAY = /^[0-9a-f]{16}-[A-Z]{3}$/;

/** Secrets without a name: by the shape that their issuer documents, or because nobody writes such a word. */
export const tokens: Finder = ({ text }: Source) => {
  const spans: Span[] = [];
  for (const match of matches(text, RUN)) {
    const [run] = match;
    addTo(spans, known(text, match.index, run));
    addTo(spans, random(text, match.index, run));
  }
  return spans;
};

function known(text: string, from: number, run: string): readonly Span[] {
  const spans: Span[] = [];
  const end = from + run.length;
  const hasInside = run.length > 22 && /\d/.test(run) && mayHaveInside(run);
  for (let at = from; at < end; at++) {
    if (!isStart(text, at, from)) continue;
    const length = shapeAt(text, at) || (hasInside ? insideAt(text, at) : 0);
    if (!length) continue;
    if (!isToken(text.slice(at, at + length))) {
      if (length > LONG) at += length;
      continue;
    }
    TAIL.lastIndex = at + length;
    const more = TAIL.exec(text)?.[0].length ?? 0;
    spans.push({ start: at, end: at + length + more });
    at += length + more;
  }
  return spans;
}

function isAlphanumeric(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

/** A token begins where a word begins, behind `\n` of an escaped text and behind `%3D` of an address. */
function isStart(text: string, at: number, from: number): boolean {
  if (!isAlphanumeric(text.charCodeAt(at)) && text[at] !== '$' && text[at] !== '{' && text[at] !== '*') return false;
  if (at === from || !isAlphanumeric(text.charCodeAt(at - 1))) return true;
  return (at === from + 1 && text[from - 1] === '\\' && /[nrt]/.test(text[from])) || (at - from > 2 && text[at - 3] === '%');
}

/** Not a word, a digest or an identifier. */
function isToken(token: string): boolean {
  const isIdentifier = UUID.test(token) || (HEX.test(token) && !/^(?:0x|SK|EXO|11\w{32}$)/.test(token));
  return /\d|[A-Za-z]{12}/.test(token.slice(2)) && !isIdentifier && new Set(token).size > 7;
}

const PIECE = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
/** Words that say what the random word behind them is: the identifier of something, a digest, a public key. */
const IDENTIFIER = /(?:\b|_|-)(?:ksuid|ulid|nanoid|cuid|digest|fingerprint|integrity|checksum|sha|hash|revision|rev|commit|version|trace|span|request|cluster|node|leader|public|pub|ssh-\w+|ecdsa-\S+|serial|build|marker|cursor|iterator|(?:[nN]ext|[pP]age|[cC]ontinuation)Token|event|stream|object|accessor|account|group|member|shard|scroll_id|thread|table|database|container|instance|consumer|producer|topic|broker|recovered|elected|from|by|for user|page|key id|connection)[\s"'=:,[({]{1,6}(?:W\/\\?")?$|(?:[a-z]I[dD]s?|Digest|Hash|Version|Public ?Key)["']?[\s=:"'[({]{1,4}$/;
const IDENTIFIER_ANY_CASE = /(?:\b|_|-)(?:ids?(?:-\d)?|u?uids?|guids?|etag|cid|kid|x5t(?:#s256)?|md5|sha-?\d+|public[ _-]?key)["']?[\s"'=:,[({<]{1,6}(?:W\/\\?")?$|W\/\\?"$|"n\\?":\s?\\?"$|sha\d{1,3}[-:]$|\bh1:$|websocket-accept["']?[\s"':=]{1,4}$|boundary=\\?["']?$|\bamq\.(?:rabbitmq\.reply-to\.)?$|(?:-to|references): <$/i;

/** No identifier of a service is so long. */
const LONG_TOKEN = /^[A-Za-z]{2,9}\d?[-_][\w-]{40,}$/;

/** 16 bytes in base64, new in each handshake (RFC 6455, section 4.1). */
const NONCE = /websocket-key["']?[\s"':=]{1,4}$/i;

/** The general rule: long, both cases and digits, no pattern. Measured on ordinary logs: it changes next to none. */
function random(text: string, from: number, run: string): readonly Span[] {
  if (run.length < 20 || !/[a-z]/.test(run) || !/\d/.test(run)) return [];
  if (run.includes('arn:') || run.includes('@sha256:') || (/^\.{0,2}\/[\w.@-]+\//.test(run) && !/[+]|==?$/.test(run))) return [];
  const spans: Span[] = [];
  for (const match of matches(run, PIECE)) {
    const start = from + match.index;
    const piece = withoutHost(text, start, match[0]);
    if (!isRandom(piece) || LOAD_BALANCER.test(piece) || isFullLine(text, start, piece) || isAddress(run, match.index)) continue;
    if (piece.length === 24 && NONCE.test(text.slice(Math.max(0, start - 20), start))) continue;
    if (isSecretless(text, start) && !LONG_TOKEN.test(piece)) continue;
    // a node of Elasticsearch prints its identifier and that of its process: `{es-1}{22 characters}{22 characters}{10.0.0.4}`
    if (piece.length === 22 && text.startsWith('}{', start - 2)) continue;
    spans.push({ start, end: start + piece.length });
  }
  return spans;
}

/** Hosts of load balancers, databases, domains, buckets and functions. The first label of the others is shorter than what is looked at. */
const HOST_OF_AWS = /(?:\.[\w-]{1,63}){0,6}?\.(?:amazonaws\.com(?:\.cn)?|on\.aws)(?!\.?\w)/y;

/** Load balancers and target groups end with an identifier (Amazon CloudWatch, dimensions of Elastic Load Balancing). */
const LOAD_BALANCER = /(?:^|\/)(?:app|net|gwy|targetgroup)\/[\w-]{1,32}\/[0-9a-f]{16}(?:\/|$)/;

/** The first label of such a host has an identifier in it, which anybody can look up. */
function withoutHost(text: string, at: number, piece: string): string {
  HOST_OF_AWS.lastIndex = at + piece.length;
  return HOST_OF_AWS.test(text) ? piece.slice(0, piece.lastIndexOf('/') + 1) : piece;
}

/** Whole lines of PEM and MIME belong together: a key is found by all of its lines. One that is alone is a token. */
function isFullLine(text: string, at: number, { length }: string): boolean {
  if (length !== 64 && length !== 70 && length !== 76) return false;
  const before = text.slice(Math.max(0, at - 17), at);
  const behind = text.slice(at + length, at + length + 78);
  return /^$|\n$/.test(before) && /^(?:\n|$)/.test(behind) && (/[\w+/=-]{16}\n$/.test(before) || /^\n[\w+/=-]{4,76}(?:\n|$)/.test(behind));
}

function isSecretless(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at);
  return IDENTIFIER.test(before) || IDENTIFIER_ANY_CASE.test(before);
}

/** In an address; its parameters have names. */
function isAddress(run: string, at: number): boolean {
  const host = run.indexOf('://');
  return host >= 0 && host < at;
}

function isRandom(piece: string): boolean {
  return isMixed(piece) || isPrefixed(piece);
}

const LEAST_BITS = 3.8;
const LEAST_CHANGES = 0.25;
/** Chance makes so many, and names do not. */
const MANY_CHANGES = 0.45;
const LEAST_PIECE = 8;
/** Names that CDK makes have words: `MyStackDbSecret4F2A1B`. */
const MOST_WORDS = 0.45;

/** Names that a compiler made (Itanium C++ ABI), pictures (PNG), ids of Stripe and OpenAI, public keys. */
const PUBLIC = new RegExp(String.raw`^(?:_Z[A-Z]{1,4}[a-z]?\d|iVBORw0KGgo|sha\d+-|ecs-|12D3KooW|Qm\w{44}$|[xyztuv]pub|AAAA[BCE]3Nza`
  + '|(?:pi|ch|cus|sub|in|evt|req|price|prod|acct|card|src|pm|seti|cs|txn|po|re|dp|ii|si|ca|msg|run|thread|asst|resp|call|user|org|proj'
  + '|file|batch|wf|step|vs|dpl)_|(?:(?:chat)?cmpl|ft(?:job)?|file|asst|batch)-)');

function isMixed(piece: string): boolean {
  const body = piece.replace(/[=/]{1,9}$/, '').replace(UUIDS, '').replace(/^\d{8,14}_/, '');
  if (body.length < 20 || RAY.test(body) || !/[a-z]/.test(body) || !/[A-Z]/.test(body) || !/\d/.test(body)) return false;
  if (PUBLIC.test(body) || wordy(body) > MOST_WORDS || PHYSICAL_ID.test(body) || LOGICAL_ID.test(body)) return false;
  const parts = body.split(/[-_/+]+/).filter(Boolean);
  const share = changes(body) / body.length;
  const least = share > MANY_CHANGES ? LEAST_PIECE / 2 : LEAST_PIECE;
  if (body.length / Math.max(1, parts.length) < least) return false;
  return share >= LEAST_CHANGES && bits(body) >= LEAST_BITS;
}

/** What a word with such a prefix is, however random the rest looks. */
const OF_THING = /^(?:idx?|[fpu]k|u[qk]|ix|md5|sha\d*|tmp|img|css|js|job|task|app|db|log|file|hash|node|host|key|cache|build|layer)_/;
const OF_ISSUER = new RegExp([
  // letters of one case: not the ULID of a thing, which begins with its time
  String.raw`^(?:[a-z][a-z\d]{1,4}_|(?:[a-z][a-z\d]{0,5}_){2,3}(?=.{32}))(?=\w{28})([a-z\d]+)$`,
  String.raw`^[a-z]{2,5}_(?!0)([A-Z\d]{20,})$`,
  // a stage or an owner; behind a hyphen, names of tasks and images have 32 or 40 hexadecimal digits
  String.raw`^(?:[a-z]{2,12}[_-]){1,2}(?:live|test|prod|production|sandbox|secret|project|org|personal|pat)`
    + String.raw`(?:_|-(?!(?:[\da-f]{7,12}|[\da-f]{32}|[\da-f]{40})$))([a-z\d]{16,}(?:_[a-z\d]{6,})?)$`,
].join('|'));

const OF_KIND = new RegExp(String.raw`^(?:[a-z]{2,12}[_-])?(?:[a-z]{0,8}`
  + String.raw`(?:sk|api|key|pat|tok|token|secret|live|test|prod|auth|sec|rw|hook|access|refresh)\d?[_-])([A-Za-z0-9]{28,})$`);

/** `abc_live_` and a long body of letters and digits. */
function isPrefixed(piece: string): boolean {
  const issued = OF_THING.test(piece) || PUBLIC.test(piece) ? null : OF_ISSUER.exec(piece);
  const match = issued?.filter((group) => group !== undefined) ?? OF_KIND.exec(piece);
  return match !== null && /\d.*\d.*\d/.test(match[1]) && /[A-Za-z].*[A-Za-z]/.test(match[1]) && bits(match[1]) >= 3;
}

/** What CloudFormation makes of a logical id: `TaskRole0CFE2F57-v3VAz81Cmm5R`. */
const PHYSICAL_ID = /(?:(?:^|-)[A-Za-z][A-Za-z0-9]{0,200}(?:[0-9A-F]{8}|[0-9a-f]{8})|Role|Stack|Policy|Function|Cluster|Service|TaskDef|Definition|Bucket|Queue|Topic|Table|Group|Secret|Key|Alarm|Log|Rule|Machine)-[A-Za-z0-9]{10,14}$|^[A-Za-z]+(?:-[A-Za-z]+)*-[A-Z0-9]{11,14}$|^[A-Za-z]+(?:-[A-Za-z]+\d{0,5})+-[A-Za-z0-9]{12,13}$/;

/** What CDK makes of a path (aws-cdk-lib, core/lib/private/uniqueid.ts): names and 8 digits of a hash; keys of caches. */
const LOGICAL_ID = /^[A-Za-z][A-Za-z0-9]{3,246}(?=\d*[A-F])[0-9A-F]{8}$|^(?:[A-Z][a-z]+\d?){2,20}\d{8}$|^(?:[A-Z]?[a-z]*\d{0,3}-){1,12}[\da-f]{20,}$/;

/** The share of the signs that are in words, which have vowels. */
function wordy(text: string): number {
  return (text.match(/[A-Z]?[a-z]{3,}/g) ?? []).filter((word) => /[aeiouy]/i.test(word)).join('').length / text.length;
}

function classOf(sign: string): number {
  if (sign >= '0' && sign <= '9') return 0;
  if (sign >= 'a' && sign <= 'z') return 1;
  return sign >= 'A' && sign <= 'Z' ? 2 : 3;
}

function changes(text: string): number {
  let count = 0;
  for (let i = 1; i < text.length; i++) if (classOf(text[i]) !== classOf(text[i - 1])) count++;
  return count;
}

/** Entropy in bits for each sign. */
function bits(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}
