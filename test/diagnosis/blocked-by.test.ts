import { checked, Given, text, top } from './given';
import { TaskDefinition } from '../../src/facts/model';

/** What a program says about a setting, a right, a socket, a processor or a wait; names and values are made up. */

const env = (all: { readonly [name: string]: string }) => Object.entries(all).map(([name, value]) => ({ name, value }));
const ended = (log: readonly string[], given: Given = {}, exitCode = 1) => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});
const unanswered = (log: readonly string[], given: Given = {}) => checked('Request timed out', { Protocol: 'HTTP' }, { ...given, log });
const before = (container: object): TaskDefinition => (
  { networkMode: 'awsvpc', containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], ...container }] });

describe('a setting that could not be resolved', () => {
  test.each([
    ['HOCON', 'ConfigException$UnresolvedSubstitution: app.conf: 12: Could not resolve substitution to a value: ${SHOP_DB_URL}', 'SHOP_DB_URL'],
    ['Spring', 'IllegalArgumentException: Could not resolve placeholder \'shop.db.url\' in value "${shop.db.url}"', 'SHOP_DB_URL'],
    ['a pipeline', 'ERROR unresolved variable: ${SHOP_DB_NAME} in pipeline.yml', 'SHOP_DB_NAME'],
  ])('%s', (_what, line, name) => {
    const cause = ended([line], { container: { environment: env({ SHOP_DB_USER: 'shop' }) } });
    expect(cause.id).toBe('app-config-missing');
    expect(cause.fix).toContain(`set ${name} under environment`);
    expect(text(cause)).toContain(`the task definition has SHOP_DB_USER, and not ${name}`);
  });

  test('not a name of DNS', () => {
    expect(ended(['Error: could not resolve host: db.shop.internal']).id).toBe('app-dependency-unreachable');
  });
});

describe('two settings of which one is allowed', () => {
  test.each([
    'both DB_PASSWORD and DB_PASSWORD_FILE are set (but are exclusive)', 'Error: DB_PASSWORD and DB_PASSWORD_FILE are mutually exclusive',
    'panic: conflicting settings: DB_PASSWORD, DB_PASSWORD_FILE', 'Error: only one of DB_PASSWORD or DB_PASSWORD_FILE must be set',
  ])('%s', (line) => {
    const cause = ended([line], { container: { environment: env({ DB_PASSWORD: 'a', DB_PASSWORD_FILE: '/b' }) } });
    expect(cause.id).toBe('app-config-invalid');
    expect(cause.fix).toContain('leave one of the settings (addContainer(\'web\', ...) sets DB_PASSWORD, DB_PASSWORD_FILE)');
    expect(ended([line], { container: { environment: env({ DB_PASSWORD: 'a' }) } }).fix).toContain('sets DB_PASSWORD)');
  });

  test('not two that are missing', () => {
    expect(ended(['Error: make sure that both DB_HOST and DB_NAME are set']).id).not.toBe('app-config-invalid');
  });
});

describe('a port that only root is allowed to open', () => {
  const given: Given = { container: { user: '1000', portMappings: [{ containerPort: 80 }], environment: env({ PORT: '80' }) }, previous: before({}) };

  test.each([
    ['Deno', ['error: Uncaught PermissionDenied: Permission denied (os error 13)', '    at listen (ext:deno_net/01_net.js:559:35)', '    at Object.serve (ext:deno_http/00_serve.ts:1:1)']],
    ['Rust', ['Error: Os { code: 13, kind: PermissionDenied, message: "Permission denied" }', '   0: std::net::TcpListener::bind']],
    ['Python', ['Traceback (most recent call last):', '  File "/app/main.py", line 9, in <module>', '    sock.bind(("", port))', 'PermissionError: [Errno 13] Permission denied']],
  ])('%s', (_what, log) => {
    const cause = ended(log, given);
    expect(cause.fix).toContain('let the application listen on a port above 1023');
    expect(text(cause)).toContain('8080');
    expect(ended(log).fix).not.toContain('above 1023');
  });

  test('not a file', () => {
    expect(ended(["Error: EACCES: permission denied, open '/data/x'", '    at Server.listen (/app/a.js:1:1)'], given).fix).toContain('/data/x');
  });
});

describe('an address of the container itself beside a line with a port alone', () => {
  test.each([
    ['pino', '{"level":30,"time":1,"msg":"Server listening at http://127.0.0.1:8080"}'],
    ['a field', '{"level":"info","msg":"listening","address":"127.0.0.1:8080"}'],
    ['IPv6', 'listening on http://[::1]:8080'],
  ])('%s', (_what, line) => {
    const { id, fix } = unanswered([line, 'application started on port 8080'], { container: { image: 'shop:2' }, previous: before({ image: 'shop:1' }) });
    expect(id).toBe('app-bind-localhost');
    expect(fix).toContain('0.0.0.0');
    expect(fix).toContain('or go back to image tag 1');
  });

  test('not beside another address, and not by wording', () => {
    expect(unanswered(['listening on http://127.0.0.1:8080', 'listening on http://0.0.0.0:8080']).id).not.toBe('app-bind-localhost');
    expect(unanswered(['Server running at http://localhost:8080', 'started on port 8080']).id).not.toBe('app-bind-localhost');
  });
});

test.each([
  ['code alone', ['model loaded', 'worker 1 ready'], 132], ['words', ['loading', 'Illegal instruction (core dumped)'], 132],
])('an instruction that the processor lacks: %s', (_what, log, code) => {
  const cause = ended(log, {}, code);
  expect(cause.fix).toContain('a build for older ones');
  expect(text(cause)).not.toContain('architecture');
});

test('another architecture fails at once', () => {
  expect(ended(['exec /app/server: exec format error'], {}, 255).id).toBe('image-platform-mismatch');
});

describe('a program that has not got as far as its port', () => {
  test.each([
    'halting init: missing license key', 'refusing to start until the schema is migrated', 'waiting for the lock shop-leader',
    'maintenance mode is on',
  ])('%s', (line) => {
    const { headline, fix } = unanswered(['booting', `INFO ${line}`]);
    expect(headline).toContain(line);
    expect(fix).toContain(line);
    expect(fix).not.toMatch(/allowFrom|0\.0\.0\.0|protocol/);
  });

  test.each(['waiting for connections', 'waiting for workers to stop', 'maintenance mode is off'])('not: %s', (line) => {
    expect(unanswered(['booting', line]).headline).not.toContain(line);
  });

  test('not one that listens', () => {
    expect(unanswered(['listening on http://0.0.0.0:8080', 'waiting for the lock shop-leader']).headline).not.toContain('lock');
  });
});

describe('the name of another container of the task', () => {
  const others = [{ name: 'api', portMappings: [{ containerPort: 9000 }] }];

  test.each([
    ['Varnish', ['Backend host "api" could not be resolved to an IP address:', '\tName or service not known']],
    ['HAProxy', ["[ALERT] (1) : config : [/etc/haproxy.cfg:12] : 'server app/s1' : could not resolve address 'api'."]],
    ['nginx', ['nginx: [emerg] host not found in upstream "api" in /etc/nginx/conf.d/default.conf:4']],
    ['Envoy', ['[critical][main] error initializing configuration: DNS resolution failed for api: Domain name not found']],
  ])('%s', (_what, log) => {
    expect(ended(log, { others }).fix).toContain('use 127.0.0.1:9000 in place of api');
    expect(ended(log).fix).not.toContain('open the port');
  });
});

describe('a right that the user of the database lacks', () => {
  test.each([
    ['PostgreSQL', 'psycopg2.errors.InsufficientPrivilege: permission denied to create extension "pg_trgm"', 'grant'],
    ['PostgreSQL, superuser', 'ERROR: must be superuser to alter this role', 'grant'],
    ['MySQL', 'Error: ER_SPECIFIC_ACCESS_DENIED_ERROR: Access denied; you need (at least one of) the SUPER privilege(s) for this operation', 'grant'],
    ['MySQL, 1419', 'ERROR 1419 (HY000): You do not have the SUPER privilege and binary logging is enabled (you *might* want to use the less safe log_bin_trust_function_creators variable)', 'log_bin_trust_function_creators=1'],
    ['MongoDB', 'MongoServerError: not authorized on admin to execute command { listDatabases: 1 }', 'grant'],
  ])('%s', (_what, line, words) => {
    const { id, fix } = ended([line, 'HINT: Must have CREATE on the current database.']);
    expect(id).toBe('app-dependency-auth');
    expect(fix).toContain('let an administrator of the database');
    expect(fix).toContain(words);
    expect(fix).toContain('Must have CREATE');
    expect(fix).not.toMatch(/password|URL/);
  });

  test('not a password', () => {
    expect(ended(['FATAL: password authentication failed for user "shop"', 'HINT: Must have CREATE privilege.']).fix).toContain('password');
  });
});
