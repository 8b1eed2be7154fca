import { addTo, secondGroups, Source, Span } from './source';
import { isStandIn, looksSecret } from './values';

const DATABASE = 'postgres(?:ql)?|mysql|mariadb|mongodb(?:\\+srv)?|redis|rediss|amqps?|mssql|sqlserver|oracle|jdbc:\\w+|clickhouse|'
  + 'nats|kafka|ldaps?|smtps?|ftps?|sftp';
/** JSON escapes the slashes of an address, a query string its colon and slashes, too. */
const SLASHES = '(?:://|:\\\\/\\\\/|%3[aA]%2[fF]%2[fF])';
/** `ada@server` is a user of Azure Database, and a mail address one of SMTP. */
const NAME = String.raw`[^\s:@/"'<>]{0,200}(?:@[\w.-]{1,100}(?!:\d{1,5}[/?,]))?`;
const toDatabase = (slashes: string) => `\\b((?:${DATABASE})(?:\\+\\w{1,20})?${slashes}${NAME}:)`;
/** An error about an address may be that it lost its colon or a slash. */
const TO_DATABASE = toDatabase(`(?:${SLASHES}|//|:/)`);
const TO_ANY = `\\b([a-z][a-z0-9+._-]{0,30}${SLASHES}${NAME}(?::|%3[aA]))`;
/** In a password a quotation mark or a bracket may be, but not one that ends a text: `",`, `">`, `</`. */
const INSIDE = '(?:[^\\s"\'<>]|["\'](?!["\'<>)\\]};]{0,3}(?:\\s|$)|[,:]\\s?["\'{[\\d])|<(?![/\\s]|$)|>(?![<\\s]|$))';
/** The port of an address without a password, which is in quotes or brackets. */
const QUOTED_PORT = /^\d{1,5}["'<>)][)\]};,<>]/;
/** `scheme://user:password@host`; only database schemes may carry an unescaped `/` in the password. */
const WITH_PASSWORD: readonly RegExp[] = [
  new RegExp(`${TO_DATABASE}(${INSIDE}{1,500}?)(?=@[\\w.[\\]-]{1,100}(?:[:/?,"'\\s]|$))`, 'gi'),
  new RegExp(`${TO_DATABASE}(${INSIDE}{1,500})(?=@[\\w.[-])`, 'gi'),
  new RegExp(`${TO_ANY}(?!\\d+[?#])([^\\s/"'<>]{1,2000})(?=@[\\w.[-]|%40[\\w.[-])`, 'gi'),
  /\b([a-z][a-z0-9+._-]{0,30}:\/\/[^\s:@/"'<>]{0,200}:)([A-Za-z0-9+/=_-]{20,3000})(?=@[\w.[-])/gi,
  /(?<![\w:/.-])([\w.$-]{1,100}:)([^\s"'<>]{1,200})(?=@(?:tcp6?|udp|unix|cloudsql\w*)\()/gi, // go-sql-driver/mysql
  /(\bparse \\?"[a-z][a-z0-9+._-]{0,30}:\/\/[^\s:@/"]{0,200}:)([^"\n]{1,300})(?=@[^"@\n]{1,200}\\?")/gi, // Go quotes what it cannot parse, blanks included
  /\b(jdbc:oracle:\w{1,10}:[^\s/@"']{1,100}\/)([^\s"']{1,200})(?=@[\w/([-])/gi,
  /(?<![\w/:.@])(\w{1,60}\/)([^\s"'/@]{4,200})(?=@(?:\/\/\w|\(\s?DESCRIPTION\s?=))/g, // sqlplus
  /\b((?:turn|sip)s?:[^\s:@/"']{1,100}:)([^\s/"'<>@]{3,200})(?=@[\w[])/gi,
  /(^(?:SQL> ?)?(?:conn(?:ect)?|log[io]n)\s{1,3}\w{1,60}\/)([^\s"'/@]{4,200})(?=@[\w.:/-]{1,100};?\s*$)/gim,
];
/** `https://token@host`. Many user names are in this place, too, so the value must look like a secret. */
const USER = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s:@/"'<>]{6,2000})(?=@[\w.[-])/gi;
/** Addresses that are secrets themselves, as their issuers document: whoever knows them may post there. */
const HOSTS = String.raw`
  [\w.-]{1,60}\.office(?:365)?\.com/webhook(?:b2)?/
  discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/
  maker\.ifttt\.com/trigger/[\w-]{1,80}/(?:json/)?with/key/
  open\.(?:feishu|larksuite)\.(?:cn|com)/open-apis/bot/v2/hook/
  chat\.googleapis\.com/v1/spaces/[\w-]{1,60}/messages\?
  events\.pagerduty\.com/integration/
  hook\.(?:eu|us)[12]\.make\.com/
  hooks\.stackstorm\.com/
  api\.telegram\.org/(?:file/)?bot
  webhook\.site/
  hc-ping\.com/
  (?:web)?hooks\.workato\.com/
  (?:mattermost|rocket)\.[\w.-]{1,80}/hooks/
  ingest\.signalfx\.com/
  objectstorage\.[\w-]{1,40}\.oraclecloud\.com/p/
  live\.[\w.]{1,40}/app/
  [\w.-]{1,80}/hooks/(?=\w{12,}/)
  webhooks\.mongodb-stitch\.com/
  canarytokens\.com/
  hooks\.[\w-]{1,40}\.[a-z]{2,6}/(?:hooks?|webhooks?|services|catch|workflows|triggers)/
`;
const HOOKS = new RegExp(`(${HOSTS.trim().split(/\n\s*/).join('|')})([^\\s"'<>?&,;)\\]}\`]{6,400})`, 'gi');
/** Links that let in whoever has them. */
const LINKS = /(\/(?:reset(?:[-_]password)?|password\/reset|confirm(?:ation)?|activat(?:e|ion)|verify(?:[-_]email)?|unsubscribe|invit(?:e|ation)s?|magic(?:[-_]link)?|webhooks?|hooks?|one-time|otp|s\/o|join)\/)([\w-]{20,200})/gi;
/** Short names of parameters: only what nobody writes by hand. */
const SHORT = /([?&](?:s|c|st|sk|e|x|u|tk|sid|auth_key|p)=)([\w%-]{24,400})/g;
/** `u=ada&p=v`; alone, `p` is a page. */
const OF_USER = /([?&\s]u(?:se?r)?=[^\s&"'<>]{1,100}[&\s]pw?=)([^\s&"'<>#,;)\]}]{3,200})/gi;
const PAGE = /^(?:[\d.]{1,8}|[a-z]{1,4}\d?)$/;
const DIRECT = /(\b(?:vmess|vless|ssr?|trojan):\/\/)([\w+/=-]{16,3000})/g;
const USER_OF_TWO = /(:\/\/)([A-Za-z0-9_-]{20,200})(?=:[^\s/@"']{1,200}@)/g;
const LOOKUP = /(\blookup [\w.-]{1,60}:)(\S{3,200})(?=@[\w.-])/g;
/** An address that has its scheme twice, as `http://http://host`. */
const SCHEMES = new RegExp(`^(?:https?|${DATABASE})$`);
/** Parsers of addresses take the beginning of a password for the port (Go: net/url, Python: urllib.parse). */
const PORT = /((?:invalid port ["'`]?\\?["']?:|Port could not be cast to integer value as ["']))([^"'`\s\\]{1,200})(?=\\?["'`])/g;
/** Cut before the host. A port has digits only. */
const CUT = new RegExp(`${toDatabase(SLASHES)}(?!\\d{1,5}(?![\\w@]))([^\\s"'<>@/\\\\,;)]{4,200})(?=["'\\s]|$)`, 'gi');
/** No host has an `@`: a resolver that gets one has a part of a password before it, because an address had a sign unescaped. */
const BEFORE_HOST: readonly RegExp[] = [
  /(\b(?:ENOTFOUND|EAI_AGAIN|getaddrinfo(?: for)?|UnknownHostException:?|host ?name:?|hosts?:?|resolve|lookup|invalid port:?)\s{1,3}\\?["'`]?)([^\s"'`<>@\\](?:[^\s"'`<>\\]{0,199}))(?=@[\w.[-])/gi,
  /(\b(?:connect\w{0,5}|connection|dial\w{0,3}|E[A-Z]{5,13}|to|at|reach)\s{1,3}(?:tcp\s)?\\?["'`]?[\w.%+-]{0,60}:)(?!\/\/|\d+@\d+\s)([^\s"'`<>@\\][^\s"'`<>\\]{2,199})(?=@(?!sha256:)[\w.[-]{1,253}(?::\d|[\s"'.,]|$))/g,
  /(\bfor user \\?["'][\w.-]{1,60}:)([^\s"'\\]{4,200})(?=\\?["'])/g,
];
const HOOK_HINT = /hook|ifttt|bot\d|\/p\/|\/app\/|pagerduty|opsgenie|hc-ping|canary|signalfx|chat\.google/i;
/** Parameters of signed addresses, and codes of logins. */
const QUERY = /([?&#;](?:X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token|X-Amz-Credential|Signature|sig|hmac|t|k|code|ticket|SAMLResponse|SAMLRequest|assertion|id_token|state_token|otp|magic|invite|invitation|confirmation|confirmation_token|key|api|auth|hdnea|hdnts|Policy|AWSAccessKeyId)=)([^\s&"'<>#;,)\]}]{16,3000})/gi;

export function urls(source: Source): readonly Span[] {
  const { text } = source;
  const spans: Span[] = [];
  if (/:\/\/|:\\\/\\\/|%3a%2f%2f|@/i.test(text) && /@|%40/.test(text)) {
    for (const pattern of WITH_PASSWORD) addTo(spans, secondGroups(text, pattern, isPassword));
    addTo(spans, secondGroups(text, USER, isUser));
    addTo(spans, secondGroups(text, USER_OF_TWO, looksSecret));
    addTo(spans, secondGroups(text, LOOKUP));
  }
  for (const pattern of /@|for user/.test(text) ? BEFORE_HOST : []) addTo(spans, secondGroups(text, pattern, (value) => !isReference(value)));
  if (text.includes('://')) addTo(spans, secondGroups(text, CUT, (value) => !isReference(value) && !/^port$/i.test(value)));
  const isNoPort = (value: string) => !/^\d+$/.test(value) && !isReference(value) && !SCHEMES.test(value);
  if (/port /i.test(text)) addTo(spans, secondGroups(text, PORT, isNoPort));
  if (text.includes('/') && HOOK_HINT.test(text)) addTo(spans, secondGroups(text, HOOKS));
  if (text.includes('/')) addTo(spans, secondGroups(text, LINKS, (value) => /\d/.test(value) && looksSecret(value)));
  if (text.includes('://')) addTo(spans, secondGroups(text, DIRECT));
  if (text.includes('?')) addTo(spans, secondGroups(text, SHORT, (value) => /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d.*\d/.test(value) && !/%/.test(value)));
  if (text.includes('=') && /[?&#;]/.test(text)) addTo(spans, secondGroups(text, QUERY, isCode));
  if (/u\w{0,20}=/i.test(text)) addTo(spans, secondGroups(text, OF_USER, (value) => !isReference(value) && !PAGE.test(value)));
  return spans;
}

function isPassword(value: string): boolean {
  return !isReference(value) && !QUOTED_PORT.test(value);
}

function isReference(value: string): boolean {
  return isStandIn(value) || /^(?:pass|password|pwd|passwd|secret|token)$/i.test(value);
}

function isUser(value: string, scheme: string): boolean {
  return (looksSecret(value) && !/%40[\w-]+\./.test(value)) || (/^(?:trojan|ss|ssr|vless|vmess|hysteria2?|tuic):/i.test(scheme) && value.length > 5);
}

function isCode(value: string, head: string): boolean {
  if (isStandIn(value) || /^https?(?::|%3a)/i.test(value)) return false;
  return /[?&#;](?:[sht]|k|hash|state|code|key|api|auth|ticket)=$/i.test(head) ? /\d/.test(value) && /[a-z]/i.test(value) && !/[.:]/.test(value) : true;
}
