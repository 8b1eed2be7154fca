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
  /\bxoxe?\.?xox[a-z]-[\w-]{10,}|\bxox[a-z]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+-]{20,}|\bwebhook\.office\.com\/webhookb2\/[\w/@-]{20,}|\bdiscord(?:app)?\.com\/api\/webhooks\/[\w/-]{20,}/g,
  /\b(?:sk|pk|rk)_(?:live|test|prod)_\w{10,}|\bwhsec_[\w+/=-]{20,}/g,
  /\bsk-(?:ant-|proj-|svcacct-|admin-)?[\w-]{20,}/g,
  /\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\b(?:npm_\w{36}|pypi-[\w-]{50,}|rubygems_[0-9a-f]{40,}|dckr_(?:pat|oat)_[\w-]{20,}|hf_\w{30,}|dapi[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})/g,
  new RegExp(`\\b(?:${[
    'do[opr]_v1_[0-9a-f]{64}', 'hv[sbr]\\.[\\w-]{24,}', 's\\.[A-Za-z0-9]{24}', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.\\w{20,}', 'lin_api_\\w{30,}', 'gl(?:sa|c)_[\\w+/=]{32,}',
    'pscale_(?:pw|tkn|oauth)_[\\w.-]{20,}', 'NR(?:AK|JS|II)-[\\w-]{16,}', 'AT[AC]TT3[\\w=-]{50,}', 'AGE-SECRET-KEY-1\\w{50,}', 'PMAK-[\\w-]{50,}', 'sq0(?:atp|csp)-[\\w-]{22,}',
    'EAAA[\\w-]{60}', 'EAA[MC][a-z0-9]{80,}', '(?:pub)?key-[0-9a-f]{32}', 'SK[0-9a-fA-F]{32}', 'AC[0-9a-f]{32}', 'nfp_\\w{36,}', 'f(?:o1|m[12])_[\\w+/=-]{30,}', 'sntry[su]_[\\w+/=-]{40,}',
    'phc_\\w{40,}', 'xkeysib-[0-9a-f]{60,}-\\w+', 'tfp_[\\w.=-]{40,}', 'r8_\\w{37,}', 'sgp_\\w{40,}', 'CCIPAT_\\w+_[0-9a-f]{40}', 'bkua_[0-9a-f]{40}', 'ops_eyJ[\\w+/=]{50,}', 'A3(?:-[A-Z0-9]{5,11}){5,}',
    'p8e-[a-z0-9]{32}', 'pat\\w{14}\\.[0-9a-f]{64}', 'LTAI[A-Za-z0-9]{17,}', 'AKCp\\w{60,}', 'cmVmd[A-Za-z0-9]{50,}', 'ABSK[\\w+/=]{80,}', '4b1d[A-Za-z0-9]{38}', 'CLOJARS_[a-z0-9]{60}',
    'v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}', 'duffel_(?:test|live)_[\\w-]{40,}', 'dt0c01\\.\\w{24}\\.\\w{60,}', 'EZ[AT]K[a-z0-9]{54}', 'FLW(?:SECK|PUBK)_TEST-[\\w-]{12,}', 'fio-u-[\\w=-]{60,}',
    'gl(?:ffct|oas)-[\\w-]{20,}', 'GR1348941[\\w-]{20}', 'pat\\.\\w{22}\\.\\w{24}\\.\\w{20}', '\\w{14}\\.atlasv1\\.[\\w=-]{60,}', 'HRKU-AA[\\w-]{58}', 'api_org_[A-Za-z]{34}', 'ico-[A-Za-z0-9]{32}',
    's-s4t2(?:ud|af)-[0-9a-f]{64}', 'ntn_\\d{11}[A-Za-z0-9]{35}', 'API-[A-Z0-9]{26}', 'sha256~[\\w-]{43}', 'pplx-\\w{48}', 'pnu_\\w{36}', 'pul-[0-9a-f]{40}', 'rdme_[a-z0-9]{70}', 'tk-us-[\\w-]{48}',
    'bedrock-api-key-[\\w=+/-]{20,}', 'sm_[aps]at_\\w{16}', 'shippo_(?:live|test)_[0-9a-fA-F]{40}', 'sl\\.[\\w=-]{130,}', 'dnkey-[\\w=-]{26}-[\\w=-]{52}', '[a-zA-Z0-9_]{3}\\dQ~[\\w~.-]{31,34}', 'ey[A-Za-z0-9]{17,}\\.ey[\\w/\\\\-]{17,}\\.',
  ].join('|')})`, 'g'),
  /\b\d{5,16}:A[\w-]{32,}/g, // Telegram bots
  /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bots
  /-----BEGIN[\w -]{0,80}PRIVATE KEY[\w -]{0,20}-----[\s\S]*?(?:-----END[\w -]{0,100}-----|$)/g,
  /\beyJrIjoi[\w+/=]{60,}|\bZXlK[\w+/=-]{60,}/g, // tokens in base64 once more
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
// `SOME_KEY=...` need not be a secret; with a value that no one would type it is.
const LOOSE = /((?<![\w:/])[\w.$-]{0,40}(?:key|token|auth|cred|webhook|licen[cs]e|salt|seed|session|client[_-]id)\\?["']?\s{0,3}(?:=>|:=|[:=])\s{0,3})(\\?["']?)(?=[\w+/=~.-]*\d)(?=[\w+/=~.-]*[a-z])([\w+/=~.-]{12,})/gi;
const FLAGS = new RegExp(`(--?(?:${NAME})\\s+)("[^"]*"|'[^']*'|[^\\s"'-][^\\s"']*)`, 'gi');
// Clients that take a password with a short option: `curl -u name:`, `mysql -p`, `redis-cli -a `.
const COMMANDS = /\b((?:curl\b[^|;&]{0,200}?\s(?:-u|--user)[ =]?[^\s:]+:)|(?:(?:mysql|mysqldump|mysqladmin|mariadb)\b[^|;&]{0,200}?\s-p(?=\S))|(?:redis-cli\b[^|;&]{0,200}?\s-a ))(\S+)/gi;
const TAGS = new RegExp(`(<(${NAME})>)([^<]+)(</)`, 'gi');
const SCHEMES = /\b((?:Bearer|Basic)\s+)([A-Za-z0-9._~+/=-]{12,})/g;
const SQL = /\b((?:IDENTIFIED BY|PASSWORD)\s+)('[^']*'|"[^"]*")/gi;

/** Words that say something about a secret, instead of being one. */
const NO_SECRET = /^["'`]?(?:\*+|x{3,}|<[^>]*>|\$\{?[\w.]*\}?|%\w+%?|server|unexpected|null|nil|none|undefined|true|false|yes|no|not|is|was|are|were|the|a|an|in|of|for|must|required|missing|invalid|empty|expired|unset|failed|wrong|incorrect|and|or|to|from|with|(?:\w+\.)*\w*(?:Exception|Error)|redacted|hidden|error|arn)["'`]?[.:]?$|^["'`]?arn:/i;

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
    out = out.replace(PAIRS, hideValue).replace(LOOSE, hideRandom).replace(FLAGS, hideValue).replace(COMMANDS, hideValue).replace(SCHEMES, `$1${HIDDEN}`);
    return out.replace(SQL, `$1${HIDDEN}`);
  };
}

function hideValue(whole: string, name: string, value: string): string {
  if (NO_SECRET.test(value) || value.startsWith(HIDDEN)) return whole;
  const quote = /^\\?["'`]/.exec(value)?.[0] ?? '';
  return `${name}${quote}${HIDDEN}${quote}`;
}

function hideRandom(whole: string, name: string, quote: string, value: string): string {
  // a path or a host name
  return NO_SECRET.test(value) || (value.includes('/') && value.includes('.')) || value.startsWith(HIDDEN) ? whole : `${name}${quote}${HIDDEN}`;
}
