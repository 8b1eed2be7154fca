import { OWN_SHAPES } from './own-shapes';
import { PUBLIC_SHAPES } from './shapes.generated';

/** Shapes without a prefix: a sign inside or an end tells them. Each is tried where a word begins. */
const INSIDE = new RegExp([
  /\d{5,16}:A[\w-]{32,}/y, // Telegram bots
  /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/y, // Discord bots
  /ey[A-Za-z0-9_-]{8,600}\.[\w-]{8,}(?:\.[\w-]+)*/y, // JSON web tokens
  /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?!\w)/y, // Mailgun
  /[0-9a-f]{32}-us\d{1,2}(?!\w)/y, // Mailchimp
  /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}:[\da-f]{32}(?!\w)/y, // fal
  /[0-9a-f]{36}(?:FFFF)?NRAL(?!\w)/y, // New Relic
  /[a-zA-Z0-9_~.]{3}\dQ~[\w~.-]{31,34}/y, // Microsoft Entra
  /[\w+/]{30,86}(?:AIoT|AStA|\+ASb|\+AEh|\+ARm|\+AMC|\+ACR|AzCa|AzSe|AzFu|ACDb|JQQJ99|APIM)[\w+/=]{4,}/y, // Azure
  /[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/y, // OpenAI
  /[\w-]{6}\.[\w-]{6}:[\w-]{30,}/y, // Ably
  /(?=[a-z.]{0,22}\d)[a-z0-9]{6}\.(?=[a-z]{0,15}\d)[a-z0-9]{16}(?![\w.])/y, // bootstrap tokens of Kubernetes
  /1\/\d{13,16}(?:\/\d{13,16})?:[0-9a-f]{32}/y, // Asana
  /[0-9a-f]{24}:[0-9a-f]{64}(?!\w)/y, // Ghost
  /\d{13,18}\|[\w-]{26,}/y, // Facebook
  /\d{15,25}-[A-Za-z0-9]{20,50}(?!\w)/y, // X
  /00[A-Za-z0-9]{13}![\w.-]{60,}/y, // Salesforce
  /[a-z0-9]{11,15}AAAAAAAAA[\w=-]{40,}/y, // Dropbox
  /\d{1,3}-[A-Za-z0-9]{64}(?!\w)/y, // TrueNAS
  /\w{30,40}_mmk(?!\w)/y, // MaxMind
  // password hashes: crypt(5), PHC, Django
  /(?:\$(?:2[abxy]|1|5|6|7|y|apr1|argon2(?:id|i|d)|scrypt|pbkdf2[\w-]{0,12}|sha1)|pbkdf2_sha(?:1|256)|bcrypt_sha256|argon2|scrypt)\$[\w./$+=,-]{20,}/y,
  /SCRAM-SHA-(?:1|256)\$\d{3,6}:[\w+/=]{8,60}\$[\w+/=]{20,80}:[\w+/=]{20,}/y, // PostgreSQL
  /\{(?:S?SHA(?:256|512)?|CRYPT|bcrypt|S?MD5)\}[\w+/=$.]{16,}/y, // LDAP
  /[sbr]\.(?=[A-Za-z]*\d)[A-Za-z0-9]{24}(?!\w)|[bs]\.AAAA[\w-]{60,}/y, // Vault before 1.10
  /v[1-4]\.(?:local|public)\.[\w-]{30,}/y, // PASETO
  /S[A-DNOU][A-Z2-7]{54}(?:..)?(?!\w)/y, // NATS, Stellar
  /[\da-f]{10}msh[\da-f]{16}p1[\da-f]{6}jsn[\da-f]{12}/y, // RapidAPI
  /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{50,}/y,
].map(({ source }) => source).join('|'), 'y');
/** Signs that every shape of `INSIDE` has. */
const HAS_INSIDE = /[.:!|$~{]|[\da-f]msh[\da-f]|-us\d|NRAL|[0-9a-f]{32}-|\d{15}-|^\d{1,3}-|A(?:IoT|StA|Sb|Eh|Rm|MC|CR|zCa|zSe|zFu|CDb|PIM)|JQQJ99|T3Blbk|S[A-DNOU][A-Z2-7]{54}|_mmk|AAAAAAAA/;

interface Group {
  readonly sensitive: RegExp;
  readonly insensitive: RegExp | undefined;
}

const KEY_LENGTH = 2;
let groups: ReadonlyMap<string, Group> | undefined;

/** All shapes whose prefix begins alike are one expression, made at the first use. */
function groupOf(text: string, at: number): Group | undefined {
  groups ??= grouped();
  return groups.get(text.slice(at, at + KEY_LENGTH).toLowerCase());
}

function grouped(): ReadonlyMap<string, Group> {
  const lists = new Map<string, { sensitive: string[]; insensitive: string[] }>();
  const others = PUBLIC_SHAPES.split('\n').flatMap((line) => {
    const [flag, rest, ...prefixes] = line.split(' ');
    return prefixes.map((prefix) => [flag, prefix, rest] as const);
  });
  for (const [flag, prefix, rest] of [...OWN_SHAPES, ...others]) {
    const key = prefix.replace(/\\/g, '').slice(0, KEY_LENGTH).toLowerCase();
    const list = lists.get(key) ?? { sensitive: [], insensitive: [] };
    const isPlain = /^[A-Za-z0-9]+$/.test(prefix);
    const literal = prefix.replace(/[.+](?!\\)/g, '\\$&');
    const pattern = `${literal}(?:${rest})${isPlain && !/,\}|\(\?!|\+$/.test(rest) ? '(?![A-Za-z0-9])' : ''}`;
    (flag ? list.insensitive : list.sensitive).push(pattern);
    lists.set(key, list);
  }
  return new Map([...lists].map(([key, { sensitive, insensitive }]) => [key, {
    sensitive: new RegExp(sensitive.length ? sensitive.join('|') : '(?!)', 'y'),
    insensitive: insensitive.length ? new RegExp(insensitive.join('|'), 'iy') : undefined,
  }]));
}

/** Length of the token of a known shape that begins here; 0 if there is none. */
export function shapeAt(text: string, at: number): number {
  const group = groupOf(text, at);
  if (!group) return 0;
  return matchLength(group.sensitive, text, at) || (group.insensitive ? matchLength(group.insensitive, text, at) : 0);
}

export function mayHaveInside(run: string): boolean {
  return HAS_INSIDE.test(run);
}

export function insideAt(text: string, at: number): number {
  return matchLength(INSIDE, text, at);
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
