/** What stands where a secret stood. */
export const HIDDEN = '***';

/** Removes secrets from one text. Made once per message: user patterns are compiled once. */
export type Redactor = (text: string) => string;

/**
 * Tokens that are known by their own shape, wherever they stand: prefixes that their issuers document.
 * A prefix that is only a word needs a length that no ordinary word has.
 */
const SHAPES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b/g, // AWS access key ids
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)*/g, // JSON web tokens
  /\b(?:gh[pousr]_\w{30,}|github_pat_\w{20,})/g,
  /\b(?:glpat|gldt|glrt|glptt|glsoat|glcbt|glft|glimt|glagent)-[\w-]{20,}/g,
  /\bxox[a-z]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/+-]{20,}/g,
  /\b(?:sk|pk|rk)_(?:live|test|prod)_\w{10,}|\bwhsec_[\w+/=-]{20,}/g,
  /\bsk-(?:ant-|proj-|svcacct-|admin-)?[\w-]{20,}/g,
  /\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\b(?:npm_\w{36}|pypi-[\w-]{50,}|rubygems_[0-9a-f]{40,}|dckr_(?:pat|oat)_[\w-]{20,}|hf_\w{30,}|dapi[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})/g,
  /\b(?:do[opr]_v1_[0-9a-f]{64}|hv[sbr]\.[\w-]{24,}|dp\.(?:pt|st|ct|sa|scim|audit)\.\w{20,}|lin_api_\w{30,}|glsa_\w{30,}|glc_[\w+/=]{32,}|pscale_(?:pw|tkn|oauth)_[\w.-]{20,}|NR(?:AK|JS|II)-[\w-]{20,}|ATATT3[\w=-]{50,}|AGE-SECRET-KEY-1\w{50,}|PMAK-[\w-]{50,}|sq0(?:atp|csp)-[\w-]{22,}|EAAA[\w-]{60}|key-[0-9a-f]{32}|SK[0-9a-f]{32}|AC[0-9a-f]{32}|nfp_\w{36,}|fly?o1_[\w-]{30,}|sntrys_[\w+/=-]{40,}|phc_\w{40,}|xkeysib-[0-9a-f]{60,}-\w+|tfp_\w{40,}|r8_\w{37,}|sgp_\w{40,}|CCIPAT_\w+_[0-9a-f]{40}|bkua_[0-9a-f]{40})/g,
  /\b\d{8,10}:AA[\w-]{32,}/g, // Telegram bots
  /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bots
  /-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|PGP PRIVATE KEY BLOCK)[A-Z ]*-----[\s\S]*?(?:-----END [A-Z0-9 ]*-----|$)/g,
];

const DATABASE = 'postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|redis|rediss|amqps?|mssql|sqlserver|jdbc:\\w+|clickhouse|nats|kafka|ldaps?|smtps?|ftps?|sftp';
/** `scheme://user:password@host`; only database schemes may carry an unescaped `/` in the password. */
const URLS: readonly RegExp[] = [
  new RegExp(`\\b((?:${DATABASE})://[^\\s:@/"'<>]*:)([^\\s"'<>]+)(@[\\w.[-])`, 'gi'),
  /\b([a-z][a-z0-9+.-]*:\/\/[^\s:@/"'<>]*:)([^\s/?#"'<>]+)(@[\w.[-])/gi,
];

const WORD = 'pass(?:word|wd|phrase|code)?|pwd|secret|token(?!s|iz)|(?:api|app|access|account|private|signing|encryption|session|secret|master|auth|license|shared|storage|subscription|service)[_.-]?key(?:[_.-]?id)?|apikey|credentials?|authorization|client[_.-]?secret|signature|sig|set-cookie|cookie|session[_.-]?id|connection[_.-]?string|sas';
const NAME = `[\\w.$-]{0,40}(?<![a-z])(?:${WORD})(?![a-z])[\\w.-]{0,40}|[\\w.$-]{0,40}(?:Password|Passwd|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|Credential)(?![a-z])[\\w.-]{0,40}`;
// What follows the name in JSON, YAML, env files, Ruby, PHP, HTTP headers, query strings, command lines, connection strings.
const PAIRS = new RegExp(
  `(?<![\\w:/])((?:${NAME})\\\\?["'\`]?\\s{0,3}(?:=>|:=|[:=])\\s{0,3}(?:(?:Bearer|Basic|Digest|Token|Negotiate)\\s+)?)(\\\\?"(?:[^"\\\\]|\\\\[^"])*\\\\?"|'[^']*'|\`[^\`]*\`|[^\\s"'\`,;&<>(){}\\[\\]|]+)`, 'gi');
const FLAGS = new RegExp(`(--?(?:${NAME})\\s+)("[^"]*"|'[^']*'|[^\\s"'-][^\\s"']*)`, 'gi');
const TAGS = new RegExp(`(<(${NAME})>)([^<]+)(</)`, 'gi');
const SCHEMES = /\b((?:Bearer|Basic)\s+)([A-Za-z0-9._~+/=-]{12,})/g;
const SQL = /\b((?:IDENTIFIED BY|PASSWORD)\s+)('[^']*'|"[^"]*")/gi;

/** Words that say something about a secret, instead of being one. */
const NO_SECRET = /^["'`]?(?:\*+|x{3,}|<[^>]*>|\$\{?[\w.]*\}?|%\w+%?|null|nil|none|undefined|true|false|yes|no|not|is|was|are|were|the|a|an|in|of|for|must|required|missing|invalid|empty|expired|unset|failed|wrong|incorrect|and|or|to|from|with|(?:\w+\.)*\w*(?:Exception|Error)|redacted|hidden|error|arn)["'`]?[.:]?$|^["'`]?arn:/i;

/** `patterns`: the user's own (JavaScript regular expressions); one that does not compile is left out, it was refused at synth. */
export function redactor(patterns: readonly string[] = []): Redactor {
  const own = patterns.flatMap((pattern) => {
    try {
      return [new RegExp(pattern, 'gu')];
    } catch {
      return [];
    }
  });
  return (text) => {
    let out = text;
    for (const pattern of own) out = out.replace(pattern, HIDDEN);
    for (const shape of SHAPES) out = out.replace(shape, HIDDEN);
    for (const url of URLS) out = out.replace(url, `$1${HIDDEN}$3`);
    out = out.replace(TAGS, `$1${HIDDEN}$4`);
    out = out.replace(PAIRS, hideValue).replace(FLAGS, hideValue).replace(SCHEMES, `$1${HIDDEN}`);
    return out.replace(SQL, `$1${HIDDEN}`);
  };
}

function hideValue(whole: string, name: string, value: string): string {
  if (NO_SECRET.test(value) || value.startsWith(HIDDEN)) return whole;
  const quote = /^\\?["'`]/.exec(value)?.[0] ?? '';
  return `${name}${quote}${HIDDEN}${quote}`;
}
