import { isOfValues, STANDING_IN } from './vocabulary';

/** Names that programs have for a secret: `dbPassword`, `api_key`. */
const NAMED = '(?:(?:db|user|admin|root|api|auth|access|client|app|my|new|old|smtp|mail|redis|mysql|pg|jwt|env|input)_?){0,3}'
  + '(?:password|passwd|pass|pwd|pw|passphrase|secret|token|key|credentials?|hash|digest|value|val|var)';
/** A name with few digits, as `aws_s3_bucket`; one at random has more. */
const MEMBER = String.raw`[A-Za-z_]+(?:\d{1,2}_[A-Za-z_]+){0,4}\d{0,2}`;
const CONSTANT = String.raw`[A-Z_]+(?:\d{1,2}_[A-Z_]+){0,4}\d{0,2}`;
/** Words between brackets: `<your password>`, `[2 items]`, `(empty)`. */
const WORD = String.raw`(?:[\p{L}_.:|*'/-]{0,40}|\d{1,4})`;
const WORDS_IN = `${WORD}(?: ${WORD}){0,8}`;

/** Where a reference leads: Spring, Log4j, Terraform, Vault. */
const SOURCE = '(?:env|sys|vault|ssm|sm|secrets?|file|aws|config|var|local|data|module|self)';
/** Commands that print what they read. `echo` has it in the text. */
const READERS = 'cat|printenv|aws|vault|pass|op|sops|jq|kubectl|base64|openssl|head|pwgen|uuidgen|gcloud|az|terraform|docker';
/** References with an end of their own. */
const CLOSED = [
  String.raw`\$\{(?:${SOURCE}:)?${MEMBER}(?:[./-]${MEMBER}){0,8}(?::?\?[^{}\n]{0,80}|:?-?)\}`,
  String.raw`\$?\{\{[^{}\n]{0,200}\}\}`,
  String.raw`<%[^<>|\n]{0,200}%>`,
  String.raw`\$\(${CONSTANT}\)|\$\((?:${READERS})\s[^()\n<]{0,200}\)`,
  String.raw`%${CONSTANT}%|%\([a-z_]{1,30}\)[sdr]|%\{[a-zA-Z_.-]{1,40}\}`,
  `<${WORDS_IN}>|\\[${WORDS_IN}\\]|\\(${WORDS_IN}\\)|\\{${WORDS_IN}\\}`,
].join('|');
const CLOSED_HERE = new RegExp(`(?:(?:${CLOSED})[:@/._-]{0,2}){1,4}`, 'yu');

/** Where such references begin. */
const OPENS = '$<{[(%';

/** End of the reference at this place; `at` if there is none. */
export function closedEnd(text: string, at: number): number {
  if (!OPENS.includes(text[at] ?? ' ')) return at;
  CLOSED_HERE.lastIndex = at;
  return at + (CLOSED_HERE.exec(text)?.[0].length ?? 0);
}

/** Objects of programs and of Terraform in which secrets are. What is in quotes ends a value, so the bracket can be the last sign. */
const OBJECT = 'process\\.env|os\\.environ|os\\.getenv|getenv|env|var|local|data|module|config|secrets|self|this|params|args|settings|'
  + 'vault|ssm|ENV|System\\.getenv|Deno\\.env|import\\.meta';
/** Tags of YAML: those of CloudFormation, Ansible and Home Assistant. */
export const TAGS = 'Ref|Sub|GetAtt|ImportValue|Join|Select|FindInMap|If|Base64|Split|Transform|secret|env\\w{0,9}|include|reference'
  // a text that is encrypted, or an entry in a store; Ansible reads others as they are
  + '|vault(?=\\s*(?:[|>]|$|[\\w-]+\\/))';
const ALONE = [
  String.raw`\*+|[xX]{3,}|\.+|-+|\?+|_+|\u2026|\u2022+|\d{1,2}`,
  String.raw`0x(?:0000|ffff)?[0-9a-fA-F]{1,12}`,
  // of shells and of SQL; verbs of formats
  String.raw`\$${CONSTANT}|[$@]\d{1,2}|%[-+#0]?\d{0,3}(?:\.\d)?[sdvqwxXTpf@]`,
  String.raw`!(?:${TAGS})(?:[\s|].*)?`,
  String.raw`arn(?::?|:aws.*|:[.$].*)`,
  String.raw`(?:${OBJECT})(?:\.${MEMBER}|\[["']?[A-Za-z_.-]{0,60}["']?\]|\(["']?[A-Za-z_.-]{0,60}["']?\)){0,8}[.([]?`,
  String.raw`\d{8}T\d{6}Z?|(?:min|max|len)=\d+`,
  String.raw`[^\p{L}\p{N}]{1,3}`,
].join('|');
const STAND_IN = new RegExp(`^(?:${ALONE})$`, 'u');
/** Versions, algorithms, types and licences: `v4`, `s3v4`, `sha512-crypt`, `aes-256-gcm`, `RS256`, `uint64`. */
const VERSIONS = [
  String.raw`(?:s3)?v\d{1,2}(?:\.\d{1,3}){0,2}`, String.raw`sha-?\d{1,3}(?:-crypt)?|md[2-6]`, '[rehp]s(?:256|384|512)',
  'ed25519|ed448|x25519|curve25519|oauth\\d|http\\d', String.raw`secp\d{3}[rk]1`,
  String.raw`aes-?\d{3}(?:-?(?:gcm|cbc|ctr))?`, String.raw`utf-?\d{1,2}|base\d\d`,
  String.raw`(?:u?int|float|varchar)\d{1,3}`, String.raw`(?:apache|[al]?gpl|mpl|epl|bsd|mit|cc-by)-[\w.-]+`,
].join('|');
const VERSION = new RegExp(`^(?:${VERSIONS})$`, 'i');
const BY_NAME = new RegExp(`^[$:&@](?:${NAMED})\\)?$`, 'i');
const REFERENCE = new RegExp([
  // calls and classes
  String.raw`^[A-Za-z]+(?:\.[A-Za-z]+)+\([A-Za-z]*$`,
  String.raw`^[A-Za-z][A-Za-z.$]{0,100}(?:Exception|Error|Expired|Invalid|Missing|Failure|Filter|Provider)\W{0,3}$`,
  String.raw`^[A-Z][A-Z0-9]*(?:_[A-Z]+)+$`, String.raw`^[A-Z][A-Za-z]{2,60}\d?\{(?:[A-Za-z_]\w{0,40}\s?[=:]|\}?$|\*|[\da-f]{6,8}$)`,
  // what Java prints of an object: its class and a hash; `Admin@12345` is a password
  String.raw`^(?:[\w$]+\.[\w.$]+@|(?:[\w$]+|\[C)@(?=\d*[a-f]))[\da-f]{5,8}$`,
  String.raw`^(?:Err\(|\(\*+[\w.]+\))`,
  String.raw`^(?:Optional|Union|List|Dict|Option)[[<]|^Optional\.empty$`, '^SecretStr$',
  String.raw`^(?:Field|Column|mapped_column|models\.\w+|Input|Prop)\(`,
  // files
  String.raw`^(?:\.{1,2}|~)?\/(?:run|var|etc|app|usr|home|opt|root|tmp|secrets|mnt|srv|data|workspace|bin|lib|proc|dev|vault)\b`,
  String.raw`^(?:\.{1,2}|~)\/[\w.@/-]*$`, String.raw`^projects\/[\w-]+\/`,
].join('|'));

/** A word that describes a secret, a placeholder or a whole reference. A beginning is none: passwords begin with `$`, `:` and `<`, too. */
export function isStandIn(value: string): boolean {
  const text = value.trim();
  if (!text || STAND_IN.test(text) || REFERENCE.test(text)) return true;
  if (OPENS.includes(text[0]) && closedEnd(text, 0) === text.length) return true;
  const word = text.replace(/[.,:;!?)\]]+$/, '').toLowerCase();
  return BY_NAME.test(text) || VERSION.test(text) || STANDING_IN.has(word) || isOfValues(word);
}
