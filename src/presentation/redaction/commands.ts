import { CLIENTS } from './clients';
import { kindOfName } from './names';
import { Accepts, addTo, matches, secondGroups, Source, Span } from './source';
import { isAboutPassword, isSentence, isStandIn, isTyped, looksSecret, quotedAt } from './values';

/** Commands whose input is the secret, and texts of protocols. */
const INPUTS: readonly RegExp[] = [
  /(\b(?:echo\s(?:-[neE]{1,3}\s)?|yes\s)["'](?:\w{1,60}:)?)((?:(?!["']\s*\|)[^\n]){3,200})(?=["']\s*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:-S\b|chpasswd|passwd|sudo|docker|podman|kinit|su|openssl|helm|cryptsetup|base64|gpg|vault|sshpass|smbpasswd))/g,
  /(\b(?:echo\s(?:-[neE]{1,3}\s)?|yes\s|printf\s["']?%s(?:\\n)?["']?\s)(?:\w{1,60}:)?)([^\s"'|]{3,200})(?=\s*\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:chpasswd|passwd|sudo|docker|podman|kinit|su|helm|cryptsetup|vault|smbpasswd)\b)/g,
  /(\bprintf\s+(?:["']%s(?:\\n)?["']\s+)?["'](?:\w{1,60}:)?)([^\n%]{3,200}?)(?=(?:\\n)?["']\s*\|)/g,
  /(\bchpasswd\b[^\n]{0,60}\n\w{1,60}:)(\S{3,200})/g,
  /(--from-literal(?<=create secret\b[^|;&\n]{0,300})[=\s]["']?[\w.-]{1,80}=)([^\s"']{3,200})/g,
  /((?<!<)<<<\s*["']?)((?!(?<!["'])[$<])[^\s"']{3,200})/g,
  /(\b(?:snmp-server community|(?:username \S{1,60}(?: privilege \d{1,2})?|enable) (?:password|secret)|(?:(?:tacacs|radius)-server|isakmp) key|ascii-text|auth-user-pass inline)(?: \d)?\s+["']?)([^\s"']{4,200})/g,
  /(^"?[\w.@-]{1,60}"?\s+\*\s+"?)([^\s"*]{4,200})(?="?\s+\*)/gm,
  /("[\w.@-]{1,60}"\s{1,9}\*\s{1,9}")([^\s"*]{4,200})(?="\s{1,9}\*)/g,
  /(\bsend\s+"(?:--\s)?)([^"\n\\]{4,100})(?=(?:\\[rn])+")/g,
  /(auth["']?\s{0,3}[:=]\s{0,3}[[(]\s{0,3}["'][^"'\n]{1,80}["'],\s{0,3}["'])([^"'\n]{4,200})/gi,
  /(\b(?:PDO|__construct|mysqli(?:_\w{2,12})?|real_connect|pg_connect|connect|Sequelize|imap_open|getConnection|createConnection)\((?:Object\(\w{1,20}\),)?\s{0,3}["'][^"'\n]{0,200}["'],\s{0,3}["'][^"'\n]{0,100}["'],\s{0,3}["'])([^"'\n]{4,200})/g,
  /(\b(?:basic_auth|ldap_bind|ftp_login|ssh2_auth_password|bind|changeUserPassword)\([^"'\n]{0,40}["'][^"'\n]{0,100}["'],\s{0,3}(?:Some\()?["'])([^"'\n]{4,200})/g,
  /(\b(?:snmp\w{2,12}|ssh-keygen)\b[^\n]{0,200}?\s-[XP]\s["']?)([^\s"']{3,200})/g,
  /((?:^|\s)"?AUTH"?\s(?:default\s|"[^"\n]{1,60}"\s(?="))?"?)((?!PLAIN|LOGIN|S?CRAM|XOAUTH)(?=[^\s"]{0,60}[\d!#$%^&*])[^\s"]{6,200})/gm,
  /((?:^|> |")"?AUTH"?\s(?:default\s|"[^"\n]{1,60}"\s(?="))?"?)((?!PLAIN|LOGIN|S?CRAM|XOAUTH)[^\s"]{6,200})(?="?\s*$)/gm,
  // clients of Redis print a command and its arguments, or what they send (Redis serialization protocol specification)
  /(["']auth\\{0,15}["'],\s{0,20}\\{0,15}["']?args\\{0,15}["']?:\s{0,3}\[\s{0,20}\\{0,15}["'](?:[^"'\\\n]{1,60}\\{0,15}["'],\s{0,20}\\{0,15}["'])?)([^"'\n]{3,200})/gi,
  /([[(]\s{0,20}\\{0,15}["']AUTH\\{0,15}["'],\s{0,20}\\{0,15}["'](?:[^"'\\\n]{1,60}\\{0,15}["'],\s{0,20}\\{0,15}["'])?)(?![A-Z\d-]{1,20}\\{0,15}["'])([^"'\n]{3,200})/g,
  /(\$4(?:\\{1,15}r\\{1,15}n|\r\n)AUTH(?:(?:\\{1,15}r\\{1,15}n|\r\n)\$\d{1,4}(?:\\{1,15}r\\{1,15}n|\r\n)(?:\w{1,60}(?=(?:\\{1,15}r\\{1,15}n|\r\n)\$))?){1,2})([^\s\\]{3,200})/gi,
  // a parameter of Systems Manager
  /(\bType\\{0,15}["']?\s{0,3}[:=]\s{0,3}\\{0,15}["']?SecureString\\{0,15}["']?[\s,]{1,30}\\{0,15}["']?Value\\{0,15}["']?\s{0,3}[:=]\s{0,3}\\{0,15}["'])([^"'\n]{3,4000})/g,
  /(\s:\s(?:EAP|XAUTH|NTLM)\s")([^"\n]{3,200})/g,
  /(\b(?:ACL"? "?SETUSER|user)"?\s\S{1,60}\s"?(?:on|off)"?\s[^\n]{0,60}?(?:>|#(?=[\da-f]{64})))([^\s"]{3,200})/gi,
  // lists of arguments
  /(["'](?:-u|-U|--user(?:name)?)["'],[^\n\]]{0,160}?["']-[pP]["'],\s?["'])(?![\d.:]{1,40}(?:\/\w{3})?["']|[-/.$])([^"'\n]{3,200})/g,
  // POP3 and FTP, IMAP, SMTP: each side may have a mark before its lines; a server asks for `Username:` and `Password:` in base64
  /((?:[>:\]"']["']?\s{0,3}|\bUSER\s\S{1,60}\r?\n(?:(?:331|\+OK)[^\n]*\n)?)PASS\s)(?!Test|\S{1,190}\.\w{2,3}\s*$)([^\s"'\\]{3,200})(?=["'\\]|\s*$)/gm,
  /((?:^|[\s"'])[A-Za-z]{0,5}\d{1,6}\sLOGIN\s(?:"[^"\n]{1,100}"|[^\s"]{1,100})\s"?)([^\s"]{3,200}|(?<=")[^"\n]{3,200}(?="))(?=["'\\]|\s*$)/gm,
  /((?:[Vd]XNlc|[Uc]GFzc)\w{4,10}={0,2}(?:\\r\\n)?["']?\s*\n(?![^\n]{0,80}\b[235]\d\d\b)(?:[^\n]{0,80}[\s"'>])?)(?![Vd]XNlc|[Uc]GFzc)([A-Za-z\d+/]{4,400}={0,2})(?=["'\\]|\s*$)/gm,
  /(\bAUTH LOGIN\b[^\n]{0,120}?["'])(?![Vd]XNlc|[Uc]GFzc)([A-Za-z\d+/]{4,400}={0,2})(?=["'\\])/g,
  // pwdump: both hashes of an account of Windows
  /(:\d{3,10}:(?:NO PASSWORD\*{1,30}:)?)((?:[\da-f]{32}:)?[\da-f]{32})(?=:::)/gi,
  // records of Erlang
  /(\b(?:amqp_params_network|user(?:name)?|cred\w{0,10}|auth\w{0,12}|login),\s?<<"[^"\n]{1,100}">>,\s?<<")([^"\n]{3,200})(?=">>)/g,
  /(?<=^|\s)(\/p:)([^\s"']{3,200})/gi,
  /((?:Credentials?|(?:PasswordA|asicA|[._]a)uth\w{0,16}|login|authenticate|sign_?[iI]n|bind|connect)\s?\(\s*["'][^"'\n]{0,100}["'],\s*["'])([^"'\n]{4,200})(?=["']\s*[),])/g,
  /((?:->|\.|::)(?:auth|authenticate|login|bearer|bearer_auth|authorize|verifyToken)\(\s*["'])([^"'\n]{8,300})(?=["'])/gi,
  /(\b(?:pgp_sym_(?:en|de)crypt|aes_(?:en|de)crypt|hmac|crypt|digest)\([^,()\n]{1,200},\s{0,3}')([^'\n]{4,200})(?=')/gi,
];
const CODE_HINT = /code|is your|\sfrom\s/i;
/** Codes that are valid once, and both passwords of a change. */
const CODES: readonly RegExp[] = [
  /((?:^|\s)(?:[A-Z]-)?)(\d{4,8})(?= is your [\w ]{0,40}(?:code|password|pin)\b)/gi,
  /(\b(?:one-time|verification|security|login|2fa|mfa|otp|sms|confirmation|pairing|backup|recovery|device|user)[ _-]?(?:pass)?codes?"?\s?(?:is|are|[:=])?\s{0,3}["']?)([a-z0-9]{3,10}(?:-[a-z0-9]{3,10})*(?:[,\s]{1,3}[a-z0-9]{3,10}-[a-z0-9-]{3,20})*)/gi,
  /((?:\b|_)(?:password|passwd|passphrase|token|secret|key)\b[^\n:"]{0,40}?\sfrom\s["']?)([^\s"']{4,200})(?=["']?\sto\s)/gi,
  /((?:\b|_)(?:password|passwd|passphrase|token|secret|key)\b[^\n:"]{0,40}?\sfrom\s\S{4,200}\sto\s["']?)([^\s"']{4,200})/gi,
];

/** "password for app from 'a' to 'b'", and not "password policy" */
const CHANGED = /^_?pass\w*(?: for \S+)?(?: was)?(?: changed)? from (?:\S+ to )?["']$/i;

function isCode(value: string, head: string): boolean {
  if (CHANGED.test(head)) return !isStandIn(value);
  return /from\s|to\s$/.test(head) ? looksSecret(value) : /\d{4}/.test(value) || /[a-z\d]-[a-z\d]/i.test(value) && /\d/.test(value);
}

/** "credentials admin / v", "login failed for ada:v" */
const BOTH = /(\b(?:credentials?|user(?:name)?\/pass(?:word)?|login|logged in|(?:log|sign) in)\b[^\n:/]{0,30}?[:\s]\s?[\w.@-]{2,40}\s?[:/]\s?)([^\s/"'<>,;]{4,80})/gi;
/** The value is alone on a line, and the line before announces it. */
const BELOW = /((?:password|passphrase|token|secret|key)[^\n]{0,80}:[ \t]*\r?\n\s{1,20})([^\s"'`:]{8,400})(?=[ \t]*(?:\r?\n|$))/gi;
/** A line of .pgpass: the password is the last of five. */
const PGPASS = /((?:^|\b(?:echo|printf)\s[^\n:]{0,20}?["'\s])(?![0-9a-f]{2}:[0-9a-f]{2}:)[\w.*-]{1,200}:(?:\d{1,5}|\*):[\w*-]{1,60}:[\w*-]{1,60}:)(\S{3,200}?)(?=$|["']\s*(?:$|[>|;&]))/gm;
/** `pwd x`: a password, unless x is a path or a plain word. */
const SHORT_PROSE = /(?<![\w:/.-])(pwd\s{1,3})(?![/.~])(?=[^\s"'`<>(){}[\]]{0,60}[\d!@#$%^&*+_-])([^\s"'`<>(){}[\],;]{4,})/gi;
/** "revision identified by '8f2a'" is prose, not SQL: SQL has capitals here, or a statement around it. */
const SQL: readonly RegExp[] = [
  /\b(IDENTIFIED (?:WITH [\w']{1,60} )?(?:BY|AS)\s+(?:PASSWORD\s)?E?['"])([^'"\n]{1,400})/g,
  /((?:\b(?:(?:create|alter)\s{1,3}(?:user|role)|grant\b[^;\n]{0,200}?\sto)\s[^;\n]{0,200}?\s|\bnear\s{1,3}["'`]|^)identified (?:with [\w'"]{1,60} )?by\s+['"])([^'"\n]{1,400})/gim,
  /\b(PASSWORD(?:\s+is)?\s+[NE]?['"])([^'"\n]{1,400})/gi,
  /\b(?:(authentication_string\s*=\s*'))([^'\n]{4,200})/gi,
  /\b(IDENTIFIED BY\s+)([^\s"';,]{4,200})/g,
];
const SQL_HINT = /identified|password|authentication_string/i;

const CLIENT_HINT = /ansible-vault|secret|radtest| put |\bbw\s|ConvertTo|schtasks|config|mc alias|[\s"'=]-{1,2}[a-zA-Z]|\/[pu]:|pass|rabbitmqctl|http-basic|rclone|redis|db2|sqlplus|[ie]mpdp|sqlldr|net use|kinit|auth|login/;
const INPUT_HINT = /SecureS|echo\s|\byes\s|printf|passwd|snmp|-server|secret|[lL]ogin|: EAP|: NTLM|send\s|auth|\s\*\s|password\s|<<<|AUTH|etuser|SETUSER|["']-[pP]["'],|\buser\s|USER\s|\/p:|\(\s*["']|crypt\(|hmac\(|digest\(|-[XP]\s|PASS\s|LOGIN\s|XNlc|GFzc|:::|<<"|_(?:bind|login|password|connect)\(/;

export function commands(source: Source): readonly Span[] {
  const { text } = source;
  const spans: Span[] = [];
  if (CODE_HINT.test(text)) for (const pattern of CODES) addTo(spans, secondGroups(text, pattern, isCode));
  if (CLIENT_HINT.test(text)) addTo(spans, quotedGroups(source, CLIENTS, isValue));
  if (INPUT_HINT.test(text)) for (const pattern of INPUTS) addTo(spans, quotedGroups(source, pattern, isInput));
  if (SQL_HINT.test(text)) for (const pattern of SQL) addTo(spans, quotedGroups(source, pattern, isNoWord));
  if (text.includes('=')) addTo(spans, quotedGroups(source, ENV, isEnv));
  if (/seed|mnemon|phrase/i.test(text)) addTo(spans, secondGroups(text, SEED));
  if (text.includes('\n')) addTo(spans, secondGroups(text, BELOW, looksSecret));
  if (text.includes(':')) addTo(spans, secondGroups(text, PGPASS, isValue));
  if (/credential|user\w{0,4}\/pass|(?:log|sign)(?:ged)? ?in/i.test(text)) addTo(spans, secondGroups(text, BOTH, isOfBoth));
  if (/INSERT/i.test(text)) addTo(spans, inserted(text));
  if (/pwd/i.test(text)) addTo(spans, secondGroups(text, SHORT_PROSE, isValue));
  return spans;
}

const isNoWord: Accepts = (value) => !isStandIn(value) && !isAboutPassword(value);
const isOfBoth: Accepts = (value, head) => looksSecret(value) || (/ \/ $/.test(head) && (isTyped(value) || (/s: \S+ \/ $/.test(head) && !isStandIn(value))));

/** 12 to 24 words of 3 to 8 letters, as wallets have them (BIP-39). A sentence of so many words has a shorter one. */
const SEED = /((?:seed|mnemonic|phrase)[^a-z\n]{1,8}(?:(?:words?|phrase|is|was)[^a-z\n]{1,6}){0,2})((?:[a-z]{3,8}[ ,]{1,2}){11,23}[a-z]{3,8})(?![a-z])/gi;
/** `"Env":["X_PASSWORD=a b"]`, `-e "X_PASSWORD=it's"`: the quotation is around both, and nothing else is in it. */
const ENV = /((?:^|[\s[,]|\bexport )\\{0,15}["'][A-Z][A-Z\d_]{0,80}=)([^\s"'`\\{[($][^\s"'`\\]{0,400})/g;

function isEnv(value: string, head: string): boolean {
  if (!/[\s"'`]/.test(value) || !(/^[[,e]/.test(head) || /["'`]/.test(value)) || /\s\w+=/.test(value)) return false;
  return ['password', 'secret'].includes(kindOfName(head.slice(0, -1))) && isNoWord(value, head);
}

/** As `secondGroups`, but what is in quotes ends where they do, and a quote behind a backslash ends nothing. */
function quotedGroups(source: Source, pattern: RegExp, accepts: Accepts): readonly Span[] {
  const { text } = source;
  return matches(text, pattern).flatMap(({ index, 1: head, 2: value }) => {
    const start = index + head.length;
    const [opening] = /\\{0,15}["'`][^\s"'`,]*$/.exec(head) ?? [];
    const quoted = opening && quotedAt(source, start - opening.length);
    const isClosed = quoted && quoted.next > quoted.end && quoted.end > start;
    const end = isClosed ? quoted.end : start + value.length;
    const more = isClosed ? null : source.at(/["'`]\w[^\s"'`,]{0,60}/y, end);
    const whole = more && /\\$/.test(value) ? { start, end: end + more[0].length } : { start, end };
    return accepts(text.slice(start, whole.end), head) ? [whole] : [];
  });
}

const INSERT = /\binsert\s{1,3}into\s{1,3}[^\s(]{1,80}\s{0,3}\(([^()\n]{1,500})\)\s{0,3}values\s{0,3}\(([^()\n]{1,2000})\)/gi;

/** `INSERT INTO users (name, password) VALUES ('ada', 'v')` */
function inserted(text: string): readonly Span[] {
  return matches(text, INSERT).flatMap((match) => {
    const names = match[1].split(',').map((name) => name.trim().replace(/\W/g, ''));
    const values = match[2].split(/,(?=\s*(?:'(?:[^'\\]|''|\\.)*'|[^',]*)\s*(?:,|$))/);
    let at = match.index + match[0].length - 1 - match[2].length;
    return values.flatMap((value, i) => {
      const start = at + value.length - value.trimStart().length;
      at += value.length + 1;
      const bare = value.trim();
      const isSecret = ['password', 'secret'].includes(kindOfName(names[i] ?? '')) && !isStandIn(bare.replace(/^'|'$/g, ''));
      return isSecret && /^'.*'$/.test(bare) ? [{ start: start + 1, end: start + bare.length - 1 }] : [];
    });
  });
}

const NO_VALUE = /^(?:--?\w.*|\d{1,5}:\d{1,5}|\/(?:var|etc|run|tmp|usr|opt|home|app|dev|mnt)\b.*|\d{1,3})$/i;

function isValue(value: string): boolean {
  return !isStandIn(value) && !NO_VALUE.test(value);
}

function isInput(value: string, head: string): boolean {
  if (!isValue(value) || isSentence(value)) return false;
  return !/\b(?:login|connect|bind)\s?\(|->|\.auth/.test(head) || looksSecret(value) || /\d/.test(value);
}
