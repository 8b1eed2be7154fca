import { checked, codes, exited, Given, text, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** What a program lacks at its start. The sources are beside the lines. */
const ended = (log: readonly string[], given: Given = {}, exitCode = 1): Cause => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});
const STOCK = /correct what (this log|the) line names/;

describe('tables that nobody has made', () => {
  test.each([
    ['https://github.com/lineofflight/frankfurter/issues/4', "adapters/postgres.rb:152:in `async_exec': PG::UndefinedTable: ERROR:  relation \"days\" does not exist (Sequel::DatabaseError)", 'table days'],
    ['https://github.com/diced/zipline/issues/101', 'PrismaClientKnownRequestError: The table `public.User` does not exist in the current database.', 'table public.User'],
    ['https://github.com/solidtime-io/self-hosting-examples/issues/11', 'PDOException: SQLSTATE[42P01]: Undefined table: 7 ERROR: relation "jobs" does not exist', 'table jobs'],
    ['https://github.com/CSCfi/rems/issues/2006', 'Caused by: org.postgresql.util.PSQLException: ERROR: relation "form_template" does not exist', 'table form_template'],
    ['SQLite', 'django.db.utils.OperationalError: no such table: auth_user', 'table auth_user'],
    ['MySQL', "Error: ER_NO_SUCH_TABLE: Table 'shop.orders' doesn't exist", 'table'],
  ])('%s', (_source, line, table) => {
    const cause = exited(line);
    expect(cause.fix).toContain('run the migrations of this version before the program starts');
    expect(text(cause)).toContain(`${table} is not in the database`);
    expect(cause.fix).not.toContain('compare database');
    expect(exited(line, { previous: { containerDefinitions: [{ name: 'web' }] } }).fix).toContain('compare database and schema');
  });

  // https://github.com/wger-project/docker/issues/63
  test('the words of a migration are about that migration', () => {
    expect(exited('alembic.runtime.migration: psycopg2.errors.UndefinedTable: relation "days" does not exist').fix).not.toContain('run the migrations of this version');
  });

  test('a table that was missed long before the end is not the reason', () => {
    const log = ['ERROR: relation "settings" does not exist', ...Array.from({ length: 8 }, (_, i) => `INFO step ${i}`), 'Error: connect ECONNREFUSED 10.0.0.9:5432'];
    expect(text(ended(log))).not.toContain('migrations of this version');
  });
});

describe('an image without certificate authorities', () => {
  test.each([
    ['https://github.com/rustic-rs/rustic/issues/1777', 'reqwest::Error { kind: Builder, source: General("No CA certificates were loaded from the system") }'],
    ['https://github.com/supabase/edge-runtime/issues/663', "thread 'main' panicked: no CA certificates found"],
    ['https://github.com/chainguard-images/images/issues/302', 'rustls: failed to load trusted certificates'],
    ['rustls-native-certs', 'Error: could not load platform certs: no such file'],
  ])('%s', (_source, line) => {
    const { fix } = exited(line, {}, 101);
    expect(fix).toContain('ca-certificates');
    expect(fix).toContain('SSL_CERT_FILE');
  });

  // Postgrex with OTP 26: https://github.com/elixir-ecto/postgrex/issues
  test('a check of the certificate without authorities', () => {
    const line = '[error] Postgrex.Protocol failed to connect: ** (DBConnection.ConnectionError) ssl connect: Options (or their values) can not be combined: [{verify,verify_peer}, {cacerts,undefined}]';
    const cause = checked(codes(503), {}, { log: ['Running WebEndpoint with cowboy at 0.0.0.0:8080 (http)', line, line, line] });
    expect(text(cause)).toContain('no authorities (CA)');
    expect(cause.fix).toContain('cacertfile');
  });
});

describe('a number is read from a variable that is not set', () => {
  test.each([
    ['https://github.com/wasmCloud/wasmcloud-otp/pull/459', '** (ArgumentError) :erlang.binary_to_integer(nil)'],
    ['Python', "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"],
    ['Ruby', "config/puma.rb:3:in `Integer': can't convert nil into Integer (TypeError)"],
    ['Go', 'panic: strconv.Atoi: parsing "": invalid syntax'],
    ['Java', 'java.lang.NumberFormatException: Cannot parse null string: null'],
    ['Node', 'RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received type number (NaN).'],
  ])('%s', (_source, line) => {
    const cause = exited(line, { container: { environment: [{ name: 'PORT', value: '' }] } });
    expect(text(cause)).toContain('a value that is not there, mostly an environment variable');
    expect(cause.fix).toContain('empty in the task definition: PORT');
    expect(cause.fix).not.toMatch(STOCK);
  });
});

describe('a command that this version does not have', () => {
  test.each([
    ['Airflow 3', ['webserver'], 'airflow command error: argument GROUP_OR_COMMAND: Command `airflow webserver` has been removed. Please use `airflow api-server`, see help above.', 'write "api-server" instead of webserver in command of addContainer(\'web\')'],
    ['cobra', ['serve-all'], 'Error: unknown command "serve-all" for "app"', 'replace serve-all in command'],
    ['argparse', ['runweb'], "app: error: argument command: invalid choice: 'runweb' (choose from 'web', 'worker')", 'replace runweb in command'],
    ['click', ['start'], "Error: No such command 'start'.", 'replace start in command'],
    ['Symfony', ['php', 'bin/console', 'queue:work'], 'Error: Command "queue:work" is not defined.', 'replace queue:work in command'],
  ])('%s', (_program, command, line, fix) => expect(exited(line, { container: { command } }, 2).fix).toContain(fix));

  test('a command of another program is no matter of the container', () => {
    expect(exited("ReplyError: ERR unknown command 'JSON.SET'", { container: { command: ['serve'] } }).fix).not.toContain('has no such command');
    const option = "serve.py: error: argument --mode: invalid choice: 'fast' (choose from 'slow')";
    expect(exited(option, { container: { command: ['serve.py', '--mode', 'fast'] } }, 2).fix).not.toContain('has no such command');
    expect(exited('Error: unknown command "migrate" for "tool"', { container: { command: ['serve'] } }).fix).not.toContain('has no such command');
  });
});

describe('the support for the database is not in the image', () => {
  test.each([
    ['https://github.com/flyway/flyway/issues/3909', 'Caused by: org.flywaydb.core.api.FlywayException: Unsupported Database: PostgreSQL 16.3', 'flyway-database-postgresql'],
    ['https://github.com/flyway/flyway/issues/3780', 'org.flywaydb.core.api.FlywayException: Unsupported Database: MariaDB 10.6', 'flyway-mysql'],
    ['Flyway, a URL', 'FlywayException: No database found to handle jdbc:postgresql://db:5432/app', 'flyway-database-postgresql'],
    ['SQLAlchemy', "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres", 'postgresql://'],
    ['SQLAlchemy, a package', "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:clickhouse", 'driver for clickhouse'],
  ])('%s', (_source, line, fix) => expect(exited(line).fix).toContain(fix));
});

describe('versions, schemas and packages that the program asks for', () => {
  test.each([
    ['https://github.com/sidekiq/sidekiq', 'You are connecting to Redis 6.0.14, Sidekiq requires Redis 6.2.0 or greater', 'upgrade the Redis server to 6.2.0 or newer'],
    ['Django', 'django.db.utils.NotSupportedError: PostgreSQL 12 or later is required (found 11.22).', 'upgrade the PostgreSQL server to 12 or newer'],
    ['Prisma', 'Error: P3005 The database schema is not empty. Read more about how to baseline an existing production database', 'baseline'],
    ['Flyway', 'FlywayException: Found non-empty schema(s) "public" but no schema history table. Use baseline() or set baselineOnMigrate to true', 'baseline'],
    ['FastAPI', 'RuntimeError: Form data requires "python-multipart" to be installed.', 'add python-multipart to the dependencies'],
    ['kombu', 'ImportError: The curl client requires the pycurl library.', 'add pycurl to the dependencies'],
  ])('%s', (_source, line, fix) => expect(exited(line).fix).toContain(fix));
});

describe('connected, and closed at the first request: TLS on one side only', () => {
  const broker = 'b-1.dev.u91w03.c17.kafka.us-east-1.amazonaws.com:9094';

  test.each([
    ['https://github.com/IBM/sarama/issues/3037', [`[Sarama] Connected to broker at ${broker} (unregistered)`, 'client/metadata got error from broker -1 while fetching metadata: unexpected EOF', 'ERROR kafka: client has run out of available brokers to talk to: unexpected EOF']],
    ['https://github.com/danielqsj/kafka_exporter/issues/449', [`Failed to read SASL handshake header : unexpected EOF, broker ${broker}`, 'F0716 Error Init Kafka Client: kafka: client has run out of available brokers to talk to: unexpected EOF']],
    ['librdkafka', [`%3|FAIL|rdkafka#producer-1| ${broker}: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration`, 'Error: Local: Broker transport failure']],
  ])('%s', (_source, log) => {
    const cause = ended(log, { container: { environment: [{ name: 'KAFKA_SECURITY_PROTOCOL', value: 'PLAINTEXT' }] } });
    expect(text(cause)).toContain('one side speaks TLS');
    expect(cause.fix).toContain('port 9094, TLS or plain (Amazon MSK: 9092 plain, 9094 TLS');
    expect(cause.fix).toContain('KAFKA_SECURITY_PROTOCOL');
  });

  test('an EOF without a connection is not that', () => {
    expect(text(ended(['Error: reading config.yaml: unexpected EOF']))).not.toContain('speaks TLS');
  });
});
