/** Tokens with a prefix, one pattern each. */
const PREFIXED = [
  'do[opr]_v1_[0-9a-f]{64}', 'hv[sbr]\\.[\\w-]{24,}', 's\\.[A-Za-z0-9]{24}', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.\\w{20,}',
  'lin_api_\\w{30,}', 'gl(?:sa|c)_[\\w+/=]{32,}', 'pscale_(?:pw|tkn|oauth)_[\\w.-]{20,}', 'NR(?:AK|JS|II)-[\\w-]{16,}',
  'AT[AC]TT3[\\w=-]{50,}', 'AGE-SECRET-KEY-1\\w{50,}', 'PMAK-[\\w-]{50,}', 'sq0(?:atp|csp)-[\\w-]{22,}', 'EAAA[\\w-]{60}',
  'EAA[MC][a-z0-9]{80,}', '(?:pub)?key-[0-9a-f]{32}', 'SK[0-9a-fA-F]{32}', 'AC[0-9a-f]{32}', 'nfp_\\w{36,}',
  'f(?:o1|m[12])_[\\w+/=-]{30,}', 'sntry[su]_[\\w+/=-]{40,}', 'phc_\\w{40,}', 'xkeysib-[0-9a-f]{60,}-\\w+', 'tfp_[\\w.=-]{40,}',
  'r8_\\w{37,}', 'sgp_\\w{40,}', 'CCIPAT_\\w+_[0-9a-f]{40}', 'bkua_[0-9a-f]{40}', 'ops_eyJ[\\w+/=]{50,}',
  'A3(?:-[A-Z0-9]{5,11}){5,}', 'p8e-[a-z0-9]{32}', 'pat\\w{14}\\.[0-9a-f]{64}', 'LTAI[A-Za-z0-9]{17,}', 'AKCp\\w{60,}',
  'cmVmd[A-Za-z0-9]{50,}', 'ABSK[\\w+/=]{80,}', '4b1d[A-Za-z0-9]{38}', 'CLOJARS_[a-z0-9]{60}',
  'v1\\.0-[0-9a-f]{24}-[0-9a-f]{100,}', 'duffel_(?:test|live)_[\\w-]{40,}', 'dt0c01\\.\\w{24}\\.\\w{60,}', 'EZ[AT]K[a-z0-9]{54}',
  'FLW(?:SECK|PUBK)_TEST-[\\w-]{12,}', 'fio-u-[\\w=-]{60,}', 'gl(?:ffct|oas)-[\\w-]{20,}', 'GR1348941[\\w-]{20}',
  'pat\\.\\w{22}\\.\\w{24}\\.\\w{20}', '\\w{14}\\.atlasv1\\.[\\w=-]{60,}', 'HRKU-AA[\\w-]{58}', 'api_org_[A-Za-z]{34}',
  'ico-[A-Za-z0-9]{32}', 's-s4t2(?:ud|af)-[0-9a-f]{64}', 'ntn_\\d{11}[A-Za-z0-9]{35}', 'API-[A-Z0-9]{26}', 'sha256~[\\w-]{43}',
  'pplx-\\w{48}', 'pnu_\\w{36}', 'pul-[0-9a-f]{40}', 'rdme_[a-z0-9]{70}', 'tk-us-[\\w-]{48}', 'bedrock-api-key-[\\w=+/-]{20,}',
  'sm_[aps]at_\\w{16}', 'shippo_(?:live|test)_[0-9a-fA-F]{40}', 'sl\\.[\\w=-]{130,}', 'dnkey-[\\w=-]{26}-[\\w=-]{52}',
  '[a-zA-Z0-9_]{3}\\dQ~[\\w~.-]{31,34}', 'ey[A-Za-z0-9]{17,}\\.ey[\\w/\\\\-]{17,}\\.',
];

/**
 * Tokens with a shape of their own, recognised anywhere in a text: prefixes that their issuers document.
 * If the prefix is an ordinary word, the token must be longer than words are.
 */
export const SHAPES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}\b/g, // AWS access key ids
  /(?:(?<![\w-])eyJ[\w-]{8,}|\beyJ[\w-]{8,1000})\.[\w-]{8,}(?:\.[\w-]*)*/g, // JSON web tokens
  /\b(?:gh[pousr]_\w{30,}|github_pat_\w{20,})/g,
  /\b(?:glpat|gldt|glrt|glptt|glsoat|glcbt|glft|glimt|glagent)-[\w-]{20,}/g,
  /\bxoxe?\.?xox[a-z]-[\w-]{10,}|\bxox[a-z]-[\w-]{10,}|\bxapp-\d-[\w-]{10,}|\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/+-]{20,}|\bwebhook\.office\.com\/webhookb2\/[\w/@-]{20,}|\bdiscord(?:app)?\.com\/api\/webhooks\/[\w/-]{20,}/g,
  /\b(?:sk|pk|rk)_(?:live|test|prod)_\w{10,}|\bwhsec_[\w+/=-]{20,}/g,
  /\bsk-(?:ant-|proj-|svcacct-|admin-)?[\w-]{20,}/g,
  /\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bGOCSPX-[\w-]{20,}/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\b(?:npm_\w{36}|pypi-[\w-]{50,}|rubygems_[0-9a-f]{40,}|dckr_(?:pat|oat)_[\w-]{20,}|hf_\w{30,}|dapi[0-9a-f]{32}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})/g,
  new RegExp(`\\b(?:${PREFIXED.join('|')})`, 'g'),
  /\b\d{5,16}:A[\w-]{32,}/g, // Telegram bots
  /\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bots
  /\beyJrIjoi[\w+/=]{60,}|\bZXlK[\w+/=-]{60,}/g, // tokens in base64 once more
];

const DATABASE = 'postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|redis|rediss|amqps?|mssql|sqlserver|jdbc:\\w+|clickhouse|nats|kafka|'
  + 'ldaps?|smtps?|ftps?|sftp';
/** `scheme://user:password@host`; only database schemes may carry an unescaped `/` in the password. */
export const URLS: readonly RegExp[] = [
  new RegExp(`\\b((?:${DATABASE})(?:\\+\\w{1,20})?://[^\\s:@/"'<>]{0,200}:)([^\\s"'<>]{1,500})(@[\\w.[-])`, 'gi'),
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/"'<>]{0,200}:)([^\s/?#"'<>]{1,2000})(@[\w.[-])/gi,
  /(?<![\w:/.-])([\w.$-]{1,100}:)([^\s"'<>]{1,200})(@(?:tcp6?|udp|unix|cloudsql\w*)\()/gi, // go-sql-driver/mysql
  /\b(jdbc:oracle:\w{1,10}:[^\s/@"']{1,100}\/)([^\s"']{1,200})(@[\w/([-])/gi,
];
/** `https://token@host`. Many user names are in this place, too, so the value must look like a secret. */
export const USER = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s:@/"'<>]{10,2000})(?=@[\w.[-])/gi;

const KEY = '(?:api|app|access|account|private|signing|encryption|session|secret|master|auth|license|shared|storage|subscription|service)'
  + '[_. -]?key';
const WORD = `pass(?:word|wd|phrase|code|wort)?|kennwort|contrase[ñn]a|senha|pwd?|secret|token(?!s|iz)|${KEY}(?:[_.-]?id)?|`
  + 'credentials?|creds?|authorization|client[_.-]?secret|signature|sig|set-cookie|cookie|session[_.-]?id|connection[_.-]?string|sas';
const CAMEL_CASE = '(?:Password|Passwd|Passphrase|Secret|Token|ApiKey|AccessKey|PrivateKey|Credential)'
  + '(?:Hash|Value|String|Text|Plain|Base64)?';
const NAME = `[\\w.$-]{0,40}(?<![a-z])(?:${WORD})(?![a-z])[\\w.-]{0,40}|[\\w.$-]{0,40}${CAMEL_CASE}(?![a-z])[\\w.-]{0,40}`;
// JSON of Java and Go and web forms escape the sign.
const SIGN = '(?:=>|->|:=|[:=]|\\\\u003[ad]|%3[ad])';
const QUOTE = '\\\\?["\'`]';
// Text that ends in an escaped sign may be before the name: `env%3Ddb_password%3D`.
const ASSIGNED = `(?<![\\w:/])(?:${NAME})(?:${QUOTE})?\\s{0,3}${SIGN}\\s{0,3}(?:(?:Bearer|Basic|Digest|Token|Negotiate)\\s+)?`;
const BARE = '[^\\s"\'`,;&<>(){}\\[\\]|](?:[^\\s"\'`,;&<>)}\\]|]|,(?=[^\\s"\'`,;&<>)}\\]|])(?![\\w.$-]{1,40}\\s{0,2}[:=]))*';
const QUOTED = '\\\\?"(?:[^"\\\\]|\\\\[^"])*\\\\?"|\'[^\']*\'|`[^`]*`';
// The value after the name in JSON, YAML, env files, Ruby, PHP, HTTP headers, query strings, command lines, connection strings.
export const PAIRS = new RegExp(`(${ASSIGNED})(${QUOTED}|${BARE})`, 'gi');
// A secret may contain a comma and a blank: the text after the comma belongs to the secret, unless it is the next name.
export const RESTS = new RegExp(`(${ASSIGNED}\\*\\*\\*)`
  + `(?:,(?!\\s{0,3}(?:${QUOTE})?[\\w.$-]{1,40}(?:${QUOTE})?\\s{0,3}[:=])[^,;&<>(){}\\[\\]|"'\`\\r\\n]*)+`, 'gi');
// `SOME_KEY=...` is a secret only if its value looks generated.
export const LOOSE = /((?<![\w:/])[\w.$-]{0,40}(?:key|token|auth|cred|webhook|licen[cs]e|salt|seed|session|client[_-]id)\\?["']?\s{0,3}(?:=>|:=|[:=])\s{0,3})(\\?["']?)(?=[\w+/=~.-]{0,200}\d)(?=[\w+/=~.-]{0,200}[a-z])([\w+/=~.-]{12,})/gi;
// Blanks, or elements of a list: `--password x`, `["--password","x"]`, `- --password` above `- x`. Windows: `/password:x`.
// The hyphen of `app-secret is` is no flag. A comma inside the value belongs to it, unless the next option or a blank follows.
export const FLAGS = new RegExp(`((?:(?<!\\w)|(?<=\\\\[nrt]))--?(?:${NAME})(?:(?:${QUOTE})\\s{0,3},\\s{0,20}|\\s{1,20}(?:-\\s{1,3})?)`
  + '|(?<!\\S)/(?:password|passwd|pass|pwd):)'
  + `(${QUOTED}|[^\\s"'\`,\\]-](?:[^\\s"'\`,\\]]|,(?=[^\\s"'\`,\\]-]))*)`, 'gi');
/** Words that follow an option in a sentence about it: `--password because ...`, `--password string`, `--password requires a value`. */
export const AFTER_FLAG = new RegExp('^(?:because|since|when|while|if|unless|until|which|who|that|this|these|it|its|only|also|but|so|then|'
  + 'than|instead|here|there|alone|again|twice|once|both|either|neither|nor|as|at|by|into|like|using|via|without|given|passed|provided|'
  + 'used|supplied|string|value|name|file|flags?|options?|arguments?|arg|parameter|switch|variable|setting|requires?|expects?|expected|'
  + 'needs?|takes?|wants|lacks|contains?|gets?|be|been|may|might|shall|would|cannot|do|don\'t|doesn\'t|isn\'t|unknown|unrecognized|'
  + 'unsupported|deprecated|ignored|rejected|PASSWORD|TOKEN|SECRET|KEY|VALUE|STRING)[.,:;!?)]?$|^\\([a-z ]+\\)?$');
/** Options about a secret that hold none: `--password-stdin`, `--token-ttl 60`. */
export const NO_SECRET_FLAG = /-(?:stdin|prompt|through|ttl|type|policy|length|timeout|based)\W*$|--?no-[\w-]+\W*$|\w\.\s*$/i;
// Clients that take a password with a short option or after the user name, in a command or in a list of arguments.
const GAP = '[\\s"\',=]{0,6}';
const CLIENTS = [
  `curl\\b[^|;&]{0,200}?[\\s"'](?:-u|--user|--proxy-user)${GAP}[^\\s:"']{1,100}:`,
  '(?:mysql|mysqldump|mysqladmin|mariadb)\\b[^|;&]{0,200}?[\\s"\']-p["\']?(?=[^\\s"\'])',
  `(?:redis-cli)\\b[^|;&]{0,200}?[\\s"']-a[\\s"']${GAP}`,
  `(?:sshpass|(?:docker|podman|helm registry|az|oc) login|mongo\\w{0,10}|sqlcmd|cqlsh)\\b[^|;&]{0,200}?[\\s"']-p[\\s"']?${GAP}`,
  `ldap\\w{3,10}\\b[^|;&]{0,200}?[\\s"']-w[\\s"']${GAP}`,
  'rabbitmqctl\\b[^|;&]{0,100}?\\s(?:add_user|change_password|authenticate_user)\\s{1,3}\\S{1,60}\\s{1,3}',
  `(?:requirepass|masterauth|(?:\\w{0,10}store|key)pass)[\\s=]${GAP}`,
  '(?:sqlplus|expdp|impdp|sqlldr)\\b[^|;&]{0,100}?[\\s"\'][\\w$#.]{1,60}/',
].join('|');
export const COMMANDS = new RegExp(`\\b(${CLIENTS})([^\\s"'\`]+)`, 'gi');
// A list that was printed without quotes. In prose a comma ends a phrase, so the value must look like a secret.
export const LISTED = new RegExp(`(--?(?:${NAME}),\\s{0,3})([^\\s"'\`,\\]]{8,})`, 'gi');
export const TAGS = new RegExp(`(<(${NAME})>)([^<]+)(</)`, 'gi');
export const SCHEMES = /\b((?:Bearer|Basic)\s+)([A-Za-z0-9._~+/=-]{12,})/g;
/** "revision identified by '8f2a'" is prose, not SQL: SQL has capitals here, or a statement around it. */
export const SQL: readonly RegExp[] = [
  /\b(IDENTIFIED (?:WITH [\w']{1,60} )?BY\s+)('[^']*'|"[^"]*")/g,
  /((?:\b(?:(?:create|alter)\s{1,3}(?:user|role)|grant\b[^;\n]{0,200}?\sto)\s[^;\n]{0,200}?\s|\bnear\s{1,3}["'`]|^)identified (?:with [\w'"]{1,60} )?by\s+)('[^']*'|"[^"]*")/gim,
  /\b(PASSWORD(?:\s+is)?\s+)('[^']*'|"[^"]*")/gi,
];
/** All cookies of a header, because any of them can be the session. */
export const COOKIES = new RegExp(`(cookie(?:${QUOTE})?\\s{0,3}[:=]\\s{0,3}\\[?\\s{0,3}(?:${QUOTE})?)`
  + '([^\\s=;,"\']{1,100}=(?:[^\\s;,"\'\\\\]|,(?=\\S))*'
  + '(?:(?:;\\s{0,3}|["\'],\\s{0,20}["\'](?=[^\\s=:;,"\']{1,100}=))[^\\s;,"\'\\]\\\\]+)*)', 'gi');
/** `password x`, `auth_token is x`: prose, so the value must look like a secret. `secret x` is left out: x is mostly a name. */
export const PROSE = new RegExp('(?<![\\w:/])([\\w.$-]{0,40}'
  + `(?:password|passwd|passphrase|passcode|(?<![a-z])(?:pwd|pass)|token|client[_ -]secret|${KEY})`
  + '\\s{1,3}(?:for\\s{1,3}\\S{1,40}\\s{1,3})?(?:(?:is|was)\\s{1,3})?)([^\\s"\'`<>(){}\\[\\]]{8,})', 'gi');

/** `pwd x`: a password, unless x is a path or a plain word. */
export const SHORT_PROSE = /(?<![\w:/.-])(pwd\s{1,3})(?![/.~])(?=[^\s"'`<>(){}[\]]{0,60}[\d!@#$%^&*+_-])([^\s"'`<>(){}[\],;]{4,})/gi;

/** Words that describe a secret and are none. */
export const NO_SECRET = /^["'`]?(?:\*+|x{3,}|<[^>]*>|\$\{?[\w.]*\}?|%\w+%?|server|unexpected|null|nil|none|undefined|true|false|yes|no|not|is|was|are|were|the|a|an|in|of|for|must|required|missing|invalid|empty|expired|unset|failed|wrong|incorrect|and|or|to|from|with|(?:\w+\.)*\w*(?:Exception|Error)|redacted|hidden|error|arn|on|off|ok|can|cannot|could|has|have|should|does|did|will|loaded|header|malformed|authorization|unrecognized|unknown|unsupported|deprecated)["'`]?[.:]?$|^["'`]?arn:|^[a-z]+(?:\.[a-z]+)+\([a-z]*$/i;
