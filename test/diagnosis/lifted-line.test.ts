import { diagnose } from '../../src/diagnosis/engine';
import { at, crashed, frame, id } from '../decision/frames';

function top(exitCode: number, lines: readonly string[]) {
  const task = crashed(1, 20);
  return diagnose(frame(60, {
    tasks: [{ ...task, containers: [{ ...task.containers?.[0], exitCode }] }],
    logs: { web: { [id(1)]: lines.map((message, i) => ({ timestamp: Date.parse(at(15)) + i, message })) } },
  })).causes[0];
}

describe('of several error lines the one that names the failure is lifted', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['a task runner around it', 'app-config-missing', 'REDIS_HOST must be set', [
      'api:start: Error: REDIS_HOST must be set', 'api:start: ERROR: command finished with error: command (/app) npm run start exited (1)',
      'api#start: command (/app) npm run start exited (1)',
    ]],
    ['Nest.js', 'app-dependency-unreachable', 'connect ETIMEDOUT 10.0.1.2:5432', [
      'Error: connect ETIMEDOUT 10.0.1.2:5432', '[Nest] 1  - 11/23/2026, 10:00:00 AM   ERROR [ExceptionHandler] Cannot start application',
    ]],
    ['closing words at a higher level', 'app-crashed', 'invalid literal for int() with base 10: \'abc\'', [
      '2026-11-23 10:00:00 ERROR Exception: invalid literal for int() with base 10: "abc"', '2026-11-23 10:00:01 CRITICAL Unable to start application',
      '2026-11-23 10:00:01 CRITICAL Something went wrong',
    ]],
    ['words that fit any error', 'app-crashed', 'could not load plugin \'auth\': file /plugins/auth.so not found', [
      'ERROR could not load plugin "auth": file /plugins/auth.so not found', 'ERROR Initialization error', 'ERROR An unexpected error occurred', 'ERROR Process failed',
    ]],
    ['a script that checks its settings', 'app-config-missing', 'S3_BUCKET is not set', [
      'ERROR: S3_BUCKET is not set', 'ERROR: configuration is not valid', 'ERROR: container will exit',
    ]],
    ['a server that Dagster starts', 'app-dependency-unreachable', 'Could not reach user code server', [
      'dagster._core.errors.DagsterUserCodeUnreachableError: Could not reach user code server.',
      'Exception: gRPC server exited with return code 1 while starting up with the command: "x"',
    ]],
    ['a level that is a word', 'app-crashed', 'error returned from database: relation \'users\' does not exist', [
      'Error: error returned from database: relation "users" does not exist',
    ]],
    ['logrus', 'app-crashed', 'no such column: owner', [
      'INFO[0000] starting', 'FATA[0001]main.go:90 setup no such column: owner', 'panic: (*logrus.Entry) 0xc0014ce380', 'goroutine 1 [running]:',
    ]],
    ['a hint "for info"', 'app-crashed', 'Missing parameter name at index 1', [
      'FATAL Uncaught exception: TypeError: Missing parameter name at index 1: *; visit https://git.new/pathToRegexpError for info',
    ]],
    ['an engine in a process of its own', 'app-crashed', 'head size 80 is not supported', [
      'ValueError: head size 80 is not supported', 'Traceback (most recent call last):', 'RuntimeError: Engine process failed to start',
    ]],
    ['the same in a newer version', 'app-crashed', 'head size 80 is not supported', [
      'ValueError: head size 80 is not supported', 'RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}',
    ]],
    ['services in services', 'app-crashed', 'only one default is possible', [
      'Error: \u2717 invalid service state: Failed, expected: Terminated, failure: not healthy, 1 failed: [starting module x: invalid service state: Failed, expected: Running, failure: only one default is possible]',
    ]],
    ['a driver of Elixir', 'app-dependency-unreachable', 'tcp connect (db.internal:5432): connection refused', [
      '09:20:58.400 [error] Postgrex.Protocol (#PID<0.2660.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (db.internal:5432): connection refused - :econnrefused',
    ]],
    ['one that names nothing, if there is no other', 'app-crashed', 'Something went wrong', ['INFO starting', 'CRITICAL Something went wrong']],
  ])('%s', (_, cause, words, lines) => {
    const found = top(1, lines);
    expect(found.id).toBe(cause);
    expect(found.headline).toContain(words);
  });

  test('.NET: the inner exception of an attempt that is repeated is no reason', () => {
    expect(top(0, [
      'ERROR Failed to send telemetry batch, retry 1 of 3: System.Net.Http.HttpRequestException: Connection refused (localhost:4318)',
      ' ---> System.Net.Sockets.SocketException (111): Connection refused', '   at System.Net.Sockets.Socket.Connect()',
      "FATAL Application terminated unexpectedly: OptionsValidationException: DataAnnotation validation failed for 'IngestOptions' members: 'QueueUrl'",
    ])).toMatchObject({ id: 'app-config-invalid', headline: expect.stringContaining('QueueUrl') });
  });
});

describe('the name of the setting is lifted, whatever lines it is in', () => {
  test.each<[string, string, readonly string[]]>([
    ['pydantic behind a level and a logger', 'LEDGER_DSN, Field required', [
      'ERROR config: 1 validation error for Settings', 'ERROR config: LEDGER_DSN', 'ERROR config:   Field required [type=missing, input_value={}, input_type=dict]',
      'INFO pool: closing worker 1',
    ]],
    ['two fields, with times', 'queue_url, field required', [
      '2026-11-23 10:00:00 ERROR pydantic: 2 validation errors for AppSettings', '2026-11-23 10:00:00 ERROR pydantic: queue_url',
      '2026-11-23 10:00:00 ERROR pydantic:   field required (type=value_error.missing)', '2026-11-23 10:00:00 ERROR pydantic: region',
      '2026-11-23 10:00:00 ERROR pydantic:   field required (type=value_error.missing)',
    ]],
    ['a list', 'The following settings are required: PAYMENT_HOST, PAYMENT_KEY', [
      'ERROR The following settings are required', 'ERROR  - PAYMENT_HOST', 'ERROR  - PAYMENT_KEY', 'ERROR exiting',
    ]],
    ['key and reason', 'key: billing.dsn, reason: required value is missing', [
      '[error] Config error:', '[error]   key: billing.dsn', '[error]   reason: required value is missing',
    ]],
    ['Zod', 'NEXTAUTH_URL, Required', [
      'ZodError: [', '  {', '    "code": "invalid_type",', '    "expected": "string",', '    "received": "undefined",', '    "path": [', '      "NEXTAUTH_URL"', '    ],',
      '    "message": "Required"', '  }', ']',
    ]],
    ['Rust', 'NotPresent(\'STRIPE_KEY\')', ["thread 'main' panicked at src/main.rs:10:5:", 'called `Result::unwrap()` on an `Err` value: EnvVar(NotPresent("STRIPE_KEY"))']],
  ])('%s', (_, words, lines) => {
    const found = top(1, lines);
    expect(found.id).toBe('app-config-missing');
    expect(found.headline).toContain(words);
  });
});

describe('limits of the operating system, whatever the exit code is', () => {
  const CHECKS = [
    'ERROR: [2] bootstrap checks failed', '[1]: max file descriptors [4096] for elasticsearch process is too low, increase to at least [65535]',
    '[2]: max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]', 'INFO  es[][o.e.n.Node] stopped', 'INFO  app[] SonarQube is stopped',
  ];
  test.each([0, 1, 78, 137, 143])('exit code %d', (code) => {
    const found = top(code, CHECKS);
    expect(found).toMatchObject({ id: 'os-limit-too-low', certainty: [1, 78].includes(code) ? 'certain' : 'probable' });
    expect(found.fix).toMatch(/vm\.max_map_count.*; and raise the limit of open files/);
  });

  test.each([
    ['[WARN ][o.e.b.BootstrapChecks] max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]'],
    ['WARNING: Maximum number of memory map areas per process (vm.max_map_count) 65530 is too low, recommended value: 1048575'],
    ['{"s":"W","c":"CONTROL","ctx":"initandlisten","msg":"Soft rlimits for open file descriptors too low"}'],
  ])('a warning does not end an application with exit code 0: %s', (line) => {
    expect(top(0, ['INFO starting', line, 'INFO done']).id).toBe('app-exited-zero');
  });
});

test('a record without words is no error', () => {
  const found = top(1, ['ERROR | org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter  | report  |', 'APPLICATION FAILED TO START']);
  expect(found.headline).not.toContain('LoggingFailureAnalysisReporter');
});
