import { diagnose } from '../../src/diagnosis/engine';
import { Frame, Task } from '../../src/facts/model';
import { renderFull } from '../../src/presentation/terminal';

const at = (s: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, s)).toISOString();
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef';

function frameWith(tasks: readonly Task[], over: Partial<Frame> = {}): Frame {
  return {
    at: at(200),
    operation: { stackStatus: 'UPDATE_IN_PROGRESS', startedAt: at(0), deploymentId: 'ecs-svc/2' },
    service: { serviceName: 'web', desiredCount: 2, deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', desiredCount: 2, createdAt: at(5), rolloutState: 'IN_PROGRESS' }] },
    taskDefinition: { containerDefinitions: [{ name: 'app', essential: true, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/ecs/web' } } }] },
    tasks,
    ...over,
  };
}

const stopped = (over: Partial<Task> = {}): Task => ({
  taskArn: 'arn:aws:ecs:eu-west-1:123456789012:task/c/aaaaaaaa', startedBy: 'ecs-svc/2', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited', createdAt: at(10), startedAt: at(40), stoppedAt: at(70), ...over,
});
const ended = (exitCode: number, lines: readonly string[]) => diagnose(frameWith(
  [stopped({ containers: [{ name: 'app', exitCode }] })], { logs: { app: { aaaaaaaa: lines.map((message, i) => ({ timestamp: Date.parse(at(41)) + i, message })) } } },
));

describe('whole logs', () => {
  test.each([
    ['Node.js', 'app-module-missing', "Cannot find module './users'", [
      'node:internal/modules/cjs/loader:1143', '  throw err;', '  ^', "Error: Cannot find module './users'", 'Require stack:', '- /app/index.js',
      '    at Module._load (node:internal/modules/cjs/loader:981:27)', "  code: 'MODULE_NOT_FOUND',", 'Node.js v18.19.0',
    ]],
    ['npm around it', 'app-config-missing', 'Missing env var JWT_SECRET', [
      '> node dist/main.js', '    throw new Error(`Missing env var ${name}`);', 'Error: Missing env var JWT_SECRET', '    at required (/app/config.js:10:11)',
      'npm ERR! Lifecycle script `start` failed with error:', 'npm ERR! Error: command failed', 'npm ERR!   in workspace: api@1.0.0', 'npm ERR!   at location: /app',
    ]],
    ['Python', 'app-config-missing', "KeyError: 'DATABASE_URL'", [
      'Traceback (most recent call last):', '  File "/app/config.py", line 12, in <module>', '    URL = os.environ["DATABASE_URL"]', "KeyError: 'DATABASE_URL'",
    ]],
    ['Spring Boot', 'app-config-missing', 'Failed to configure a DataSource', [
      '2026-11-23T10:00:45.123Z ERROR 1 --- [main] o.s.b.d.LoggingFailureAnalysisReporter : ', '***************************', 'APPLICATION FAILED TO START', '***************************', 'Description:',
      "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.", 'Reason: Failed to determine a suitable driver class', 'Action:',
    ]],
    ['a chain of causes', 'app-dependency-unreachable', 'ConnectException: Connection refused', [
      "BeanCreationException: Error creating bean with name 'x'", '\tat org.springframework.Foo.bar(Foo.java:1)', 'Caused by: ServiceException: Unable to create requested service', '\t... 30 more',
      'Caused by: java.net.ConnectException: Connection refused', '\tat java.base/Net.connect0(Native Method)',
    ]],
    ['Rails', 'app-dependency-auth', 'password authentication failed for user \'app\'', [
      '=> Booting Puma', "/gems/pg/connection.rb:695:in `reset': connection to server at \"10.0.1.2\", port 5432 failed: FATAL:  password authentication failed for user \"app\" (PG::ConnectionBad)",
    ]],
    ['.NET', 'app-config-missing', 'The ConnectionString property has not been initialized', [
      'Unhandled exception. System.InvalidOperationException: The ConnectionString property has not been initialized.', '   at Npgsql.NpgsqlConnection.Open()',
    ]],
    ['PHP', 'app-dependency-unreachable', 'SQLSTATE[HY000] [2002]', ['PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/db.php:12', 'Stack trace:', '#0 {main}']],
    ['an error and much that follows', 'app-config-missing', 'DATABASE_URL is not set', ['Error: DATABASE_URL is not set', ...Array.from({ length: 100 }, (_, i) => `closing worker ${i}`)]],
    ['gunicorn\'s closing words', 'app-module-missing', "No module named 'myapp.wsgi'", [
      '[2026-11-23 10:01:40 +0000] [8] [ERROR] Exception in worker process', 'Traceback (most recent call last):', '  File "/app/arbiter.py", line 609, in spawn_worker', "ModuleNotFoundError: No module named 'myapp.wsgi'",
      '[2026-11-23 10:01:40 +0000] [1] [ERROR] Worker (pid:8) exited with code 3', '[2026-11-23 10:01:40 +0000] [1] [ERROR] Shutting down: Master', '[2026-11-23 10:01:40 +0000] [1] [ERROR] Reason: Worker failed to boot.',
    ]],
    ['uvicorn\'s', 'app-dependency-unreachable', 'Connect call failed', ["ConnectionRefusedError: [Errno 111] Connect call failed ('10.0.3.9', 5432)", 'ERROR:    Application startup failed. Exiting.']],
    ['PHP-FPM\'s', 'app-port-conflict', 'Address already in use', ["[23-Nov-2026 10:01:00] ERROR: unable to bind listening socket for address '9000': Address already in use (98)", '[23-Nov-2026 10:01:00] ERROR: FPM initialization failed']],
    ['s6\'s', 'app-module-missing', "Cannot find module '/app/server.js'", ["Error: Cannot find module '/app/server.js'", '/run/s6/basedir/scripts/rc.init: fatal: stopping the container.']],
    ['zap\'s', 'app-dependency-unreachable', 'connection refused', ['{"level":"error","msg":"dial tcp 10.0.3.4:5432: connect: connection refused"}', '{"level":"fatal","msg":"could not start server"}']],
    ['logrus\'', 'app-config-missing', 'URL is not set', ['time="2026-11-23T10:00:00Z" level=error msg="REDIS_URL is not set"', 'time="2026-11-23T10:00:00Z" level=fatal msg="invalid configuration, exiting"']],
    ['Kafka\'s', 'app-dependency-unreachable', 'UnknownHostException', ['java.net.UnknownHostException: zookeeper: Name or service not known', '[2026-11-23 10:00:00,100] ERROR Exiting Kafka due to fatal exception during startup. (kafka.Kafka$)']],
    ['PM2\'s', 'app-module-missing', "Cannot find module '/app/dist/main.js'", ["PM2      | Error: Cannot find module '/app/dist/main.js'", 'PM2 error: no process running, exiting']],
    ['a fatal line with a reason of its own', 'app-crashed', 'licence', ['Error: connect ECONNREFUSED 10.0.0.9:8125', 'FATAL: the licence of node 7 has expired']],
  ] as readonly (readonly [string, string, string, readonly string[]])[])('%s', (_name, cause, words, lines) => {
    const diagnosis = ended(1, lines);
    expect(diagnosis.causes[0].id).toBe(cause);
    expect(renderFull(diagnosis).split('\n')[0]).toContain(words);
    expect(renderFull(diagnosis)).toMatch(new RegExp(`log \\(app\\): .*${words.replace(/[[\]()'".]/g, '.').slice(0, 30)}`));
  });
});

describe('an error in a log is not always the reason why a container ended', () => {
  const COMPLAINT = ['Error: connect ECONNREFUSED 10.0.0.1:6379', 'going on without the cache'];
  test.each([
    [1, 'app-dependency-unreachable', 'certain'],
    [0, 'app-dependency-unreachable', 'probable'],
    [143, 'app-dependency-unreachable', 'probable'],
    [137, 'app-killed', 'possible'],
    [139, 'app-segfault', 'certain'],
  ])('exit code %i', (code, id, certainty) => expect(ended(code, COMPLAINT).causes[0]).toMatchObject({ id, certainty }));

  test('137 with a word of memory', () => expect(ended(137, ['java.lang.OutOfMemoryError: Java heap space']).causes[0]).toMatchObject({ id: 'out-of-memory', certainty: 'certain' }));
  test('a guess stays a guess', () => expect(ended(1, ['[ERROR] Worker (pid:8) was sent SIGKILL! Perhaps out of memory?']).causes[0]).toMatchObject({ id: 'out-of-memory', certainty: 'probable' }));
});

describe('an error from which an application recovered is not the reason why it ended', () => {
  const served = Array.from({ length: 20 }, (_, i) => `GET /api/items/${i} 200 3ms`);
  const EXPORTER = 'ERROR otel exporter: connect ECONNREFUSED 127.0.0.1:4317';
  test.each([
    ['requests answered since', 1, 'app-crashed', [EXPORTER, ...served]],
    ['answered, then told to end', 143, 'app-terminated', [EXPORTER, ...served, 'SIGTERM']],
    ['ignored', 0, 'app-exited-zero', ['Error: connect ECONNREFUSED 127.0.0.1:4317 (ignored)', 'processed 100 rows', 'done']],
    ['a fallback', 1, 'app-crashed', ["ERROR: [Errno 13] Permission denied: '/home/app/.cache' (falling back to /tmp)", 'listening']],
    ['an optional module', 1, 'app-crashed', ["Error: Cannot find module 'bufferutil' (optional, using JS fallback)", 'listening']],
    ['connected in the end', 1, 'app-crashed', ['Error: connect ECONNREFUSED 10.0.0.3:5432', 'Connected to database after 3 attempts']],
  ] as readonly (readonly [string, number, string, readonly string[]])[])('%s', (_name, code, id, lines) => {
    const [top] = ended(code, lines).causes;
    expect(top.id).toBe(id);
    expect(top.headline).not.toMatch(/ECONNREFUSED|Errno|bufferutil/);
    if (code !== 0) expect(top.certainty).toBe('possible');
  });
  test('but an error that comes after it is', () => expect(ended(1, [...served, EXPORTER]).causes[0].id).toBe('app-dependency-unreachable'));
});

describe('AWS\'s words go before the exit code', () => {
  test('of one task, though more show the code', () => {
    const tasks = ['a', 'b', 'c'].map((id) => stopped({ taskArn: `x/${id.repeat(8)}`, containers: [{ name: 'app', exitCode: 137 }] }));
    const [first, ...others] = tasks;
    const { causes: [top] } = diagnose(frameWith([{ ...first, stoppedReason: 'OutOfMemory: container killed due to memory usage' }, ...others]));
    expect(top).toMatchObject({ id: 'out-of-memory', container: 'app' });
  });

  test('siblings that ECS stopped with a task that failed to start are not it', () => {
    const { causes: [top] } = diagnose(frameWith([stopped({ stopCode: 'TaskFailedToStart', stoppedReason: 'TaskStateError: who knows', containers: [{ name: 'app' }, { name: 'agent', exitCode: 143 }] })]));
    expect(top).toMatchObject({ id: 'unknown-generic', container: null });
  });
});

describe('a reason of the task alone is joined with the task definition', () => {
  const two = (stoppedReason: string) => diagnose(frameWith(
    [stopped({ stopCode: 'TaskFailedToStart', stoppedReason, containers: [{ name: 'app' }, { name: 'worker' }] })],
    { taskDefinition: { containerDefinitions: [{ name: 'app', image: 'nginx:1' }, { name: 'worker', image: 'acme/worker:9', command: ['/srv/boot', '--all'] }] } },
  )).causes[0];

  test.each([
    ['image-not-found', 'image docker.io/acme/worker:9 does not exist', 'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/acme/worker:9: docker.io/acme/worker:9: not found'],
    ['entrypoint-not-found', '/srv/boot is not in the image', 'CannotStartContainerError: OCI runtime create failed: runc create failed: unable to start container process: exec: "/srv/boot": stat /srv/boot: no such file or directory: unknown'],
    ['entrypoint-not-executable', '/srv/boot is not executable', 'CannotStartContainerError: OCI runtime create failed: runc create failed: unable to start container process: exec: "/srv/boot": permission denied: unknown'],
  ])('%s', (id, words, reason) => {
    expect(two(reason)).toMatchObject({ id, container: 'worker', headline: `container "worker" cannot start: ${words}` });
  });

  test('no container is blamed for an image that none has', () => expect(two('CannotPullContainerError: failed to resolve ref docker.io/acme/other:9: not found').container).toBeNull());
});

describe('stopped while another container waited for its health', () => {
  const pair = (healthStatus: 'UNHEALTHY' | 'HEALTHY') => diagnose(frameWith(
    [stopped({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', containers: [{ name: 'db', exitCode: 137, healthStatus }, { name: 'app' }] })],
    { taskDefinition: { containerDefinitions: [{ name: 'db' }, { name: 'app', dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] }] } },
  )).causes[0];

  test('unhealthy: it is why', () => expect(pair('UNHEALTHY')).toMatchObject({ id: 'dependency-container-failed', container: 'db', headline: 'container "db" is unhealthy, so container "app" never starts' }));
  test('healthy: it is not', () => expect(pair('HEALTHY').id).toBe('unknown-generic'));
});

describe('the headline says no more than is known', () => {
  const pull = (why: string) => diagnose(frameWith([stopped({ stopCode: 'TaskFailedToStart', containers: [{ name: 'app', reason: `CannotPullContainerError: ${why}` }] })])).causes[0].headline;

  test.each([
    ['failed to do request: Head "https://registry-1.docker.io/v2/x": tls: failed to verify certificate: x509: certificate signed by unknown authority', 'the certificate of the registry registry-1.docker.io is not trusted'],
    ['ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected EOF', 'the connection to the registry broke off'],
    ['failed to do request: Head "https://registry-1.docker.io/v2/x": dial tcp 10.0.0.1:443: i/o timeout', 'no answer from the registry registry-1.docker.io at private 10.0.0.1'],
  ])('%s', (why, words) => expect(pull(why)).toBe(`container "app" cannot start: ${words}`));

  const told = (message: string) => {
    const frame = frameWith([]);
    return diagnose({ ...frame, service: { ...frame.service, events: [{ createdAt: at(100), message }] } }).causes[0];
  };
  test('restarts are throttled: the circuit breaker has no part in it', () => {
    expect(told('(service web) is unable to consistently start tasks successfully.')).toMatchObject({ id: 'unknown-generic', certainty: 'possible', headline: expect.stringContaining('ECS retries at growing intervals') });
  });
  test('alarms that AWS names', () => {
    expect(told('Service deployment rolled back because of CloudWatch alarms: [api-5xx] is in ALARM state.').headline).toBe('a CloudWatch alarm ended the deployment: api-5xx');
  });
  test('codes that a target group expects, only if it was read', () => {
    const event = `(service web) (instance i-0) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason Health checks failed with these codes: [502])`;
    expect(told(event).headline).toBe('a new task answers the load balancer health check on port 80 with 502');
  });
});

describe('faults that have passed', () => {
  const unhealthy = { createdAt: at(100), message: `(service web) (task aaaaaaaa) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason Request timed out)` };
  const running = stopped({
    lastStatus: 'RUNNING', stopCode: undefined, stoppedReason: undefined, stoppedAt: undefined, attachments: [{ details: [{ name: 'privateIPv4Address', value: '10.0.0.1' }] }],
  });
  const target = (State: string, Reason?: string) => frameWith([running], {
    service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', createdAt: at(5) }], events: [unhealthy], loadBalancers: [{ targetGroupArn: GROUP, containerName: 'app', containerPort: 80 }] },
    targetHealth: { [GROUP]: [{ Target: { Id: '10.0.0.1', Port: 80 }, TargetHealth: { State, Reason } }] },
  });
  test('an event about a target that is healthy now', () => expect(diagnose(target('healthy')).causes).toEqual([]));
  test('but not where it is still unhealthy', () => expect(diagnose(target('unhealthy', 'Target.Timeout')).causes[0].id).toBe('elb-health-check-timeout'));
});

test('unknown words of an event are quoted', () => {
  const events = [{ createdAt: at(100), message: '(service web) was unable to place a task. Reason: the moon is in the wrong house.' }];
  const { causes: [top] } = diagnose(frameWith([], { service: { serviceName: 'web', deployments: [{ id: 'ecs-svc/2', status: 'PRIMARY', createdAt: at(5) }], events } }));
  expect(top).toMatchObject({ id: 'unknown-generic', certainty: 'possible', symptomOnly: true });
  expect(top.headline).toContain('the moon is in the wrong house');
});

test('the log of a task that Spot took says nothing of it', () => {
  const diagnosis = diagnose(frameWith([stopped({ stopCode: 'SpotInterruption', stoppedReason: 'Your Spot Task was interrupted.', containers: [{ name: 'app', exitCode: 143 }] })]));
  expect([diagnosis.causes[0].id, diagnosis.log]).toEqual(['spot-interruption', null]);
});

test.each([
  ['dependency graph: container ordering dependency [redis] for target [app] has timed out.', 'container "redis" did not reach its condition in time, so container "app" never starts'],
  ['dependency graph: failed to resolve container ordering dependency [{migrate SUCCESS}] for target [web] as dependency did not exit successfully.', 'container "migrate" did not exit with success, so container "web" never starts'],
  ['ResourceInitializationError: Unable to launch instance(s) for capacity provider gpu-spot. MaxSpotInstanceCountExceeded: Max spot instance count exceeded.', 'capacity provider gpu-spot launched no instance: MaxSpotInstanceCountExceeded'],
  ['CannotPullContainerError: Error response from daemon: received unexpected HTTP status: 503 Service Unavailable', 'the task cannot start: its image could not be pulled: "503 Service Unavailable"'],
  ['ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: Access to KMS is not allowed', 'the task cannot start: the execution role is not allowed to decrypt its secret (KMS)'],
])('%s', (stoppedReason, headline) => {
  expect(diagnose(frameWith([stopped({ stopCode: 'TaskFailedToStart', stoppedReason, containers: [] })])).causes[0].headline).toBe(headline);
});
