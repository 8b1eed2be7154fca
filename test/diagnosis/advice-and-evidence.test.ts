import { exited, Given, top } from './given';

/** Standard advice that what the recording shows contradicts. */

const ROLE = 'arn:aws:iam::123456789012:role/web-execution';
const REGISTRY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

describe('a pull that is refused', () => {
  const pull = (former: string, role = ROLE, launchType = 'EC2', running = true) => top({
    container: { image: `${REGISTRY}/shop/web:8` },
    definition: { executionRoleArn: ROLE },
    previous: { executionRoleArn: role, containerDefinitions: [{ name: 'web', image: former }] },
    service: { launchType },
    running: running ? [{ taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/bbbbbbbb', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING' }] : [],
    task: { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, launchType, containers: [{ name: 'web', reason:
      `CannotPullContainerError: Error response from daemon: pull access denied for ${REGISTRY}/shop/web, repository does not exist or may require 'docker login'` }] },
  }).fix;

  test('to a role that pulled from there before', () => {
    expect(pull(`${REGISTRY}/shop/web:7`)).toContain('renew the login of the ECS agent');
    expect(pull(`${REGISTRY}/shop/web:7`, ROLE, 'FARGATE')).toMatch(/^look for a permission that was withdrawn/);
  });

  test.each([
    ['another repository', pull(`${REGISTRY}/shop/old:7`)],
    ['another role', pull(`${REGISTRY}/shop/web:7`, `${ROLE}-old`)],
    ['no task that runs', pull(`${REGISTRY}/shop/web:7`, ROLE, 'EC2', false)],
  ])('to a role that did not: %s', (_what, fix) => expect(fix).toContain('grant the pull'));
});

test('a script of the image names a program by its path', () => {
  const line = '/app/releases/0.1.0/../../erts-12.2/bin/erl: exec: line 12: /app/erts-12.2/bin/erlexec: not found';
  expect(exited(line, { container: { command: ['bin/shop', 'start'] } }, 127).fix).toContain('its loader is not, as it was built for another libc');
  expect(exited('/bin/sh: line 1: /app/run: not found', { container: { command: ['/app/run'] } }, 127).fix).not.toContain('loader');
});

describe('a login by a token of IAM', () => {
  test.each([
    'psql: FATAL:  PAM authentication failed for user "backup"',
  ])('%s', (line) => {
    const { fix } = exited(line);
    expect(fix).toContain('rds-db:connect');
    expect(fix).not.toContain('password');
  });

  test('a password', () => expect(exited('psql: FATAL:  password authentication failed for user "backup"').fix).toContain('password'));
});

describe('a program that ends without a word', () => {
  const silent = (given: Given = {}) => top({
    ...given, log: [], task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
  }).fix;

  test('there is no log to read', () => {
    expect(silent()).toContain('it wrote nothing');
    expect(silent({ container: { image: 'shop/web:21' }, previous: { containerDefinitions: [{ name: 'web', image: 'shop/web:20' }] } })).toContain('go back to image tag 20');
  });

  test('the log was not read', () => expect(silent({ frame: { logs: {} } })).toContain('read the log'));
});

test('appcmd says what failed by its code', () => {
  const log = (code: number) => `APPCMD failed with error code ${code}`;
  expect(exited(log(4312)).fix).toContain('ServiceMonitor.exe w3svc POOL');
  expect(exited(log(4312)).fix).not.toContain('memory');
  expect(exited(log(259)).fix).toContain('memoryLimitMiB');
});

test('AWS cuts the host of ECR off', () => {
  const { fix } = top({ task: { stopCode: 'TaskFailedToStart', startedAt: undefined, stoppedReason: 'ResourceInitializationError: unable to pull secrets or registry auth: execution'
    + ' resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 5 time(s): RequestError: send request failed caused by: Post https://api.ecr....' } });
  expect(fix).toContain('VPC endpoints for ecr.api, ecr.dkr and S3');
  expect(fix).not.toContain('a copy of the image');
});
