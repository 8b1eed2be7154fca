import { checked, exited, Given, text, top } from './given';
import { Task } from '../../src/facts/model';

/** Advice that the facts at hand contradict is not given. */
const AWS = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const refused = (stoppedReason: string, given: Given = {}, more: Partial<Task> = {}) => top({
  ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason, startedAt: undefined, containers: [{ name: 'web' }], ...more },
});

describe('no credentials for an SDK of AWS', () => {
  const ROLE = 'arn:aws:iam::123456789012:role/web-task';
  const lines: readonly (readonly [string, string])[] = [
    ['.NET', 'Unhandled exception. Amazon.Runtime.AmazonServiceException: Unable to get IAM security credentials from EC2 Instance Metadata Service.'],
    ['Python', 'botocore.exceptions.NoCredentialsError: Unable to locate credentials'],
    ['JavaScript v2', 'CredentialsError: Missing credentials in config, if using AWS_CONFIG_FILE, set AWS_SDK_LOAD_CONFIG=1'],
    ['JavaScript v3', 'CredentialsProviderError: Could not load credentials from any providers'],
    ['Go v1', 'NoCredentialProviders: no valid providers in chain. Deprecated.'],
    ['Go v2', 'panic: operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found'],
    ['Java v1', 'com.amazonaws.SdkClientException: Unable to load AWS credentials from any provider in the chain'],
    ['Java v2', 'SdkClientException: Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[])'],
    ['Rust', 'Error: DispatchFailure: the credential provider was not enabled: no providers in chain provided credentials'],
    ['Ruby', 'Aws::Errors::MissingCredentialsError: unable to sign request without credentials set'],
  ];

  test.each(lines)('%s: a task without a task role', (_sdk, line) => {
    const cause = exited(line, { definition: { executionRoleArn: 'arn:aws:iam::123456789012:role/execution' } }, 134);
    expect(cause.id).toBe('app-dependency-auth');
    expect(cause.headline).toContain('no task role');
    expect(text(cause)).toContain('its execution role execution is for ECS itself');
    expect(cause.fix).toMatch(/^give the task definition a task role/);
  });

  test.each(lines)('%s: a task with one', (_sdk, line) => {
    const cause = exited(line, { definition: { taskRoleArn: ROLE } });
    expect(cause.id).toBe('app-dependency-auth');
    expect(text(cause)).toContain('the task role is web-task');
    expect(cause.fix).not.toContain('give the task definition a task role');
  });

  test('a profile goes before the role', () => {
    const given = { definition: { taskRoleArn: ROLE }, container: { environment: [{ name: 'AWS_PROFILE', value: 'dev' }] } };
    expect(exited(lines[1][1], given).fix).toContain('remove AWS_PROFILE');
  });

  test('a segmentation fault keeps its name beside an error that was caught', () => {
    expect(exited('ERROR could not connect to redis:6379: connection refused', {}, 139).id).toBe('app-segfault');
    expect(exited(lines[0][1], {}, 139).id).toBe('app-dependency-auth');
  });
});

describe('words of a sentence are no hosts', () => {
  const WORDS = 'new free first another available healthy idle primary upstream service client session response answer leader lock'.split(' ')
    .concat('connection data remote pending work done ready up node peer other next last external internal main process'.split(' '));
  const FORMS = [
    'Acquisition timeout while waiting for W connection', 'Error: failed to connect to W', 'could not connect to W: connection timed out',
    'connection to W failed', 'Error: unable to connect to the W', 'timeout waiting for W', 'server at W is unreachable: connection refused',
    'Connection refused: no server on W', 'dial tcp W: connect: connection refused', 'unknown host W',
  ];

  test.each(FORMS)('%s', (form) => {
    for (const word of WORDS) {
      const cause = exited(form.replace('W', word));
      if (cause.id !== 'app-dependency-unreachable') continue;
      const said = [...cause.facts, cause.fix].join('\n');
      expect(said).not.toMatch(new RegExp(`(^|of |behind |correct |place of )${word} ?(did|refused|is no|runs|:|;|$)`, 'm'));
    }
  });

  test('a word that the task definition knows is a host', () => {
    const given: Given = { container: { environment: [{ name: 'CACHE_URL', value: 'redis://primary/0' }] } };
    expect(exited('Error: could not connect to primary: connection timed out', given).fix).toContain('primary');
    expect(exited('Error: could not connect to primary: connection timed out').fix).not.toContain('primary');
  });
});

describe('texts that AWS cuts', () => {
  const whole = [
    'unable to retrieve secrets from ssm: service call has been retried 1 time(s): ', 'unable to retrieve secret from asm: service call has been retried 12 time(s): ',
  ];

  test.each(whole)('%s', (words) => {
    for (let end = 'unable to retrieve s'.length; end <= words.length; end += 3) {
      for (const dots of ['', '...', '\u2026']) {
        const cause = refused(AWS + words.slice(0, end) + dots, { container: { secrets: [{ name: 'TOKEN', valueFrom: words.includes('ssm') ? '/app/token' : 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf' }] } });
        expect(cause.id).toBe('secret-network');
        expect(text(cause)).toContain(words.includes('ssm') ? 'SSM Parameter Store' : 'Secrets Manager');
      }
    }
  });
});

describe('a failure that a log repeats is no start in progress', () => {
  const STREAM = '[2026-11-27 12:00:S.300][14][warning][config] StreamAggregatedResources gRPC config stream to appmesh-envoy-management.eu-west-1.amazonaws.com:443 closed: CODE, ';
  const loop = (line: string) => ['Starting up agent', ...Array.from({ length: 6 }, (_, i) => line.replace('S', String(10 + i)))];
  const unhealthy = (line: string, given: Given = {}) => top({
    container: { healthCheck: { command: ['CMD-SHELL', 'check'], retries: 3, interval: 5 } },
    ...given,
    log: loop(line),
    task: {
      stopCode: 'ServiceSchedulerInitiated', stoppedReason: 'Task failed container health checks', stoppingAt: '2026-11-23T10:00:50.000Z',
      containers: [{ name: 'web', exitCode: 137, healthStatus: 'UNHEALTHY' }],
    },
  });

  test.each([
    ['7', 'allow the task role mesh appmesh:StreamAggregatedResources'], ['16', '169.254.170.2'], ['14', 'appmesh-envoy-management'],
  ])('Envoy of App Mesh, status %s', (code, fix) => {
    const cause = unhealthy(STREAM.replace('CODE', code), { definition: { taskRoleArn: 'arn:aws:iam::123456789012:role/mesh' } });
    expect(cause.id).toBe('container-health-check');
    expect(cause.fix).toContain(fix);
  });

  test('Envoy of a task without a task role', () => {
    expect(unhealthy(STREAM.replace('CODE', '7')).fix).toContain('give the task definition a task role');
  });

  test('any other program', () => {
    const cause = unhealthy('S WARN could not connect to queue, retrying');
    expect(cause.id).toBe('container-health-check');
    expect(text(cause)).toContain('repeats this failure 6 times');
    expect(cause.fix).not.toContain('startPeriod');
  });

  test('checks of a load balancer', () => {
    const cause = checked('Request timed out', {}, { log: loop('S WARN could not connect to queue, retrying') });
    expect(cause.id).toBe('elb-health-check-timeout');
    expect(text(cause)).toContain('(6 times)');
  });
});

describe('images', () => {
  const REPOSITORY = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web';
  const missing = (ref: string, image: string) => refused(`CannotPullContainerError: failed to resolve ref ${ref}: not found`, { container: { image } });

  test('a digest that ECS pinned is resolved anew', () => {
    const { fix } = missing(`${REPOSITORY}:1.42.0@sha256:0011223344556677`, `${REPOSITORY}:1.42.0`);
    expect(fix).toContain('aws ecs update-service --cluster c --service web --force-new-deployment');
    expect(fix).not.toContain('push the tag');
  });

  test('a digest of the task definition was never pinned by ECS', () => {
    const cause = missing(`${REPOSITORY}@sha256:0011223344556677`, `${REPOSITORY}@sha256:0011223344556677`);
    expect(text(cause)).not.toMatch(/ECS pins|force-new-deployment|push the tag/);
  });

  test('a registry other than ECR', () => {
    expect(missing('ghcr.io/acme/web:2', 'ghcr.io/acme/web:2').fix).not.toMatch(/Ecr|fromAsset/);
  });

  test('a crash of an image whose tag moves', () => {
    expect(exited('Segmentation fault (core dumped)', { container: { image: 'acme/router:latest' } }, 139).fix).toContain('the tag latest of acme/router:latest moves');
    expect(exited('Segmentation fault (core dumped)', { container: { image: 'acme/router:1.4.2' } }, 139).fix).not.toContain('pin');
  });

  test('a crash of another image behind the same tag', () => {
    const image = 'acme/router:6', [before, now] = ['sha256:aaaaaaaaaaaaaaaa', 'sha256:bbbbbbbbbbbbbbbb'];
    const running = [{ taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/old', startedBy: 'ecs-svc/1', lastStatus: 'RUNNING', containers: [{ name: 'web', image, imageDigest: before }] }];
    const cause = top({
      container: { image }, running, log: ['panic: runtime error: invalid memory address or nil pointer dereference'],
      task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 2, image, imageDigest: now }] },
    });
    expect(cause.fix).toContain(`pin the image that ran before: ContainerImage.fromRegistry('acme/router@${before}')`);
  });
});

test.each([
  ['Missing `secret_key_base` for \'production\' environment, set this string with `bin/rails credentials:edit`', 'SECRET_KEY_BASE'],
  ['No application encryption key has been specified.', 'APP_KEY'],
  ["java.lang.IllegalArgumentException: Could not resolve placeholder 'app.mail.api-key' in value \"${app.mail.api-key}\"", 'APP_MAIL_APIKEY'],
  ['[next-auth][error][NO_SECRET] Please define a `secret` in production.', 'NEXTAUTH_SECRET'],
  ['django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.', 'SECRET_KEY'],
])('a framework\'s word for a variable: %s', (line, name) => {
  expect(exited(line).fix).toContain(`set ${name} under environment`);
});

test.each([
  ['https://esi.example.com/v1', /ca-certificates.*; if esi\.example\.com/], ['https://sqs.eu-west-1.amazonaws.com/', /ca-certificates/],
  ['https://vault.internal/v1', /^put the certificate authority of the server/], ['https://db.abc.eu-west-1.rds.amazonaws.com/', /global-bundle\.pem/],
])('an authority that the image does not know: %s', (url, fix) => {
  expect(exited(`Get ${url}: x509: certificate signed by unknown authority`).fix).toMatch(fix);
});

test('hooks of a service that has none', () => {
  const cause = top({ service: { deploymentConfiguration: { strategy: 'ROLLING', lifecycleHooks: [] } }, events: ['(service web) (deployment ecs-svc/2) deployment failed: hook execution failure(s) detected'] });
  expect(cause.id).toBe('lifecycle-hook-failed');
  expect(cause.fix).not.toContain('read the log of the hook function');
});

test('a full instance: the next try goes to another one', () => {
  expect(refused('Unable to attach network interface to unused device index', {}, { launchType: 'EC2' }).retry).toBe('likely');
});
