import { at, text, top } from './given';
import { Cause } from '../../src/diagnosis/model';
import { ContainerDefinition } from '../../src/facts/model';

const REFUSED = 'ResourceInitializationError: failed to validate logger args: Options http://0.0.0.0:8080/services/collector/event/1.0:'
  + ' dial tcp 0.0.0.0:8080: connect: connection refused : exit status 1';
const DAEMON = 'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: ';

function sent(driver: string, options: { readonly [name: string]: string }, reason: string, launchType = 'FARGATE',
  others: readonly ContainerDefinition[] = [{ name: 'vector', portMappings: [{ containerPort: 8080 }] }]): Cause {
  return top({
    container: { logConfiguration: { logDriver: driver, options } },
    others,
    task: { launchType, stopCode: 'TaskFailedToStart', stoppedReason: reason, startedAt: undefined, stoppedAt: at(40) },
  });
}

// https://github.com/vectordotdev/vector/issues/9103
test('Fargate: a driver that is sent to a container of its own task starts before it', () => {
  const cause = sent('splunk', { 'splunk-url': 'http://0.0.0.0:8080', 'splunk-token': 'x' }, REFUSED);
  expect(cause.container).toBe('web');
  expect(cause.headline).toContain('cannot reach http://0.0.0.0:8080');
  expect(text(cause)).toContain('before any container of the task runs');
  expect(cause.fix).toContain("'splunk-verify-connection': 'false'");
  expect(cause.fix).toContain('container "vector" earlier does not help');
  expect(cause.fix).not.toContain('before this task');
});

test('fluentd has an option of its own, and others have FireLens', () => {
  const fluentd = sent('fluentd', { 'fluentd-address': 'localhost:8080' }, `${DAEMON}dial tcp 127.0.0.1:8080: connect: connection refused`, 'EC2');
  expect(fluentd.fix).toContain('async: true');
  const gelf = sent('gelf', { 'gelf-address': 'tcp://127.0.0.1:8080' }, `${DAEMON}gelf: cannot connect to GELF endpoint: 127.0.0.1:8080 dial tcp 127.0.0.1:8080: connect: connection refused`, 'EC2');
  expect(gelf.fix).toContain('FireLens');
});

test('on instances, a loopback address without a port of this task is a collector of the host', () => {
  const cause = sent('fluentd', { 'fluentd-address': 'localhost:24224' }, `${DAEMON}dial tcp 127.0.0.1:24224: connect: connection refused`, 'EC2', []);
  expect(cause.fix).toContain('start the collector at that address');
  expect(text(cause)).not.toContain('a container of the same task cannot answer');
});

test.each([
  ['https://github.com/moby/moby/issues/37048', 'journald is not enabled on this host', 'journald'],
  ['https://github.com/SumoLogic/sumologic-docker-logging-driver/issues/14', "logger: no log driver named 'sumologic' is registered", 'sumologic'],
  ['moby/moby, daemon/logger/plugin.go', 'error looking up logging plugin loki: plugin "loki" not found', 'loki'],
])('a driver that the host lacks is no wrong option: %s', (_source, words, driver) => {
  const cause = top({
    container: { logConfiguration: { logDriver: driver } },
    previous: { containerDefinitions: [{ name: 'web', logConfiguration: { logDriver: 'awslogs' } }] },
    task: {
      launchType: 'EC2', stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, stoppedAt: at(40),
      containers: [{ name: 'web', reason: DAEMON + words }],
    },
  });
  expect(cause.id).toBe('log-driver-config');
  expect(cause.certainty).toBe('certain');
  expect(cause.headline).toContain(`log driver ${driver} is not available on the container instance`);
  expect(cause.fix).toContain('use awslogs, as before');
  expect(cause.fix).toContain('ECS_AVAILABLE_LOGGING_DRIVERS');
  expect(cause.fix).not.toContain('every required option');
});

describe('Secrets Manager finds the secret and no value in it', () => {
  const secret = (words: string) => top({
    task: {
      stopCode: 'TaskFailedToStart', startedAt: undefined, stoppedAt: at(40), stoppedReason: 'ResourceInitializationError: unable to pull secrets'
        + ' or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to'
        + ` fetch secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/hook-Qm7RtZ from secrets manager: ResourceNotFoundException: ${words}`,
    },
  });

  test('a secret without a value is not created again', () => {
    const { id, headline, fix } = secret("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
    expect(id).toBe('secret-not-found');
    expect(headline).toContain('has no value yet');
    expect(fix).toContain('put-secret-value --secret-id shop/hook');
    expect(fix).not.toContain('create the secret');
  });

  test.each([
    ['staging label: AWSPREVIOUS', 'staging label AWSPREVIOUS'],
    ['VersionId: 99542ad5-90bb-466a-b94b-d68e0c48f712', 'id 99542ad5-90bb-466a-b94b-d68e0c48f712'],
  ])('%s: the reference names a version that is not there', (words, named) => {
    const { headline, fix } = secret(`Secrets Manager can't find the specified secret value for ${words}`);
    expect(headline).toContain(`has no version with ${named}`);
    expect(fix).toContain('leave version-stage and version-id');
  });

  test('a secret that is not there is created', () => {
    const { headline, fix } = secret("Secrets Manager can't find the specified secret.");
    expect(headline).toContain('does not exist');
    expect(fix).toContain('create the secret');
  });
});
