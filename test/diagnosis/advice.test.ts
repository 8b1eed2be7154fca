import { checked, exited, Given, text, top } from './given';
import { Task } from '../../src/facts/model';

/** Advice that the facts at hand contradict is not given. */
const AWS = 'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';
const refused = (stoppedReason: string, given: Given = {}, more: Partial<Task> = {}) => top({
  ...given, task: { stopCode: 'TaskFailedToStart', stoppedReason, startedAt: undefined, containers: [{ name: 'web' }], ...more },
});

test.each([['ARM64', 'Platform.LINUX_ARM64', 'CpuArchitecture.X86_64'], ['X86_64', 'Platform.LINUX_AMD64', 'CpuArchitecture.ARM64']])(
  'a binary for another architecture on %s: the fix names what the task definition does not have', (cpuArchitecture, platform, other) => {
    const cause = exited('exec /usr/local/bin/start: exec format error', { definition: { runtimePlatform: { cpuArchitecture } } });
    expect(cause.id).toBe('image-platform-mismatch');
    expect(cause.fix).toContain(`platform: ${platform} }`);
    expect(cause.fix).toContain(`cpuArchitecture: ${other} }`);
  },
);

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

  test.each([
    ['Haskell: https://github.com/brendanhay/amazonka/issues/455', 'executable: MissingFileError "/app/.aws/credentials"'],
    ['PHP', 'PHP Fatal error:  Uncaught Aws\\Exception\\CredentialsException: Cannot read credentials from /app/.aws/credentials'],
    ['Go', 'panic: SharedCredsLoad: failed to load shared credentials file, open /app/.aws/credentials: no such file or directory'],
    ['botocore', 'botocore.exceptions.ProfileNotFound: The config profile (prod) could not be found'],
  ])('%s: an SDK that looks elsewhere than at the role of the task', (_sdk, line) => {
    const cause = exited(line, { definition: { taskRoleArn: ROLE } });
    expect(cause.id).toBe('app-dependency-auth');
    expect(text(cause)).toContain('looks for a file of keys or for the role of an instance');
    expect(cause.fix).toContain('does not know task roles');
    expect(exited(line).headline).toContain('no task role');
  });

  test('the reason of a panic of Go, not a line of its stack', () => {
    const log = [
      'panic: NoCredentialProviders: no valid providers in chain. Deprecated.', 'goroutine 1 [running]:', 'panic(0x6adf20, 0xc42000bfc0)',
      '/usr/local/go/src/runtime/panic.go:500 +0x1a1', 'log.Panic({0xc000123f28?, 0x1?, 0x1?})', '/usr/local/go/src/log/log.go:432 +0x5a',
      'main.(*loader).fatal(...)', '/src/main.go:42',
    ];
    const task = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 2 }] };
    expect(top({ log, task })).toMatchObject({ id: 'app-dependency-auth', certainty: 'certain' });
    expect(top({ log: ['panic: listener is nil', ...log.slice(1)], task }).headline).toContain('listener is nil');
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
  ["java.lang.IllegalArgumentException: Could not resolve placeholder 'app.mail.api-key' in value \"${app.mail.api-key}\"", 'APP_MAIL_APIKEY', 'set APP_MAIL_APIKEY under environment (or secrets)'],
  ['[next-auth][error][NO_SECRET] Please define a `secret` in production.', 'NEXTAUTH_SECRET'],
  ['django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.', 'SECRET_KEY'],
])('a framework\'s word for a variable: %s', (line, name, fix = `pass ${name} as one of the secrets in addContainer('web', { secrets })`) => {
  expect(exited(line).fix).toContain(fix);
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

describe('advice fits the launch type, the network mode and what is set', () => {
  const onInstance: Given = { definition: { networkMode: 'bridge' } };
  const died = (log: string, given: Given, launchType: string) => top({
    ...given, log: [log],
    task: { launchType, stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
  });

  test('a container that AWS adds has no addContainer()', () => {
    const name = 'ecs-service-connect-abc12';
    const cause = top({ task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name, exitCode: 127 }] } });
    expect(cause.fix).not.toMatch(/addContainer|Dockerfile/);
  });

  test('memory of a task on Fargate grows with its CPU units, and has an end', () => {
    const heap = 'java.lang.OutOfMemoryError: Java heap space';
    expect(died(heap, { definition: { cpu: '256', memory: '2048' } }, 'FARGATE').fix).toContain('256 CPU units allow 2048 MiB');
    expect(died(heap, { definition: { cpu: '16384', memory: '122880' } }, 'FARGATE').fix).not.toContain('raise memoryLimitMiB');
    expect(died(heap, { container: { memory: 512 }, definition: { memory: '512' } }, 'EC2').fix).toContain('and that of the task, 512');
  });

  test('a port that is taken where no other container is', () => {
    const taken = 'Error: listen EADDRINUSE: address already in use :::8080';
    expect(text(exited(taken))).not.toMatch(/each container/);
    expect(text(exited(taken, { others: [{ name: 'proxy' }] }))).toContain('give each container');
    expect(text(exited(taken, { others: [{ name: 'proxy' }], ...onInstance }))).not.toContain('awsvpc');
  });

  test('the container behind the load balancer is no helper', () => {
    const zero = (given: Given) => top({ ...given, task: { launchType: 'EC2', stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 0 }] } });
    expect(zero({ others: [{ name: 'proxy' }], group: {} }).fix).not.toContain('essential: false');
    expect(zero({ others: [{ name: 'proxy' }] }).fix).toMatch(/essential: false.*ScheduledEc2Task/);
  });

  test('tasks without an interface of their own share the group of the instance', () => {
    expect(checked('Request timed out', {}, onInstance).fix).toContain('autoScalingGroup.connections');
    expect(exited('dial tcp 10.0.3.4:5432: i/o timeout', onInstance).fix).toContain('allowDefaultPortFrom(autoScalingGroup)');
  });

  test('no security group of this account is before a host of the internet', () => {
    const { fix } = exited('dial tcp: Get "https://api.example.com:443/v1": i/o timeout', { service: { networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED' } } } });
    expect(fix).toContain('a route to an internet gateway');
    expect(fix).not.toMatch(/database|NAT/);
  });

  test.each([
    ['Error: EMFILE: too many open files', 'FARGATE', 65535, 'softLimit: 131070'], ['Error: EMFILE: too many open files', 'EC2', 1_048_576, 'fewer files open'],
    ['memory locking requested for elasticsearch process but memory is not locked', 'FARGATE', undefined, 'switch memory locking off'],
    ["RuntimeError: can't start new thread", 'FARGATE', undefined, 'fewer threads'],
  ])('%s on %s with %s', (line, launchType, softLimit, fix) => {
    const cause = died(line, { container: softLimit ? { ulimits: [{ name: 'nofile', softLimit, hardLimit: softLimit }] } : {} }, launchType);
    expect(cause.fix).toContain(fix);
    expect(cause.fix).not.toMatch(/NPROC|MEMLOCK/);
  });

  test('a start that is slow on Fargate has no instance', () => {
    expect(refused('DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s', {}, { launchType: 'FARGATE' }).fix).not.toContain('instance');
  });

  test('a quota of the first deployment, and of instances', () => {
    const event = ['(service web) was unable to place a task. Reason: You\'ve reached the limit on the number of vCPUs you can run concurrently.'];
    expect(text(top({ events: event, service: { deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 } } }))).not.toContain('maxHealthyPercent');
    expect(top({ events: event, service: { launchType: 'EC2' } }).fix).toContain('EC2 instance family');
  });

  test('settings that are there are not offered', () => {
    const breaker = { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } };
    expect(text(top({ operation: 'Resource timed out waiting for completion', service: breaker }))).not.toContain('set circuitBreaker');
    const credentials = { container: { image: 'nginx:1', repositoryCredentials: { credentialsParameter: 'arn' } } };
    expect(refused('CannotPullContainerError: toomanyrequests: You have reached your pull rate limit', credentials).fix).not.toContain('pass credentials');
    const iam = { definition: { volumes: [{ name: 'efs', efsVolumeConfiguration: { fileSystemId: 'fs-01234567', authorizationConfig: { iam: 'ENABLED' } } }] } };
    const mount = 'ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: mount.nfs4: access denied by server while mounting 127.0.0.1:/';
    expect(refused(mount, iam).fix).not.toContain('authorizationConfig');
    expect(refused(mount).fix).toContain('authorizationConfig');
  });

  test('a daemon service cannot have more than one task for each instance', () => {
    const event = ['(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration.'];
    expect(top({ events: event, service: { schedulingStrategy: 'DAEMON' } }).fix).not.toContain('maxHealthyPercent');
  });

  test('a host port in host network mode', () => {
    const event = ['(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 0123 is already using a port required by your task.'];
    expect(top({ events: event, definition: { networkMode: 'host' } }).fix).not.toContain('hostPort: 0');
  });

  test('a secret is no parameter, and the bucket of a file is in this Region', () => {
    expect(refused(`${AWS}unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /app/token`).fix).not.toContain('fromSecretsManager');
    expect(refused('ResourceInitializationError: unable to download env files: PermanentRedirect: must be addressed using the specified endpoint').fix).not.toContain('grantRead');
  });

  test('public addresses need no NAT gateway', () => {
    const service = { networkConfiguration: { awsvpcConfiguration: { assignPublicIp: 'ENABLED', subnets: ['subnet-1'] } } };
    expect(refused(`${AWS}unable to retrieve secret from asm: service call has been retried...`, { service }).fix).not.toContain('NAT');
    expect(refused(`${AWS}unable to retrieve secret from asm: service call has been retried...`).fix).toContain('NAT');
  });
});

test.each(['github.com', 'huggingface.co', 'packages.example.com'])('%s is a host of the internet: no port of a database is opened for it', (host) => {
  const { id, fix } = exited(`fatal: unable to access 'https://${host}/shop/parts.git/': Failed to connect to ${host} port 443: Connection timed out`);
  expect(id).toBe('app-dependency-unreachable');
  expect(fix).toContain(`a way to ${host}`);
  expect(fix).toContain('NAT gateway');
  expect(fix).not.toContain('database');
  expect(fix.includes('put what it fetches there into the image')).toBe(host !== 'packages.example.com');
});
