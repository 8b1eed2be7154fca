import { checked, exited, Given, text, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** Advice that the facts of the report contradict is worse than none. The sources are beside the texts. */

const image = (name: string, former?: string): Given => ({
  container: { image: name },
  ...(former && { previous: { containerDefinitions: [{ name: 'web', image: former }] } }),
});
const stopped = (stoppedReason: string, given: Given = {}): Cause => top({ ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason, startedAt: undefined } });
const refused = (reason: string, given: Given = {}): Cause => top({
  ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, containers: [{ name: 'web', reason }] },
});

describe('a pull whose reason follows the name of the error', () => {
  test.each([
    ['https://github.com/containers/buildah/issues/2551', 'CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}'],
    ['https://github.com/hashicorp/consul-ecs, with addresses in memory', 'CannotPullContainerError: failed to find a descriptor for platform 0xc0004d52c0 0xc0004d5320'],
    ['Docker', 'CannotPullContainerError: no matching manifest for linux/amd64 in the manifest list entries'],
  ])('a platform, %s', (_source, reason) => {
    const cause = refused(reason, image('public.ecr.aws/hashicorp/consul-ecs:0.3.0', 'public.ecr.aws/hashicorp/consul-ecs:0.2.0'));
    expect(cause.id).toBe('image-platform-mismatch');
    expect(cause.headline).toContain('image hashicorp/consul-ecs:0.3.0 is not built for LINUX/X86_64');
    expect(cause.fix).toContain('go back to image hashicorp/consul-ecs:0.2.0; or take a tag of public.ecr.aws/hashicorp/consul-ecs:0.3.0');
  });

  test.each([
    'CannotPullContainerError: error pulling image configuration: image config verification failed for digest sha256:032ed5e3',
    'CannotPullContainerError: filesystem layer verification failed for digest sha256:032ed5e3',
    'CannotPullContainerError: failed to copy: content digest mismatch',
  ])('a digest: %s', (reason) => {
    const cause = refused(reason, image('amazon/aws-cli:latest'));
    expect(cause.id).toBe('image-corrupt-or-unsupported');
    expect(cause.headline).toContain('image amazon/aws-cli:latest is damaged');
    expect(cause.fix).toBe('pin another build of amazon/aws-cli:latest');
  });

  test('an image of ECR is built anew', () => {
    const own = image('123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:7');
    expect(refused('CannotPullContainerError: image config verification failed for digest sha256:0', own).fix).toContain('rebuild and push');
    expect(refused('CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}', own).fix).not.toContain('take a tag');
  });

  test('words of a kind that is not known are quoted', () => {
    expect(refused('CannotPullContainerError: failed to do what nobody has seen before').headline).not.toContain('gives no reason');
    expect(refused('CannotPullContainerError: Error response from daemon: failed to do what nobody has seen').headline)
      .toContain('failed to do what nobody has seen');
    expect(refused('CannotPullContainerError').headline).toContain('gives no reason');
  });
});

test('a secret that is marked for deletion is there', () => {
  const asked = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call'
    + ' has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/token-h3Kq9T from secrets manager: ';
  const cause = stopped(`${asked}InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.`);
  expect(cause.id).toBe('secret-not-found');
  expect(cause.headline).toContain('is marked for deletion');
  expect(cause.fix).toContain('restore-secret');
  expect(cause.fix).not.toContain('create');
  expect(stopped(`${asked}ResourceNotFoundException: Secrets Manager can't find the specified secret.`).fix).toContain('create the secret');
});

describe('an exception that nothing caught, in the words of .NET', () => {
  const ended = (log: readonly string[], exitCode: number, given: Given = {}) => top({
    ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }] },
  });
  const ADDRESS = [
    'Unhandled exception. System.FormatException: An invalid IP address was specified.',
    ' ---> System.Net.Sockets.SocketException (22): Invalid argument', '   --- End of inner exception stack trace ---',
    '   at System.Net.IPAddressParser.Parse(ReadOnlySpan`1 ipSpan, Boolean tryParse)',
  ];
  const BROKER = [
    'Unhandled exception. RabbitMQ.Client.Exceptions.BrokerUnreachableException: None of the specified endpoints were reachable',
    ' ---> System.Net.Sockets.SocketException (111): Connection refused',
  ];

  test.each([134, 139])('decides, not exit code %d', (code) => {
    const setting = ended(ADDRESS, code);
    expect(setting.id).toBe('app-config-invalid');
    expect(setting.headline).toContain('An invalid IP address was specified');
    expect(ended(BROKER, code).id).toBe('app-dependency-unreachable');
    expect(ended(['Unhandled exception. System.InvalidOperationException: Sequence contains no elements'], code).id).toBe('app-crashed');
    expect(ended(['Unhandled Exception: System.InvalidOperationException: Sequence contains no elements'], code).id).toBe('app-crashed');
  });

  test('a crash in native code remains one', () => {
    expect(ended(['Segmentation fault (core dumped)'], 139).id).toBe('app-segfault');
    expect(ended(['Cannot reach the cache, connection refused', 'starting'], 139).id).toBe('app-segfault');
  });

  test('a server of the task that was only started', () => {
    const given = (condition: string): Given => ({
      container: { dependsOn: [{ containerName: 'rabbitmq', condition }] }, others: [{ name: 'rabbitmq', portMappings: [{ containerPort: 5672 }] }],
    });
    const cause = ended(BROKER, 139, given('START'));
    expect(cause.facts.join()).toContain('dependsOn waits for START');
    expect(cause.fix).toContain('ContainerDependencyCondition.HEALTHY');
    expect(ended(BROKER, 139, given('HEALTHY')).fix).not.toContain('ContainerDependencyCondition');
    expect(ended(['Unhandled exception. X.Y: Connection refused'], 139, given('START')).fix).not.toContain('ContainerDependencyCondition');
  });
});

describe('a migration that the database has and the image has not', () => {
  const CORRUPT = 'Error: The migration directory is corrupt, the following files are missing: 20240831195806_token.js';

  test.each([CORRUPT, "alembic.util.exc.CommandError: Can't locate revision identified by '3f2a'"])('%s', (line) => {
    expect(exited(line, image('planka:1.21.1', 'planka:1.22.0')).fix).toContain('deploy planka:1.22.0');
    expect(exited(line, image('planka:1.21.1')).fix).toContain('deploy an image that has this migration');
  });

  test('a script that tries again is no watcher of files', () => {
    const run = [CORRUPT, '    at Migrator.latest (/app/Migrator.js:69:7)', 'Node.js v18.20.4'];
    const cause = (log: readonly string[]) => checked('Health checks failed', {}, { log });
    const again = cause([...run, 'Tried 1 times. Waiting 5 seconds...', ...run, 'Tried 2 times. Waiting 5 seconds...']);
    expect(again.id).toBe('app-migration-failed');
    expect(text(again)).not.toContain('watcher');
    expect(text(cause(run))).toContain('start the program without a watcher of files');
  });
});

describe('a program that waits for the lock of the old task', () => {
  const WAITS = 'INFO | Database /data/kahadb/lock is locked by another server. This broker is now in slave mode waiting a lock to be acquired';
  const on = (log: readonly string[], mounted: boolean): Given => ({
    log,
    definition: { volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-0123' } }] },
    ...(mounted && { container: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }], portMappings: [{ containerPort: 8080 }] } }),
  });

  test.each([WAITS, 'waiting for lock on /data/index'])('one task at a time: %s', (line) => {
    const cause = checked('Health checks failed', {}, on(['starting', line], true));
    expect(cause.id).toBe('elb-health-check-connection');
    expect(cause.fix).toContain('minHealthyPercent: 0 and maxHealthyPercent: 100');
  });

  test('it went on, or has no volume', () => {
    expect(checked('Health checks failed', {}, on([WAITS, 'lock acquired', 'started'], true)).fix).not.toContain('minHealthyPercent');
    expect(checked('Health checks failed', {}, on([WAITS], false)).fix).not.toContain('minHealthyPercent');
  });
});

test('a log driver does not know the names of containers', () => {
  const reason = (host: string, why: string) => 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: gelf: cannot connect to'
    + ` GELF endpoint: ${host}:12201 dial udp: ${why}`;
  const given: Given = { container: { logConfiguration: { logDriver: 'gelf', options: { 'gelf-address': 'udp://graylog:12201' } } } };
  const cause = refused(reason('graylog', 'lookup graylog on 10.0.0.2:53: no such host'), given);
  expect(cause.id).toBe('log-driver-config');
  expect(cause.fix).toContain('the host, outside the task');
  expect(cause.fix).not.toContain('start the collector');
  expect(refused(reason('10.0.0.9', 'connect: connection refused'), given).fix).toContain('start the collector');
});

test('a relative host path', () => {
  const cause = refused('CannotCreateContainerError: API error (500): create ./conf: "./conf" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed');
  expect(cause.id).toBe('volume-failed');
  expect(cause.retry).toBe('never');
  expect(text(cause)).toContain('host.sourcePath ./conf is no absolute path');
});
