import { diagnose } from '../../src/diagnosis/engine';
import { Frame, TaskDefinition } from '../../src/facts/model';
import { messageLines } from '../../src/presentation/message';
import { at, crashed, frame, id, service } from '../decision/frames';

const [deployment] = service().deployments!;
const web = { name: 'web', image: 'example.com/web:1', logConfiguration: { logDriver: 'awslogs' } };
const definition = (n: number, more: object = {}): TaskDefinition => (
  { taskDefinitionArn: `arn:task-definition/web:${n}`, containerDefinitions: [{ ...web, ...more }] }
);
const logs = (...lines: readonly string[]) => ({ web: { [id(1)]: lines.map((message, i) => ({ timestamp: i, message })) } });
const lines = (more: Partial<Frame>) => messageLines(diagnose(frame(60, { tasks: [crashed(1, 10)], ...more }))).map(({ text }) => text);
const SERVICE = 'changed since the previous task definition: ';

test.each<[string, Partial<Frame>, string]>([
  ['a variable that the log names', {
    previousTaskDefinition: definition(1, { environment: [{ name: 'ORDERS_TABLE', value: 'o' }] }), taskDefinition: definition(2),
    logs: logs('Error: ORDERS_TABLE is not set'),
  }, 'changed in this deployment (web:1 -> web:2): environment ORDERS_TABLE removed'],
  ['a root filesystem that became read-only', {
    previousTaskDefinition: definition(1), taskDefinition: definition(2, { readonlyRootFilesystem: true }),
    logs: logs("Error: EROFS: read-only file system, open '/app/cache'"),
  }, 'changed in this deployment (web:1 -> web:2): read-only root filesystem none -> true'],
  ['another image behind the same tag', {
    previousTaskDefinition: definition(1, { memory: 512 }), taskDefinition: definition(2, { memory: 1024 }),
    tasks: [
      { ...crashed(1, 10), containers: [{ ...crashed(1, 10).containers?.[0], image: web.image, imageDigest: 'sha256:2222' }] },
      { taskArn: 'arn:task/old', startedBy: 'old', lastStatus: 'RUNNING', containers: [{ name: 'web', image: web.image, imageDigest: 'sha256:1111' }] },
    ],
  }, 'changed in this deployment (web:1 -> web:2): image web:1 is another one than before behind the same tag (digest 1111 -> 2222)'],
])('%s is the first line after the headline', (_, facts, line) => expect(lines(facts)[1]).toBe(line));

const linux = (linuxParameters: object) => ({ linuxParameters });
test.each<[string, object, object, string, string, RegExp]>([
  // https://github.com/just-containers/s6-overlay/issues/559
  ['s6-overlay', {}, linux({ initProcessEnabled: true }), 's6-overlay-suexec: fatal: can only run as pid 1', 'initProcessEnabled none -> true', /^set initProcessEnabled: false/],
  ['systemd', {}, linux({ initProcessEnabled: true }), 'System has not been booted with systemd as init system (PID 1). Can\'t operate.', 'initProcessEnabled none -> true', /initProcessEnabled/],
  ['a read-only root', {}, { readonlyRootFilesystem: true }, 'OSError: [Errno 30] Read-only file system: \'/app/cache\'', 'read-only root filesystem none -> true', /readonlyRootFilesystem/],
  ['dropped capabilities', {}, linux({ capabilities: { drop: ['ALL'] } }), 'nginx: [emerg] chown("/var/cache/nginx", 101) failed (1: Operation not permitted)', 'capabilities.drop none -> ALL', /capabilit/],
  ['a capability that is gone', linux({ capabilities: { add: ['SYS_ADMIN'] } }), {}, 'mount: operation not permitted', 'capabilities.add SYS_ADMIN -> none', /^take back capabilities.add SYS_ADMIN -> none/],
  ['less shared memory', linux({ sharedMemorySize: 1024 }), linux({ sharedMemorySize: 64 }), 'FATAL: could not resize shared memory segment "/PostgreSQL.1": No space left on device', 'sharedMemorySize 1024 -> 64 MiB', /sharedMemorySize/],
  ['a smaller tmpfs', linux({ tmpfs: [{ containerPath: '/tmp', size: 512 }] }), linux({ tmpfs: [{ containerPath: '/tmp', size: 16 }] }), 'Error: ENOSPC: no space left on device, write', 'tmpfs /tmp changed (size 512 -> 16)', /^take back tmpfs/],
  ['another user', {}, { user: '1000' }, 'Error: EACCES: permission denied, open \'/data/app.db\'', 'user none -> 1000', /user/],
  ['no new privileges', {}, { dockerSecurityOptions: ['no-new-privileges'] }, 'sudo: effective uid is not 0, is sudo installed setuid root?', 'dockerSecurityOptions none -> no-new-privileges', /^take back dockerSecurityOptions/],
])('a change that the words of the failure touch is in the headline and in the fix: %s', (_, before, after, line, change, fix) => {
  const { causes: [cause] } = diagnose(frame(60, {
    tasks: [crashed(1, 10)], previousTaskDefinition: definition(1, before), taskDefinition: definition(2, after), logs: logs('starting', line),
  }));
  expect(cause.headline.endsWith(`; changed: ${change}`)).toBe(true);
  expect(cause.fix).toMatch(fix);
});

test('process 1 without a change, and with pidMode', () => {
  const of = (more: object, container: object) => diagnose(frame(60, {
    tasks: [crashed(1, 10)], taskDefinition: { ...definition(1, container), ...more }, logs: logs('s6-overlay-suexec: fatal: can only run as pid 1'),
  })).causes[0].fix;
  expect(of({}, linux({ initProcessEnabled: true }))).toMatch(/^set initProcessEnabled: false/);
  expect(of({ pidMode: 'task' }, linux({ initProcessEnabled: true }))).toMatch(/^set initProcessEnabled: false .* and remove pidMode/);
  expect(of({}, {})).toMatch(/^start the init of the image itself/);
});

test('a change that the words do not touch is not in the headline', () => {
  const { causes: [cause] } = diagnose(frame(60, {
    tasks: [crashed(1, 10)], previousTaskDefinition: definition(1), taskDefinition: definition(2, linux({ initProcessEnabled: true })), logs: logs('Error: boom'),
  }));
  expect(cause.headline).not.toContain('changed');
});

test('a change that the failure does not name is listed with the others', () => {
  const found = lines({ previousTaskDefinition: definition(1), taskDefinition: definition(2, { stopTimeout: 5 }), logs: logs('Error: no') });
  expect(found[1]).not.toMatch(/changed/);
  expect(found).toContain(`${SERVICE}stop timeout none -> 5`);
});

test('a variable of another container is not blamed', () => {
  const two = (n: number, environment: object[]) => ({
    ...definition(n), containerDefinitions: [web, { name: 'proxy', image: 'p', environment }],
  });
  const found = lines({ previousTaskDefinition: two(1, []), taskDefinition: two(2, [{ name: 'TABLE', value: '1' }]), logs: logs('Error: TABLE is not set') });
  expect(found).toContain(`${SERVICE}container "proxy": environment TABLE added`);
});

test.each<[string, Partial<Frame>]>([
  ['another revision with the same settings', { previousTaskDefinition: definition(1), taskDefinition: definition(2) }],
  ['a forced deployment', {
    taskDefinition: definition(2),
    service: service({
      deployments: [{ ...deployment, taskDefinition: 'arn:web:2' }, { ...deployment, id: 'ecs-svc/old', status: 'ACTIVE', taskDefinition: 'arn:web:2' }],
    }),
  }],
])('nothing changed: %s', (_, facts) => {
  expect(lines(facts).join('\n')).toContain('the task definition is the one that ran before: look outside it');
});

test('properties of the service that the request or the revisions show', () => {
  const changedProperties = ['NetworkConfiguration.AwsvpcConfiguration.Subnets', 'TaskDefinition', 'Tags'];
  const { operation } = frame(60);
  expect(lines({ operation: { ...operation, changedProperties } })).toContain(`${SERVICE}NetworkConfiguration.AwsvpcConfiguration.Subnets of the service`);
  const revision = (arn: string, subnet: string) => ({
    serviceRevisionArn: arn, launchType: 'FARGATE', networkConfiguration: { awsvpcConfiguration: { subnets: [subnet] } },
  });
  const serviceDeployment = { targetServiceRevision: { arn: 'new' }, sourceServiceRevisions: [{ arn: 'old' }], createdAt: at(0) };
  expect(lines({ serviceDeployment, serviceRevisions: [revision('old', 'a'), revision('new', 'b')] }))
    .toContain(`${SERVICE}NetworkConfiguration of the service (subnets a -> b)`);
});

describe('a variable that this deployment took away, and a program that lacks a setting under another name', () => {
  const cause = (line: string) => diagnose(frame(60, {
    tasks: [crashed(1, 10)], previousTaskDefinition: definition(1, { secrets: [{ name: 'APP__SQL_CONN', valueFrom: 'x' }] }), taskDefinition: definition(2), logs: logs(line),
  }));
  // https://github.com/airflow-helm/charts/issues/126
  test.each(['ConfigException: error: cannot use sqlite with the LocalExecutor', 'Error: connect ECONNREFUSED 127.0.0.1:5432'])('%s', (line) => {
    const { causes: [{ fix }], summary } = cause(line);
    expect(summary.blamed).toEqual(['secret APP__SQL_CONN removed']);
    expect(fix).toMatch(/^give APP__SQL_CONN back: secrets of addContainer\('web', /);
  });
  test('not: a fault of the program', () => expect(cause('TypeError: x is not a function').summary.blamed).toBeUndefined());
});

// https://github.com/awspring/spring-cloud-aws/issues/165
test('a task role that is gone, and a program that gives no reason', () => {
  const { causes: [{ headline, fix }] } = diagnose(frame(60, {
    tasks: [crashed(1, 10)], previousTaskDefinition: { ...definition(1), taskRoleArn: 'arn:aws:iam::123456789012:role/web-task' }, taskDefinition: definition(2),
    logs: logs('APPLICATION FAILED TO START'),
  }));
  expect(headline).toContain('changed: task role web-task -> none');
  expect(fix).toMatch(/^set task role back to web-task/);
});

describe('names of settings', () => {
  const env = (...names: readonly string[]) => ({ environment: names.map((name) => ({ name, value: 'x' })) });
  const first = (before: readonly string[], after: readonly string[], line: string) => lines({
    previousTaskDefinition: definition(1, env(...before)), taskDefinition: definition(2, env(...after)), logs: logs(line),
  })[1];

  test.each([
    // https://github.com/keycloak/keycloak: options of the build
    ['KC_SPI_EVENTS_LISTENER_METRICS_ENABLED', 'ERROR: The following build time options differ from what is persisted: kc.spi-events-listener-metrics-enabled'],
    ['SPRING_DATASOURCE_DRIVER_CLASS_NAME', 'Error: invalid value of property spring.datasource.driver-class-name'],
    ['QUARKUS_HTTP_SSL_PORT', 'Error: invalid value for quarkus.http.ssl-port'],
  ])('%s is a property of the error in other letters', (name, line) => {
    expect(first([], ['OTHER_SETTING_HERE', name], line)).toBe(`changed in this deployment (web:1 -> web:2): environment ${name} added`);
  });

  test('an added setting of TLS, where TLS is at fault', () => {
    expect(first([], ['LOG_LEVEL', 'DATABASE_SSL'], 'Error: self signed certificate in certificate chain')).toContain('environment DATABASE_SSL added');
    expect(first([], ['LOG_LEVEL', 'DATABASE_SSL'], 'Error: relation "days" is locked')).not.toContain('changed in this deployment');
  });

  // https://github.com/m1dnight/exbin/issues/28
  test('variables that only have another name now are not given back', () => {
    const line = '** (ArgumentError) environment: :erlang.binary_to_integer(nil)';
    expect(first(['DB_HOST', 'MAX_BYTES'], ['DATABASE_HOST', 'MAX_SIZE'], line)).not.toContain('removed');
    expect(first(['DB_PASS', 'TCP', 'EXT'], ['ONE_X', 'TWO_X', 'THREE_X'], line)).not.toContain('removed');
    expect(first(['MAX_BYTES'], ['FEATURE_FLAG'], line)).toContain('environment MAX_BYTES removed');
    expect(first(['DB_HOST'], ['REDIS_HOST'], line)).toContain('environment DB_HOST removed');
  });
});
