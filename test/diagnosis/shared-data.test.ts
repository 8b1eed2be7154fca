import { exited, Given, text } from './given';

/** Locked data, programs of Windows in an image of Linux, certificates of .NET, and reasons that Node.js prints below an error. */

const on = (kept: object, desiredCount = 1): Given => ({
  definition: { volumes: [{ name: 'data', ...kept }] }, container: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] }, service: { desiredCount },
});
const EFS = { efsVolumeConfiguration: { fileSystemId: 'fs-0123' } };

describe('a lock that another task holds', () => {
  test.each([
    ['Prometheus', 'opening storage failed: lock DB directory: resource temporarily unavailable'],
    ['Elasticsearch', 'java.lang.IllegalStateException: failed to obtain node locks, tried [/data]; maybe these locations are not writable or multiple nodes were started on the same data path?'],
    ['LevelDB', 'Error: IO error: lock /data/db/LOCK: Resource temporarily unavailable'],
    ['Badger', 'panic: Cannot acquire directory lock on "/data".  Another process is using this Badger database.: resource temporarily unavailable'],
    ['Neo4j', 'Caused by: org.neo4j.kernel.internal.locker.FileLockException: Lock file has been locked by another process: /data/databases/store_lock.'],
    ['H2', 'org.h2.jdbc.JdbcSQLNonTransientConnectionException: Database may be already in use: "/data/db.mv.db".'],
    ['Nexus', "com.orientechnologies.common.concur.lock.OLockException: File '/nexus-data/db/config/dirty.fl' is locked by another process"],
    ['MongoDB', 'DBPathInUse: Unable to lock the lock file: /data/db/mongod.lock (Resource temporarily unavailable). Another mongod instance is already running'],
    ['Grafana', 'error="alert migration failure: database is locked"'],
    ['bbolt', 'level=fatal msg="unable to open boltdb: timeout"'],
    ['PostgreSQL', 'FATAL:  lock file "postmaster.pid" already exists'],
  ])('%s: %s', (_source, line) => {
    const cause = exited(line, on(EFS));
    expect(cause.id).toBe('app-crashed');
    expect(text(cause)).toContain('the old task uses volume data');
    expect(cause.fix).toContain('minHealthyPercent: 0 and maxHealthyPercent: 100');
    expect(exited(line, on(EFS, 3)).fix).toContain('desiredCount: 1');
  });

  test('SQLite on NFS', () => {
    const line = 'sqlalchemy.exc.OperationalError: (sqlite3.OperationalError) database is locked';
    expect(exited(line, on(EFS)).fix).toContain('SQLite is not safe on EFS');
    expect(exited(line, on({ host: { sourcePath: '/data' } })).fix).not.toContain('EFS');
  });

  test('a time-out of the protocol bolt:// is no lock', () => {
    expect(text(exited('neo4j: dial bolt://10.0.3.7:7687: i/o timeout', on(EFS)))).not.toContain('the old task uses volume');
  });

  test('a lock of migrations is another lock', () => {
    expect(exited('liquibase.exception.LockException: Could not acquire change log lock.').id).toBe('app-migration-failed');
  });
});

describe('programs of Windows', () => {
  test.each([
    "Framework: 'Microsoft.WindowsDesktop.App', version '8.0.0' (x64)",
    "The framework 'Microsoft.WindowsDesktop.App', version '6.0.0' (x64) was not found.",
  ])('%s', (line) => {
    const { id, headline, fix } = exited(line, {}, 150);
    expect(id).toBe('app-module-missing');
    expect(headline).toContain('Microsoft.WindowsDesktop.App');
    expect(fix).toContain('net8.0-windows');
    expect(fix).not.toContain('dotnet/runtime:');
  });
});

describe('certificates, in the words of .NET', () => {
  const said = (reason: string) => ` ---> System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure: ${reason}`;

  test.each([
    ['RemoteCertificateNameMismatch', 'host name that is in the certificate', 'ca-certificates'],
    ['UntrustedRoot', 'authority', 'host name that is in the certificate'],
    ['PartialChain', 'intermediate certificates', 'ca-certificates'],
    ['NotTimeValid', 'check the dates of the certificate of the server, and renew it', 'ca-certificates'],
  ])('%s', (reason, right, wrong) => {
    const { id, headline, fix } = exited(said(reason));
    expect(id).toBe('app-dependency-tls');
    expect(headline).toContain(reason);
    expect(fix).toContain(right);
    expect(fix).not.toContain(wrong);
  });

  test('a name and a chain', () => {
    const { fix } = exited(said('RemoteCertificateNameMismatch, RemoteCertificateChainErrors'));
    expect(fix).toMatch(/host name that is in the certificate.*certificate authority/);
  });
});

describe('what a request of Node.js failed at', () => {
  const frames = ['    at node:internal/deps/undici/undici:13392:13', '    at async pull (file:///app/server/index.js:67:20) {'];

  test.each([
    ['  cause: Error: getaddrinfo ENOTFOUND api.payments.internal', 'ENOTFOUND api.payments.internal'],
    // https://github.com/tale/headplane/issues/79
    ['  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: headscale.example.com:443, timeout: 10000ms)', 'headscale.example.com:443'],
    // https://github.com/ivanfioravanti/chatbot-ollama/issues/41
    ['  cause:  [Error: getaddrinfo ENOTFOUND host.docker.internal] {', 'ENOTFOUND host.docker.internal'],
  ])('%s', (cause, words) => {
    const log = ['TypeError: fetch failed', ...frames, cause, '    errno: -3008,', "    code: 'ENOTFOUND',", '  }', '}'].join('\n');
    const { id, headline } = exited(log);
    expect(id).toBe('app-dependency-unreachable');
    expect(headline).toContain(words);
    expect(headline).not.toMatch(/cause|errno|\{/);
  });

  test('with nothing but a code', () => {
    const log = ['TypeError: fetch failed', ...frames, '  [cause]: AggregateError', "    code: 'ECONNREFUSED',", '  }', '}'].join('\n');
    expect(exited(log).headline).toContain('ECONNREFUSED');
  });
});
