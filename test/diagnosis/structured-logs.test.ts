import { diagnose } from '../../src/diagnosis/engine';
import { plainLines } from '../../src/diagnosis/read/logline';
import { telling } from '../../src/diagnosis/read/telling';
import { Frame } from '../../src/facts/model';
import { renderFull } from '../../src/presentation/terminal';

const lines = (record: object) => plainLines(JSON.stringify(record)).map(({ text }) => text);
const ending = (messages: readonly string[], exitCode = 1): Frame => ({
  at: '2026-11-23T10:03:00Z',
  service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: '2026-11-23T10:00:00Z' }] },
  tasks: [{ taskArn: 'x/aaaaaaaa', startedBy: 'ecs-svc/1', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', containers: [{ name: 'app', exitCode }] }],
  logs: { app: { aaaaaaaa: messages.map((message) => ({ message })) } },
});
const headline = (messages: readonly string[], exitCode = 1) => renderFull(diagnose(ending(messages, exitCode))).split('\n')[0];

const JAVA = 'java.lang.IllegalStateException: outer\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: Connection refused\n\t... 4 more';
const NET = 'System.InvalidOperationException: outer\n ---> Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.1:5432\n   at X()\n   --- End of inner exception stack trace ---';
const REFUSED = 'Caused by: java.net.ConnectException: Connection refused';

describe('the whole error of a record is opened to lines', () => {
  test.each([
    ['Logback with LogstashEncoder', { message: 'Application run failed', logger_name: 'o.s.b.SpringApplication', level: 'ERROR', level_value: 40000, stack_trace: JAVA },
      ['ERROR Application run failed: java.lang.IllegalStateException: outer', '  at a.B.c(B.java:1)', REFUSED, '  ... 4 more']],
    ['Elastic Common Schema, dotted', { 'log.level': 'ERROR', 'message': 'boom', 'error.type': 'java.lang.X', 'error.message': 'outer', 'error.stack_trace': JAVA },
      ['ERROR boom: java.lang.IllegalStateException: outer', '  at a.B.c(B.java:1)', REFUSED, '  ... 4 more']],
    ['Elastic Common Schema, nested', { log: { level: 'error', logger: 'a' }, message: 'boom', error: { type: 'Error', message: 'it broke', stack_trace: 'Error: it broke\n    at f (a.js:1:2)' } },
      ['ERROR boom: Error: it broke', '    at f (a.js:1:2)']],
    ['GELF of Spring Boot', { version: '1.1', short_message: 'Application run failed', full_message: `Application run failed\n${JAVA}`, level: 3, _level_name: 'ERROR' },
      ['ERROR Application run failed', 'java.lang.IllegalStateException: outer', '  at a.B.c(B.java:1)', REFUSED, '  ... 4 more']],
    ['Log4j 2 JsonLayout', { level: 'ERROR', message: 'm', thrown: { name: 'java.lang.IllegalStateException', message: 'outer', extendedStackTrace: [{ class: 'q', method: 'r', line: 1 }], cause: { name: 'java.net.ConnectException', message: 'Connection refused' } } },
      ['ERROR m: java.lang.IllegalStateException: outer', REFUSED]],
    ['Logback JsonEncoder', { level: 'ERROR', message: 'm', throwable: { className: 'a.XException', message: 'outer', stepArray: [{ methodName: 'a' }], cause: { className: 'java.net.ConnectException', message: 'Connection refused' } } },
      ['ERROR m: a.XException: outer', REFUSED]],
    ['Quarkus', { level: 'ERROR', message: 'Failed to start application', exception: { refId: 1, exceptionType: 'a.XException', message: 'outer', frames: [{ class: 'a', method: 'b' }], causedBy: { exception: { refId: 2, exceptionType: 'java.net.ConnectException', message: 'Connection refused' } } } },
      ['ERROR Failed to start application: a.XException: outer', REFUSED]],
    ['Elasticsearch', { type: 'server', level: 'ERROR', message: 'uncaught exception in thread [main]', stacktrace: ['a.StartupException: outer', 'at a.B.c(B.java:1)', REFUSED] },
      ['ERROR uncaught exception in thread [main]: a.StartupException: outer', 'at a.B.c(B.java:1)', REFUSED]],
    ['Serilog compact', { '@t': 'x', '@mt': 'Host on {Port} ended', 'Port': 80, '@l': 'Fatal', '@x': NET },
      ['FATAL Host on 80 ended: System.InvalidOperationException: outer', ' ---> Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.0.0.1:5432', '   at X()', '   --- End of inner exception stack trace ---']],
    ['.NET JSON console, flattened', { EventId: 11, LogLevel: 'Error', Category: 'H', Message: 'Hosting failed to start', Exception: 'System.X: outer ---> System.Net.Sockets.SocketException (98): Address already in use   at A.B()   at C.D()' },
      ['ERROR Hosting failed to start: System.X: outer', ' ---> System.Net.Sockets.SocketException (98): Address already in use', '   at A.B()', '   at C.D()']],
    ['pino', { level: 50, pid: 1, msg: 'boom', err: { type: 'Error', message: 'connect ECONNREFUSED', stack: 'Error: connect ECONNREFUSED\n    at f (a.js:1:2)\ncaused by: Error: inner' } },
      ['ERROR boom: Error: connect ECONNREFUSED', '    at f (a.js:1:2)', 'caused by: Error: inner']],
    ['Bunyan', { name: 'a', level: 60, err: { message: 'x is undefined', name: 'TypeError', stack: 'TypeError: x is undefined\n    at f (a.js:1:2)' }, msg: 'x is undefined', v: 0 },
      ['FATAL x is undefined', '    at f (a.js:1:2)']],
    ['winston', { level: 'error', message: 'boom', stack: 'Error: boom\n    at f (a.js:1:2)' }, ['ERROR boom', '    at f (a.js:1:2)']],
    ['structlog', { event: 'startup failed', level: 'error', exception: 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: bad port' },
      ['ERROR startup failed', 'Traceback (most recent call last):', '  File "a.py", line 1', 'ValueError: bad port']],
    ['structlog with dict_tracebacks', { event: 'failed', level: 'error', exception: [{ exc_type: 'ValueError', exc_value: 'bad port', frames: [{ lineno: 1 }] }, { exc_type: 'KeyError', exc_value: "'PORT'", is_cause: true }] },
      ['ERROR failed: ValueError: bad port', "Caused by: KeyError: 'PORT'"]],
    ['python-json-logger', { message: 'failed', levelname: 'ERROR', exc_info: 'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: \'PORT\'' },
      ['ERROR failed', 'Traceback (most recent call last):', '  File "a.py", line 1', "KeyError: 'PORT'"]],
    ['loguru', { text: '...', record: { level: { name: 'ERROR', no: 40 }, message: 'failed', exception: { type: 'ValueError', value: 'bad port', traceback: true } } }, ['ERROR failed: ValueError: bad port']],
    ['slog', { time: 'x', level: 'ERROR', msg: 'listen', err: 'bind: address already in use' }, ['ERROR listen: bind: address already in use']],
    ['zap', { level: 'fatal', ts: 1, caller: 'a.go:1', msg: 'cannot start', error: 'dial tcp: refused', stacktrace: 'main.main\n\t/app/main.go:12' }, ['FATAL cannot start: dial tcp: refused', 'main.main', '  /app/main.go:12']],
    ['Rust tracing', { timestamp: 'x', level: 'ERROR', fields: { message: 'cannot start', error: 'connection refused' }, target: 'app::db' }, ['ERROR cannot start: connection refused']],
    ['Monolog', { message: 'Uncaught', context: { exception: { class: 'PDOException', message: 'SQLSTATE[HY000] [2002] refused', code: 2002, file: '/a.php:1', previous: { class: 'SocketException', message: 'inner' } } }, level: 500, level_name: 'CRITICAL', channel: 'app' },
      ['CRITICAL Uncaught: PDOException: SQLSTATE[HY000] [2002] refused', 'Caused by: SocketException: inner']],
    ['semantic_logger', { level: 'error', message: 'boom', exception: { name: 'PG::ConnectionBad', message: 'could not connect', stack_trace: ['a.rb:1', 'b.rb:2'] } }, ['ERROR boom: could not connect', 'a.rb:1', 'b.rb:2']],
    ['MongoDB', { t: { $date: 'x' }, s: 'E', c: 'NETWORK', id: 1, ctx: 'main', msg: 'Failed to bind', attr: { error: 'Address already in use' } }, ['ERROR Failed to bind: Address already in use']],
    ['Docker around another logger', { log: '{"level":"error","msg":"inner"}\n', stream: 'stderr' }, ['ERROR inner']],
    ['a system error of Node', { level: 'error', err: { code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.1', port: 5432 } }, ['ERROR connect ECONNREFUSED 10.0.0.1:5432']],
  ] as readonly (readonly [string, object, readonly string[]])[])('%s', (_name, record, expected) => expect(lines(record)).toEqual(expected));

  test('a record over several lines, and one behind the tag of a supervisor', () => {
    expect(plainLines(JSON.stringify({ level: 'error', msg: 'boom' }, null, 2)).map(({ text }) => text)).toEqual(['ERROR boom']);
    expect(plainLines('api | {"level":"error","msg":"boom"}').map(({ text }) => text)).toEqual(['ERROR boom']);
  });

  test('the stack of a warning is no error', () => {
    const warning = JSON.stringify({ level: 'WARN', message: 'no cache yet', stack_trace: JAVA });
    expect(diagnose(ending([warning, 'GET / 200', 'done'], 137)).causes[0].id).toBe('app-killed');
    expect(headline([warning, 'FATAL: the licence of node 7 has expired'])).toContain('the licence of node 7 has expired');
    // the same, as a plain layout prints it
    expect(headline(['2026-11-23 10:00:00,123 WARN [main] a.B - no cache yet', ...JAVA.split('\n'), 'FATAL: the licence of node 7 has expired'])).toContain('licence');
  });
});

describe('the innermost cause with words wins', () => {
  test.each([
    ['Java', 'app-dependency-unreachable', 'Connection refused', JAVA.split('\n')],
    ['.NET', 'app-dependency-unreachable', 'Failed to connect to 10.0.0.1:5432', NET.split('\n').map((l) => l.replace('System.Inv', 'Unhandled exception. System.Inv'))],
    ['a class without words belongs to the error that it caused', 'app-dependency-unreachable', 'Timed out trying to create', [
      'a.b.InitException: Error initializing', '\tat a.B.c(B.java:1)', 'Caused by: a.b.StoreException: Timed out trying to create it', '\tat a.B.c(B.java:1)', 'Caused by: java.util.concurrent.TimeoutException', '\t... 7 more',
    ]],
    ['Python prints the cause first', 'app-config-missing', "KeyError: 'DATABASE_URL'", [
      'Traceback (most recent call last):', '  File "a.py", line 1, in f', "KeyError: 'DATABASE_URL'", '', 'The above exception was the direct cause of the following exception:', '',
      'Traceback (most recent call last):', '  File "a.py", line 2, in g', 'app.errors.StartError: the settings are broken',
    ]],
    ['anyhow of Rust numbers its causes', 'app-dependency-unreachable', 'Connection refused (os error 111)', ['Error: cannot start', '', 'Caused by:', '    0: error connecting to server', '    1: Connection refused (os error 111)']],
    ['Node', 'app-dependency-unreachable', 'ECONNREFUSED 10.0.0.1:5432', ['Error: cannot start', '    at f (a.js:1:2) {', '  [cause]: Error: connect ECONNREFUSED 10.0.0.1:5432', '      at g (b.js:1:2)', '}']],
  ] as readonly (readonly [string, string, string, readonly string[]])[])('%s', (_name, id, words, messages) => {
    expect(diagnose(ending(messages)).causes[0].id).toBe(id);
    expect(headline(messages)).toContain(words);
  });
});

describe('a line that announces errors is joined with them', () => {
  test.each([
    ['a colon', 'cannot unmarshal !!str', ['2026/11/23 14:00:35 application run finished with error: cannot load configuration: yaml: unmarshal errors:', '  line 1: cannot unmarshal !!str into map']],
    ['pydantic', 'validation error for Settings: database_url, Field required', ['pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings', 'database_url', '  Field required [type=missing, input_value={}, input_type=dict]']],
    ['a list', 'environment variables: FOO_URL, BAR_KEY', ['Error: Missing required environment variables:', '  - FOO_URL', '  - BAR_KEY', 'Exiting']],
    ['an object', "environment variables: FOO_URL: [ 'Required' ]", ['\u274c Invalid environment variables: {', "  FOO_URL: [ 'Required' ],", '}', 'npm ERR! code 1']],
  ] as readonly (readonly [string, string, readonly string[]])[])('%s', (_name, words, messages) => expect(headline(messages)).toContain(words));

  test('not with a record that follows by chance', () => {
    expect(headline(['ERROR cannot start:', '2026-11-23 10:00:00 INFO metrics flushed'])).not.toContain('metrics');
  });
});

test.each([
  ['[2026-11-23 14:02:40,118] ERROR Error starting the schema registry (io.confluent.kafka.schemaregistry.rest.SchemaRegistryRestApplication)', 'Error starting the schema registry'],
  ['ERROR [alembic.util.messaging] Can\'t locate revision identified by \'dea3b669039f\'', 'Can\'t locate revision identified by \'dea3b669039f\''],
  ['2026-11-23 14:01:54,599 ERROR metabase.core :: Metabase Initialization FAILED', 'Metabase Initialization FAILED'],
  ['2026-11-23T10:00:00.123Z ERROR 1 --- [           main] c.e.orders.OrdersApplication             : it broke badly', 'it broke badly'],
  ['14:00:40.771 [main] ERROR com.acme.App - it broke badly', 'it broke badly'],
  ['2026-11-23 14:00:35,123 ERROR [io.qua.run.Application] (main) Failed to start application', 'Failed to start application'],
  ['[2026-11-23 14:00:35 +0000] [1] [ERROR] it broke badly', 'it broke badly'],
  ['CRITICAL:app.db:it broke badly', 'it broke badly'],
  ['2026-11-23 14:00:35,123 - app.main - ERROR - it broke badly', 'it broke badly'],
  ['2026-11-23 14:00:35.123 | ERROR    | app.main:run:12 - it broke badly', 'it broke badly'],
  ['2026/11/23 14:00:35 main.go:12: it broke badly', 'it broke badly'],
  ['2026-11-23T14:00:35.123Z  ERROR  server/main.go:12  it broke badly', 'it broke badly'],
  ['E1123 14:00:35.123456       1 main.go:12] it broke badly', 'it broke badly'],
  ['F, [2026-11-23T14:00:35.123456 #1] FATAL -- : it broke badly', 'it broke badly'],
  ['[2026-11-23 14:00:35] production.ERROR: it broke badly', 'it broke badly'],
  ['2026/11/23 14:00:35 [emerg] 1#1: host not found in upstream "x"', 'host not found in upstream "x"'],
  ['2026-11-23 14:00:35.123 UTC [1] FATAL:  it broke badly', 'it broke badly'],
  ['2026-11-23T14:00:35.123456Z 0 [ERROR] [MY-010119] [Server] it broke badly', 'it broke badly'],
  ['[Nest] 1  - 11/23/2026, 2:00:35 PM   ERROR [ExceptionHandler] it broke badly', 'it broke badly'],
  ['[14:00:35 ERR] it broke badly', 'it broke badly'],
  ['2026-11-23T14:00:35.123456Z ERROR app::db: it broke badly', 'it broke badly'],
  ['23-Nov-2026 14:00:35.123 SEVERE [main] org.apache.catalina.startup.Catalina.start It broke badly', 'It broke badly'],
  ['time="2026-11-23T10:00:00Z" level=fatal msg="cannot start" error="dial tcp 10.0.0.1:5432: refused"', 'cannot start: dial tcp 10.0.0.1:5432: refused'],
  ['Caused by: org.postgresql.util.PSQLException: The connection attempt failed.', 'PSQLException: The connection attempt failed.'],
  // what looks like a tag and is none
  ['[Errno 13] Permission denied: \'/data\'', '[Errno 13] Permission denied: \'/data\''],
  ['Error connecting to the database', 'Error connecting to the database'],
  ['db.example.com: no such host', 'db.example.com: no such host'],
  ['ERROR java.net.ConnectException: Connection refused', 'ConnectException: Connection refused'],
])('%s is lifted as its words', (line, words) => expect(telling(line)).toBe(words));
