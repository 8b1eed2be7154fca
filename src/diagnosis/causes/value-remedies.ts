import { Known, Remedy, Row } from './remedy';
import { PRIVILEGE, SET_TWICE } from '../classify/log-texts';
import { isShellExpression } from '../read';
import { alternatives, nameInFix, names, quotedInFix } from '../text';

/*
 * A value that the program cannot use, in words of runtimes and drivers that do not name the setting. Values are compared with their form
 * and never shown: any of them can be a secret.
 */

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly isOption?: boolean;
}

/** Variables, and options of the command with their values: `--workers 4`, `--workers=4`. */
function settingsOf({ definition }: Known): readonly Setting[] {
  const { environment = [], entryPoint = [], command = [] } = definition ?? {};
  const words = [...entryPoint, ...command].flatMap((text) => text.split(/\s+/));
  const options = words.flatMap((word, i): readonly Setting[] => {
    const [, name, value = words[i + 1] ?? ''] = /^(--?[\w.-]+)(?:=(.*))?$/.exec(word) ?? [];
    return name && !value.startsWith('-') ? [{ name, value, isOption: true }] : [];
  });
  return [...environment.map(({ name = '', value = '' }) => ({ name, value })), ...options];
}

function at({ name, isOption }: Setting, container: string | undefined): string {
  return `${nameInFix(name)} ${isOption ? 'in command' : 'under environment'} of addContainer('${container}', ...)`;
}

/** What the program wanted, the words for it, names of settings that have such values, and their form. */
type Form = readonly [what: string, said: RegExp, of: string, is: RegExp];

/** Forms that a secret can have. */
const OF_SECRETS = /base64|key/;

const FORMS: readonly Form[] = [
  // Go strconv, Python, Rust, .NET, Java, ECMAScript, Ruby
  ['a number', alternatives(
    String.raw`(?:Atoi|Parse(?:Int|Uint|Float)): parsing|invalid literal for int|string to float|Parse(?:Int|Float)Error`,
    String.raw`invalid digit found|input string .{0,100}correct format|NumberFormat|to a BigInt|for (?:Integer|Float)\(\)`,
    String.raw`\b(?:not|be|expected|invalid) an? (?:valid )?(?:number|integer|int)\b|invalid (?:number|integer)`,
  ), 'ID|PORT|COUNT|NUM|SIZE|LIMIT|MAX|MIN|TIMEOUT|TTL|INTERVAL|WORKERS?|THREADS|REPLICAS|CONCURRENCY|RETRIES|SECONDS|MS|INDEX',
  /^[+-]?\d[\d_.]*$/],
  ['a URL with its scheme', alternatives(
    String.raw`\binvalid UR[IL]\b|(?:missing|unsupported) protocol scheme|URL without a base|segment in URL`,
    String.raw`MalformedURL(?!.{0,30}host name)|URISyntax`,
  ), String.raw`\w*UR[IL]|ENDPOINT|ORIGIN|DSN|ADDR|ADDRESS|SERVER`, /^[a-z][\w+.-]*:\/\/[^\s/]/i],
  // System.Data.Common, Npgsql; System.Net, ipaddress, Go net
  ['a list of Key=Value; pairs (Server=...;Database=...)', /format of the initialization string/i,
    String.raw`\w*CONN\w*|DSN`, /^\s*[\w ]+=/],
  ['an IP address', /invalid IP ?address|not appear to be an IPv4|is not a valid IP/i,
    String.raw`\w*PROX(?:Y|IES)\w*|IP|ADDR(?:ESS)?|HOST|BIND|LISTEN|TRUSTED\w*`, /^[\d./]+$|^[\da-f]*:[\da-f:/]*$/i],
  // Connector/J, PostgreSQL JDBC
  ['a JDBC URL with / before the database (jdbc:mysql://HOST:3306/DATABASE)', /parse jdbc|must begin with (?:either )?jdbc:/i,
    String.raw`\w*UR[IL]`, /^jdbc:(?!(?:mysql|mariadb|postgresql):\/\/[^/]*(?:;|$))/],
  ['base64', /(?:illegal|invalid|bad|not).{0,20}base-?64|incorrect padding|binascii\.Error/i,
    String.raw`\w*KEY|SECRET|CERT|TOKEN|SALT|BASE64|B64|PASSWORD`, /^(?=(?:.{4})*$)[\w+/-]+={0,2}$/],
  // Go crypto/aes, Node.js, libsodium; 16, 24 or 32 bytes as text, in hexadecimal digits or in base64
  ['a key of the right length',
    /\binvalid (?:\w+ )?key ?(?:size|length|len\b)|INVALID_KEYLEN|\bkey must be (?:exactly )?\d+ (?:byte|bit|char)/i,
    String.raw`\w*KEY|\w*SECRET`, /^(?:.{16}|.{24}|.{32}|[\da-f]{48}|[\da-f]{64}|[\w+/-]{22}==|[\w+/-]{43}=)$/i],
];

const MOST = 3;

/** In place of a value that a recording hides. */
const HIDDEN = '***';

const ofForm = ([what, , of, is]: Form) => (_match: RegExpExecArray, known: Known): Remedy | undefined => {
  const { line, name: container, definition } = known;
  const fits = new RegExp(`(?:^|[_.-])(?:${of})(?:$|[_.-])`, 'i');
  const quoted = [...line.matchAll(/(["'])([^"']{1,100})\1/g)].map(([, , text]) => text);
  const isNamed = ({ name, value }: Setting) => names(line, name) || quoted.some((text) => text === value || names(text, value));
  // a value that the line has, and no setting, comes from elsewhere
  const [hidden, given] = [true, false].map((isHidden) => settingsOf(known).filter(({ value }) => value.includes(HIDDEN) === isHidden));
  const wrong = given.filter((one) => one.value && !is.test(one.value) && (quoted.length ? isNamed(one) : fits.test(one.name)))
    .slice(0, MOST);
  if (wrong.length) {
    const literal = wrong.some(({ value }) => isShellExpression.test(value)) ? ': ECS passes a shell expression on as it is written' : '';
    return {
      facts: [`the value of ${wrong.map(({ name }) => name).join(', ')} is not ${what}${literal}`],
      fix: `set ${wrong.map((one) => at(one, container)).join(' or ')} to ${what}`,
    };
  }
  const unseen = [...hidden, ...OF_SECRETS.test(what) ? definition?.secrets ?? [] : []].map((one) => one.name ?? '')
    .filter((name) => fits.test(name)).slice(0, MOST);
  return unseen.length ? { fix: `put ${what} into ${unseen.map(nameInFix).join(' or ')}, without quotes or a line break` } : undefined;
};

const ADDRESS = /\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}(?::[\da-f]{0,4}){2,7}/gi;
/** A client that connects gets it, too, if it has no port left or no IPv6 (bind(2), connect(2)). The stack shows the call. */
const OF_CLIENT = /\b(?:socket)?connect\b|\bdial\b/i;

function foreignAddress(_match: RegExpExecArray, known: Known): Remedy | undefined {
  if (OF_CLIENT.test(known.text)) return undefined;
  const addressesIn = (text: string) => (text.match(ADDRESS) ?? []).filter((one) => !/^(?:0\.0\.0\.0|127\..*)$/.test(one));
  const said = addressesIn(known.line);
  const setting = settingsOf(known).find(({ value }) => addressesIn(value).some((one) => !said.length || said.includes(one)));
  return {
    facts: [`${said[0] ?? 'the address'} is not that of the task, which ECS chooses`],
    fix: `let the program listen on 0.0.0.0: ${setting ? at(setting, known.name) : 'its option, variable or file for the address'}`,
  };
}

/** Words of a connection string that drivers have in several spellings. */
const WINDOWS_LOGIN = 'integrated[ _]?security|trusted[ _]?connection';
const CONNECTION = alternatives(
  `${WINDOWS_LOGIN}|authenticate using kerberos|\\bSSPI\\b`,
  String.raw`keyword not supported:? ['"]?([\w ]{2,40})|\b(?:invalid|unknown|unsupported) (sslmode)|(sslmode) value`,
  String.raw`invalid (?:connection option|URI query parameter):? ['"](\w{2,40})`,
);
const GETS_CONNECTION = /CONN|DSN|_URL/i;

function connectionWord([, ...said]: RegExpExecArray, { definition, name }: Known): string | undefined {
  const keyword = said.find(Boolean);
  const wanted = new RegExp(`\\b(?:${keyword ? [...keyword.replace(/[ _]/g, '')].join('[ _]?') : WINDOWS_LOGIN})(?= ?=)`, 'i');
  const { environment = [], secrets = [] } = definition ?? {};
  const unseen = [...environment.filter(({ value }) => value?.includes(HIDDEN)), ...secrets];
  const found = environment.find(({ value = '' }) => wanted.test(value)) ?? unseen.find(({ name: one = '' }) => GETS_CONNECTION.test(one));
  const place = found?.name;
  return place && `take ${keyword ?? 'Integrated Security (Trusted_Connection)'} out of the connection string in ${nameInFix(place)} of`
    + ` addContainer('${name}', ...), ${keyword ? 'or write it as this driver does' : 'and give it a user and a password'}`;
}

/** The task definition can have one of the two, and the image or a file the other. */
function setTwice(_match: RegExpExecArray, { line, name, definition }: Known): string {
  const { environment = [], secrets = [] } = definition ?? {};
  const given = [...environment, ...secrets].flatMap((one) => (one.name && names(line, one.name) ? [nameInFix(one.name)] : []));
  return `leave one of the settings (addContainer('${name}', ...) sets ${given.join(', ') || 'none of them'}), and take the other out,`
    + ' there or in the image, command or file that has it';
}

/** PostgreSQL says in a line of its own whose right it is. MySQL Reference Manual, "Stored Program Binary Logging". */
function privilege(_match: RegExpExecArray, { text }: Known): Remedy {
  const hint = /\bHINT: +(.{8,160})/.exec(text)?.[1];
  const set = /log_bin_trust\w+/.exec(text)?.[0];
  const act = set ? `set ${set}=1 (Amazon RDS: parameter group)` : 'do this once';
  return {
    facts: ['the login is in order: the user lacks a right'],
    fix: `let an administrator of the database ${act}, or grant the user the right for it`
      + `${hint ? ': ' : ''}${hint ? quotedInFix(hint) : ''}`,
  };
}

export const VALUE_ROWS: readonly Row[] = [
  [new RegExp(SET_TWICE, 'i'), setTwice],
  [new RegExp(PRIVILEGE, 'i'), privilege],
  [/cannot assign requested address|\bEADDRNOTAVAIL\b|\berrno 99\b|requested address is not valid in its context/i, foreignAddress],
  [CONNECTION, connectionWord],
  ...FORMS.map((form): Row => [form[1], ofForm(form)]),
];
