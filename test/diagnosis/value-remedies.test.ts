import { checked, exited, frameOf, Given, text, top } from './given';
import { diagnose } from '../../src/diagnosis/engine';
import { ContainerDefinition, TaskDefinition } from '../../src/facts/model';

/** Wordings of runtimes and drivers; names and values are made up. */

const env = (all: { readonly [name: string]: string }) => Object.entries(all).map(([name, value]) => ({ name, value }));
const web = (container: Partial<ContainerDefinition>): Given => ({ container });
const ended = (log: readonly string[], given: Given = {}, exitCode = 1) => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
});

describe('a value of another form than the program wants', () => {
  test.each<[string, string, { readonly [name: string]: string }, string]>([
    ['Go, strconv', 'panic: strconv.ParseUint: parsing "auto": invalid syntax', { NODE_ID: 'auto', STAGE: 'prod' }, 'set NODE_ID under environment'],
    ['Python, int()', "ValueError: invalid literal for int() with base 10: 'ten'", { WORKER_COUNT: 'ten' }, 'set WORKER_COUNT under'],
    ['Python, float()', "ValueError: could not convert string to float: '5s'", { REQUEST_TIMEOUT: '5s' }, 'set REQUEST_TIMEOUT under'],
    ['Rust', 'Error: ParseIntError { kind: InvalidDigit }', { SHARD_ID: 'a', HOST: 'x', PORT: '80' }, 'set SHARD_ID under'],
    ['.NET', "Unhandled exception. System.FormatException: The input string 'fast' was not in a correct format.", { POLL: 'fast' }, 'set POLL under'],
    ['Go, base64', 'panic: illegal base64 data at input byte 4', { SIGNING_KEY: 'not base64!', OTHER_KEY: 'YWJjZA==' }, 'set SIGNING_KEY under'],
    ['Go, net/url', 'panic: parse "shop.internal:8080": first path segment in URL cannot contain colon', { BACKEND: 'shop.internal:8080' }, 'set BACKEND under'],
    ['Node.js', 'TypeError: Invalid URL', { BACKEND_URL: 'shop.internal', SHOP_URL: 'https://a.example' }, 'set BACKEND_URL under'],
    ['Go, crypto/aes', 'panic: crypto/aes: invalid key size 5', { ENCRYPTION_KEY: 'short' }, 'set ENCRYPTION_KEY under'],
  ])('%s', (_what, line, variables, fix) => {
    const cause = ended([line], web({ environment: env(variables) }));
    expect(cause.fix).toContain(fix);
    expect(text(cause)).not.toContain('is not in the task definition');
  });

  test('the value itself is never shown, and a shell expression is called one', () => {
    const cause = ended(['panic: invalid number'], web({ environment: env({ BROKER_ID: '$(cat /etc/id-4711)' }) }));
    expect(text(cause)).toContain('the value of BROKER_ID is not a number: ECS passes a shell expression on as it is written');
    expect(text(cause)).not.toContain('4711');
  });

  test('an option of the command, and a secret by its name', () => {
    expect(ended(['panic: strconv.Atoi: parsing "many": invalid syntax'], web({ command: ['serve', '--workers', 'many'] })).fix)
      .toContain('set --workers in command of');
    const secrets = [{ name: 'COOKIE_KEY', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/a' }];
    expect(ended(['panic: illegal base64 data at input byte 4'], web({ secrets })).fix).toContain('put base64 into COOKIE_KEY, without quotes');
  });

  test('a value that a recording hides is called neither right nor wrong', () => {
    const cause = ended(['panic: strconv.Atoi: parsing "red": invalid syntax'], web({ environment: env({ NODE_ID: '***', STAGE: '***' }) }));
    expect(text(cause)).not.toContain('is not a number');
    expect(cause.fix).toBe('put a number into NODE_ID, without quotes or a line break');
  });

  test('not: the value of the line is in no setting, or all have their form', () => {
    const other = { NODE_ID: 'blue' };
    expect(ended(['panic: strconv.Atoi: parsing "red": invalid syntax'], web({ environment: env(other) })).fix).not.toContain('NODE_ID');
    expect(ended(['TypeError: Invalid URL'], web({ environment: env({ SHOP_URL: 'https://a.example' }) })).fix).not.toContain('SHOP_URL');
  });
});

test('a shell expression in a value, if the line names nothing', () => {
  expect(ended(['panic: invalid broker'], web({ environment: env({ ZONE: '$(hostname)' }) })).fix).toContain('look at ZONE');
});

describe('an address that is not the own one (bind(2), EADDRNOTAVAIL)', () => {
  test.each<[string, string, Partial<ContainerDefinition>, string]>([
    ['Go', 'listen tcp 10.3.4.5:8080: bind: cannot assign requested address', { command: ['serve', '--listen=10.3.4.5:8080'] }, '--listen in command'],
    ['Python', 'OSError: [Errno 99] Cannot assign requested address', { environment: env({ BIND: '192.168.1.20' }) }, 'BIND under environment'],
    ['Node.js', 'Error: listen EADDRNOTAVAIL: address not available 10.9.9.9:3000', { environment: env({ HOST: '10.9.9.9' }) }, 'HOST under environment'],
  ])('%s', (_what, line, container, place) => {
    expect(ended([line], web(container)).fix).toContain(`let the program listen on 0.0.0.0: ${place}`);
  });

  test('not of a client', () => {
    expect(ended(['dial tcp [::1]:5432: connect: cannot assign requested address']).fix).not.toContain('listen on 0.0.0.0');
  });
});

test.each([
  ['Npgsql', "Unhandled exception. System.ArgumentException: Keyword not supported: 'sslmode'.", 'Server=db;SSL Mode=Required', 'take sslmode out of'],
  ['Microsoft.Data.SqlClient', 'Unhandled exception. SqlException (0x80131904): Cannot authenticate using Kerberos.', 'Server=db;Trusted_Connection=True', 'take Integrated Security'],
])('a word of a connection string: %s', (_what, line, value, fix) => {
  const cause = ended([line], web({ environment: env({ STAGE: 'prod', MAIN_DB: value }) }));
  expect(cause.fix).toContain(fix);
  expect(cause.fix).toContain('the connection string in MAIN_DB of');
});

test('a file on a volume that the line beside the error names', () => {
  const cause = ended(['loading', '/config/rules.yml has an error:', 'ERROR yaml: line 3: mapping values are not allowed in this context'], {
    container: { mountPoints: [{ sourceVolume: 'conf', containerPath: '/config/' }] }, definition: { volumes: [{ name: 'conf' }] },
  });
  expect(cause.fix).toContain('the files of volume conf');
});

describe('the line that decides', () => {
  const work = Array.from({ length: 40 }, (_, i) => `processed batch ${i}`);

  test('what is repeated to the end, not an early notice', () => {
    const fails = 'ERROR worker: upload failed: bucket is closed';
    expect(ended(['Error: REDIS_URL is empty', ...work, fails, fails, fails]).headline).toContain('bucket is closed');
    expect(ended(['Error: REDIS_URL is empty', 'ERROR start failed']).headline).toContain('REDIS_URL is empty');
  });

  test('the failed download, not the file that is missing then', () => {
    const { headline, fix } = ended(['wget: server returned error: HTTP/1.1 403 Forbidden', "mv: cannot stat '/tmp/app.jar'", 'Error: Unable to access jarfile /opt/app.jar']);
    expect(headline).toContain('403 Forbidden');
    expect(fix).toContain('correct the address of this download');
    expect(ended(['Error: Unable to access jarfile /opt/app.jar']).id).toBe('entrypoint-not-found');
  });

  test('the answer of the database, not the library that got it', () => {
    const log = ['Migrating 20240101-add-index', "Error: ER_BAD_FIELD_ERROR: Unknown column 'x' in 'field list'",
      '    at Packet.asError (/app/node_modules/mysql2/lib/packets/packet.js:738:17)'];
    const given: Given = { previous: { containerDefinitions: [{ name: 'web', image: 'shop:1' }] }, container: { image: 'shop:2' } };
    expect(ended(log, given).fix).toMatch(/^correct migration 20240101-add-index, which the database refuses.*; or go back to image tag 1/);
  });
});

test.each([
  'panic: cipher: message authentication failed', 'Error: error:1C800064:Provider routines::bad decrypt', 'javax.crypto.AEADBadTagException: Tag mismatch',
])('another key: %s', (line) => {
  const secrets = [{ name: 'STATE_KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/state-AbCdEf' }];
  const { id, fix } = exited(line, web({ secrets }));
  expect(id).toBe('app-config-invalid');
  expect(fix).toContain('which STATE_KEY gets, the key that belongs to the stored data');
  expect(exited('FATAL: password authentication failed for user "shop"').id).toBe('app-dependency-auth');
});

test('EPERM of a program whose capability was dropped, and EACCES of a file (capabilities(7))', () => {
  const container = { linuxParameters: { capabilities: { drop: ['ALL'] } } };
  expect(ended(['exec /usr/bin/ping: operation not permitted'], { container }, 126).fix).toContain('keep the capability');
  expect(ended(['exec /app/run.sh: permission denied'], { container }, 126).id).toBe('entrypoint-not-executable');
});

test.each([
  ['level=error msg=Could not open sealed store error=map[message:cipher: message authentication failed]', 'Could not open sealed store: cipher: message authentication failed'],
  ['level=error ts=2026-11-23T10:00:00Z msg=Failed to read the state file err=open state: input output fault', 'Failed to read the state file: open state: input output fault'],
  ['level=fatal msg="cannot load rules" error="parse rules: unexpected end of list"', 'cannot load rules: parse rules: unexpected end of list'],
])('the words of logfmt are whole: %s', (line, words) => {
  expect(exited(line).headline).toContain(`"${words}"`);
});

describe('the fix begins with what was changed', () => {
  const before = (container: Partial<ContainerDefinition>): { readonly previous: TaskDefinition } => (
    { previous: { networkMode: 'awsvpc', containerDefinitions: [{ name: 'web', essential: true, portMappings: [{ containerPort: 8080 }], ...container }] } });
  const revision = (arn: string, assignPublicIp: 'ENABLED' | 'DISABLED') => (
    { serviceRevisionArn: arn, networkConfiguration: { awsvpcConfiguration: { assignPublicIp, subnets: ['subnet-a'] } } });
  const network = (line: string) => ended([line], {
    ...before({}),
    frame: {
      serviceDeployment: { targetServiceRevision: { arn: 'new' }, sourceServiceRevisions: [{ arn: 'old' }] },
      serviceRevisions: [revision('new', 'DISABLED'), revision('old', 'ENABLED')],
    },
  });

  test('the network, if nothing answers', () => {
    expect(network('Error: connect ETIMEDOUT 10.1.2.3:5432').fix).toMatch(/^take back NetworkConfiguration of the service \(assignPublicIp ENABLED -> DISABLED\); or /);
    expect(network('Error: connect ECONNREFUSED 10.1.2.3:5432').fix).not.toContain('take back');
  });

  test('a secret, a variable, a user', () => {
    const secrets = (name: string) => ({ secrets: [{ name: 'DB_PASSWORD', valueFrom: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf` }] });
    expect(ended(['FATAL: password authentication failed for user "shop"'], { ...before(secrets('a')), container: secrets('b') }).fix)
      .toMatch(/^point DB_PASSWORD back to the secret before/);
    const format = (value: string) => ({ environment: env({ LOG_FORMAT: value }) });
    expect(ended(['panic: LOG_FORMAT: no encoder is registered'], { ...before(format('json')), container: format('jsn') }).fix)
      .toMatch(/^give LOG_FORMAT its former value again/);
    expect(ended(["Error: EACCES: permission denied, open '/data/x'"], { ...before({ user: '0' }), container: { user: '1000' } }).fix)
      .toMatch(/^set user back to 0; or /);
  });
});

test('a download that needs more disk than the task has', () => {
  const on = (launchType: string, definition = {}) => ended(["Error! App '90' state is 0x202 after update job."], { service: { launchType }, definition });
  expect(text(on('FARGATE'))).toContain('the task has 20 GiB for its images and files (the default of Fargate)');
  expect(text(on('FARGATE', { ephemeralStorage: { sizeInGiB: 30 } }))).toContain('the task has 30 GiB');
  expect(on('EC2').fix).not.toContain('ephemeralStorageGiB');
});

test('a check with TLS of a server that logs http://', () => {
  const { fix } = checked('Request timed out', { Protocol: 'HTTPS', HealthCheckProtocol: 'HTTPS' }, { log: ['Now listening on: http://0.0.0.0:8080'] });
  expect(fix).toMatch(/^check with the protocol of the application: .*Protocol\.HTTP \}\); traffic needs it, too/);
});

test('no answer is not surely a missing route', () => {
  const reason = 'CannotPullContainerError: Error response from daemon: Get "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 52.1.2.3:443: i/o timeout';
  const [cause] = diagnose(frameOf({ task: { stopCode: 'TaskFailedToStart', stoppedReason: reason, startedAt: undefined } })).causes;
  expect(cause.headline).not.toContain('no network route');
  expect(cause.fix).toContain('outbound rules of their security group, network ACLs');
});
