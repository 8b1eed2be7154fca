import { MASK, redactor } from '../../src/presentation/redact';

const secrets = redactor();

/** Of AWS's own documentation. */
const ACCOUNT = '111122223333';

/** Kinds of ids that can have 8 digits; those with 17 are recognised by their length. */
const KINDS = 'vpc|subnet|sgr?|eni|igw|eigw|rtb(?:assoc)?|eipalloc|eipassoc|i|nat|vpce|acl(?:assoc)?|vol|snap|ami|lt|tgw|pcx|dopt|vpn|vgw|cgw|pl|fl';
/** Unique identifiers of IAM: users, roles, groups, profiles, policies, certificates, keys (IAM User Guide). */
const IAM_IDS = '(?:AROA|AIDA|AGPA|AIPA|ANPA|ANVA|APKA|ASCA|ABIA|ACCA|AKIA|ASIA)[A-Z0-9]{12,}';
/** The words with which AWS goes on after the ARN of a caller. The name of a session may have blanks. */
const AFTER_NAME = '(?=["\'\\n;)\\]}]|,\\s| (?:is|are|was|has|does|cannot|can|with|because|on|to|from|and|but)\\b|$)';
/** Of a word, also in an ARN that is encoded for a URL. */
const BEGIN = '(?:\\b|(?<=%3A|%2F))';
const GROUP = '[0-9a-f]{1,4}';

const HIDDEN: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/https?:\/\/[^\s"']*X-Amz-[^\s"']*/g, MASK],
  [/(authorization failure message: )[^\s"']+/gi, `$1${MASK}`],
  // session tokens of STS
  [/\b(?:FwoG|FQoG|IQoJ)[\w+/=%-]{8,}/g, MASK],
  [new RegExp(`\\b${IAM_IDS}(?::[\\w+=,.@-]+)?`, 'g'), MASK],
  [/\b(organizations(?::|%3A){2}\d*(?::|%3A))[^\s"',]+/g, `$1${MASK}`],
  [/\bo-[a-z0-9]{10,32}\b/g, `o-${MASK}`],
  [/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g, `ou-${MASK}`],
  [new RegExp(`${BEGIN}(user|assumed-role|federated-user)(\\/|%2F)[^"'\\n]*?${AFTER_NAME}`, 'g'), `$1$2${MASK}`],
  // Roles of the kit have the names of its stacks.
  [new RegExp(`${BEGIN}(role|instance-profile|group)(\\/|%2F)(?!cdf-live-)[\\w+=,.@/%-]+`, 'g'), `$1$2${MASK}`],
  [/(?<!\d)\d{12}(?!\d)/g, ACCOUNT],
  [/(?<![\w-])\d{4}-\d{4}-\d{4}(?![\w-])/g, MASK],
  [/\b([a-z]{1,12}(?:-attach)?)-[0-9a-f]{17}\b/g, `$1-${MASK}`],
  [new RegExp(`\\b(${KINDS})-[0-9a-f]{8,17}\\b`, 'g'), `$1-${MASK}`],
  [/\b(ip|ec2)-\d{1,3}(?:-\d{1,3}){3}(?:\.[\w-]+)*/g, `$1-${MASK}`],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, MASK],
  // IPv6: all eight groups, or a gap. A time has neither.
  [new RegExp(`(?<![\\w:])(?:${GROUP}:){7}${GROUP}(?![\\w:])`, 'gi'), MASK],
  [new RegExp(`(?<![\\w:])(?=:*[0-9a-f])(?:${GROUP}(?::${GROUP})*)?::(?:${GROUP}(?::${GROUP})*)?(?![\\w:])`, 'gi'), MASK],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, MASK],
];

/** Account ids, people, networks and whatever looks like a secret: a report is meant for a public issue. */
export function redacted(text: string): string {
  return secrets(HIDDEN.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), text));
}

/** The same for each text in a value, for the names of its members, and for numbers. */
export function redactedValue(value: unknown): unknown {
  if (typeof value === 'string') return redacted(value);
  if (typeof value === 'number') return redactedNumber(value);
  if (Array.isArray(value)) return value.map(redactedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [redacted(key), redactedMember(key, one)]));
}

/** An account id can be a number. */
function redactedNumber(value: number): unknown {
  const text = String(value);
  const out = redacted(text);
  return out === text ? value : out;
}

/** The name can show that the text is a secret. */
function redactedMember(key: string, value: unknown): unknown {
  const isSecret = typeof value === 'string' && value !== '' && secrets(`${key}=${value}`) === `${key}=${MASK}`;
  return isSecret ? MASK : redactedValue(value);
}
