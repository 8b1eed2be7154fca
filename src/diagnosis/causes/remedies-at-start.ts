import { WRONG_KEY_ROW } from './key-remedies';
import { Known, orBack, Remedy, Row } from './remedy';
import { VALUE_ROWS } from './value-remedies';
import { NOT_FETCHED } from '../classify/log-cause';
import { alternatives, nameInFix, quotedInFix, wholeTokens } from '../text';

/*
 * What a program says that lacks something at its start: tables, certificates, a number, a command, a module. These words are ordinary in
 * a log that goes on, so only the line that has the error and the next ones are asked. `OF_COURSE` is asked of all
 * lines near it.
 */

/** A table that nobody has made. In words of a migration itself, the migration is at fault. */
function noTable([, ...named]: RegExpExecArray, { frame, text }: Known): Remedy | undefined {
  if (/\bmigrat(?!ions? (?:were|was|have) not)|alembic|flyway|liquibase/i.test(text)) return undefined;
  const table = named.find(Boolean)?.replace(/^[`'"]|[`'"]$/g, '');
  const what = table ? `table ${table}` : 'a table';
  const first = !frame.previousTaskDefinition;
  return {
    facts: [`${what} is not in the database: no migration made it there`],
    fix: 'run the migrations of this version before the program starts, in a task of their own'
      + (first ? '' : '; if they have run, compare database and schema of the connection'),
  };
}

const NO_AUTHORITIES = alternatives(
  String.raw`no (?:\w+ ){0,3}(?:CA|root) certificates? (?:were |was )?(?:found|loaded|available|installed)|no native root`,
  String.raw`(?:could not|failed to|unable to) load (?:the )?(?:platform|native|system|trusted|root|CA)(?: root| CA)? cert`,
  String.raw`error setting certificate (?:file|verify locations)|processed 0 valid and 0 invalid certs`,
);

/** Erlang checks the server from OTP 26 on, and has no authorities unless it is given some. */
const VERIFY_NOTHING = /verify_peer\b.{0,80}(?:cacert|undefined|$)|cacerts(?:file)?\W{1,4}undefined/i;

const NO_NUMBER = alternatives(
  String.raw`_to_(?:integer|float|existing_atom)\(nil|convert nil into|for (?:Integer|Float)\(\): (?:nil|"")|must be .{0,80}NoneType`,
  String.raw`base 10: ''|parsing "": inv|from empty string`,
  String.raw`NumberFormatException: (?:null\b|Cannot parse null|For input string: "(?:null)?")|BAD_PORT.{0,80}(?:NaN|undefined)`,
);

function noNumber(_match: RegExpExecArray, { definition, name }: Known): Remedy {
  const empty = (definition?.environment ?? []).flatMap(({ name: one, value }) => (value || !one ? [] : one)).slice(0, 3);
  const here = empty.length ? ` (empty in the task definition: ${empty.join(', ')})` : '';
  return {
    facts: ['the program reads a number from a value that is not there, mostly an environment variable'],
    fix: `set the variable that this line reads${here}: compare what the image reads with environment of addContainer('${name}')`,
  };
}

const COMMAND_GONE = alternatives(
  String.raw`\bcommand [\`'"]?([\w:.-]+(?: [\w:.-]+)?)[\`'"]? (?:has been|was|is) (?:removed|renamed|no longer)`,
  String.raw`(?<!ERR )\bunknown (?:sub-?)?command:? [\`'"]?([\w:.-]+)`,
  String.raw`(?<!argument -[\w/, -]{1,60}: )invalid choice: [\`'"]([\w:.-]+)`,
  String.raw`no such command:? [\`'"]?([\w:.-]+)|command "([\w:.-]+)" is not defined`,
);

/** The word is in the command of the task definition, or the image sets the command. */
function commandGone([, ...named]: RegExpExecArray, known: Known): string | undefined {
  const { definition, name, line } = known;
  const [program, gone = program] = named.find(Boolean)?.split(' ') ?? [];
  const given = [...definition?.entryPoint ?? [], ...definition?.command ?? []].join(' ');
  if (!gone || (given && !given.includes(gone))) return undefined;
  const advised = /\b(?:please )?use:? [`'"]([\w:. -]{1,80})[`'"]/i.exec(line)?.[1];
  // the entry point of the image puts the program first
  const instead = given.includes(`${program} `) ? advised : advised?.replace(`${program} `, '');
  const where = given ? `command of addContainer('${name}') (now ${wholeTokens(given, 80)})` : 'CMD of the image';
  const write = instead ? `write ${quotedInFix(instead)} instead of ${gone}` : `replace ${gone}`;
  return `${write} in ${where}: this version has no such command${orBack(known)}`;
}

/** Since Flyway 10, each database is a module of its own (flyway/flyway#3780). */
const FLYWAY: readonly (readonly [RegExp, string])[] = [[/postgres/i, 'flyway-database-postgresql'], [/mysql|mariadb/i, 'flyway-mysql']];

function noSupport([, database = '', dialect]: RegExpExecArray, known: Known): Remedy {
  if (dialect === 'postgres') {
    return { fix: 'begin the URL of the database with postgresql:// (since SQLAlchemy 1.4)' };
  }
  const module = /flyway/i.test(known.text) ? FLYWAY.find(([name]) => name.test(database || (dialect ?? '')))?.[1] : undefined;
  const name = (database || dialect || '').replace(/ [\d.]+$/, '').trim();
  const driver = `the module or driver for ${name ? nameInFix(name) : 'this database'}`;
  return {
    facts: [`the server answers; the image has no support for ${name || 'it'}`],
    fix: `add ${module ?? driver} to the build, and build the image again${orBack(known)}`,
  };
}

/** A server that is too old for the program. */
const SERVERS = 'Redis|Valkey|PostgreSQL|Postgres|MySQL|MariaDB|MongoDB|Elasticsearch|OpenSearch|Kafka|RabbitMQ';

export const AT_START: readonly Row[] = [
  // comcent-io/comcent-ce#6, lineofflight/frankfurter#4, diced/zipline#101, solidtime-io/self-hosting-examples#11, CSCfi/rems#2006
  [alternatives(
    String.raw`\b(?:relation|table) ([\`'"]?[\w.$-]+[\`'"]?) (?:does not|doesn't) exist|no such table:? (\S+)`,
    String.raw`UndefinedTable(?!.{0,80}(?:relation|table) )|ER_NO_SUCH_TABLE|\bORA-00942|invalid object name '(\S+)'`,
  ), noTable],
  // rustic-rs/rustic#1777, supabase/edge-runtime#663, SuperioOne/nut_webgui#44, chainguard-images/images#302
  [NO_AUTHORITIES, (_match, known) => (
    `install the public authorities in the image (package ca-certificates), or name them in SSL_CERT_FILE${orBack(known)}`)],
  [VERIFY_NOTHING, () => ({
    facts: ['the driver has no authorities (CA) to check the certificate of the server against'],
    fix: 'give the driver the authorities of the server: cacertfile in its ssl options (Amazon RDS: global-bundle.pem)',
  })],
  // supabase/realtime#52, wasmCloud/wasmcloud-otp#459
  [NOT_FETCHED, ({ input }) => (/resolve|time|refused|connect|An error occurred/i.test(input) ? undefined
    : 'correct the address of this download or the access to it, or put the file into the image')],
  [NO_NUMBER, noNumber],
  ...VALUE_ROWS, WRONG_KEY_ROW,
  // apache/airflow, 3.0: `webserver`
  [COMMAND_GONE, commandGone],
  // langfuse: Prisma; Flyway
  [/schema is not empty|\bP3005\b|non-empty schema|without (?:a )?schema history/i, () => (
    'connect to an empty database or schema; or, if its tables are of this application, record their migrations as done (baseline)')],
  // flyway/flyway#3909, #3807, #3932
  [/unsupported database: ([\w ]+?(?: [\d.]+)?)\s*$|no database found to handle (?:jdbc:)?(\w+)/i, noSupport],
  [/can't load plugin: sqlalchemy\.dialects:()(\w+)/i, noSupport],
  [new RegExp(String.raw`\b(?:requires?|needs) (${SERVERS}) (?:version )?v?(\d[\d.]*)(?: or |\+)`
    + String.raw`|\b(${SERVERS}) (\d[\d.]*) or (?:later|newer|greater|higher) is required`, 'i'), ([, ...found], known) => {
    const [server, version] = found.filter(Boolean);
    return `upgrade the ${server} server to ${version} or newer first${orBack(known)}`;
  }],
  // fastapi/fastapi: python-multipart; celery/kombu: pycurl
  [alternatives(
    String.raw`requires? [\`'"]?([\w.@/-]{2,60})[\`'"]? to be installed|requires the ([\w.-]{2,60}) (?:library|package|module|gem)\b`,
  ), ([, ...named]) => (
    `add ${named.find(Boolean)} to the dependencies of production and build the image again`)],
];

/** The port is open, and the other side hangs up at the first request: one side speaks TLS, the other does not. */
function otherProtocol(_match: RegExpExecArray, { definition, text }: Known): Remedy | undefined {
  if (!/\bconnected to (?:broker|server|\S+:\d)|SASL handshake|ApiVersion|security\.protocol/i.test(text)) return undefined;
  const port = /(?<![\w.-])(?=[\w-]{1,63}\.)[\w.-]{1,253}:(\d{2,5})\b/.exec(text)?.[1];
  const isMsk = /\.kafka\.[\w-]+\.amazonaws\.com/i.test(text);
  const setting = [...definition?.environment ?? [], ...definition?.secrets ?? []]
    .map(({ name = '' }) => name).find((name) => /SECURITY_?PROTOCOL|SSL|TLS|SASL/i.test(name));
  const ports = isMsk ? ' (Amazon MSK: 9092 plain, 9094 TLS, 9096 SASL/SCRAM, 9098 IAM)' : '';
  return {
    facts: ['the connection is accepted and closed at the first request: the route is in order, and one side speaks TLS alone'],
    fix: `let the client speak what the server speaks on port ${port ?? 'of the connection'}, TLS or plain${ports}:`
      + ` ${setting ?? 'the TLS setting'} of the client, or another port`,
  };
}

/** Rows whose two halves can be in different lines: they are asked of all lines near the error. */
export const OF_COURSE: readonly Row[] = [
  // IBM/sarama#3037, Mongey/terraform-provider-kafka#282, danielqsj/kafka_exporter#449; librdkafka
  [alternatives(
    String.raw`\bunexpected EOF\b|talk to: EOF|incorrect security\.protocol|Bootstrap broker \S+ .{0,40}disconnected`,
  ), otherProtocol],
];
