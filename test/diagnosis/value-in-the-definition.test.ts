import { exited, Given, top } from './given';
import { Cause } from '../../src/diagnosis/model';

/** The value that fails stands in the task definition, in another form. The sources are beside the texts. */

const ended = (log: readonly string[], given: Given = {}): Cause => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
});
const variables = (environment: Record<string, string>) => ({
  container: { environment: Object.entries(environment).map(([name, value]) => ({ name, value })) },
});

describe('a path by its end', () => {
  const line = "Error: Cannot find module '/home/node/app/dist/payload.config.js'";

  test('of a variable', () => {
    expect(exited(line, variables({ PAYLOAD_CONFIG_PATH: 'dist/payload.config.js', PORT: '3000' })).fix)
      .toContain('correct PAYLOAD_CONFIG_PATH under environment');
  });

  test.each([{ OTHER: 'load.config.js' }, { OTHER: 'src/payload.config.js' }])('of none: %j', (environment) => {
    expect(exited(line, variables(environment)).fix).toContain('run the build in the image');
  });
});

describe('a module by the name of a parameter', () => {
  test('of AWS Systems Manager', () => {
    const cause = exited("ModuleNotFoundError: No module named '/production/2018/API/PROJECT_NAME'", variables({ NAMESPACE: '/production/2018/API' }));
    expect(cause.facts.join()).toContain('with the values of NAMESPACE');
    expect(cause.fix).toContain('PROJECT_NAME: ecs.Secret.fromSsmParameter');
  });

  test('a module', () => expect(exited("ModuleNotFoundError: No module named 'shop.wsgi'").fix).not.toContain('fromSsmParameter'));
});

describe('an option with other signs', () => {
  const log = [
    "2024-05-12T20:38:36.124451Z 0 [Warning] [MY-011810] [Server] Insecure configuration for --pid-file: Location '/var/run/mysqld' in the path is"
    + ' accessible to all OS users. Consider choosing a different directory.',
    "2024-05-12T20:38:36.127128Z 0 [ERROR] [MY-000067] [Server] unknown variable 'default_authentication_plugin=mysql_native_password'.",
  ];

  // https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html
  test('in the command', () => {
    const { fix } = ended(log, { container: { command: ['--default-authentication-plugin=mysql_native_password'] } });
    expect(fix).toContain('take "--default-authentication-plugin=mysql_native_password" out of command');
  });

  test('elsewhere', () => expect(ended(log, { container: { command: ['--character-set-server=utf8mb4'] } }).fix).not.toContain('out of command'));
});

describe('variables that end a program', () => {
  const log = ['error: RABBITMQ_DEFAULT_PASS is set but deprecated', 'error: RABBITMQ_DEFAULT_USER is set but deprecated', 'error: deprecated environment variables detected'];

  test('are in the task definition', () => {
    const { fix } = ended(log, { container: {
      environment: [{ name: 'RABBITMQ_DEFAULT_USER', value: 'orders' }], secrets: [{ name: 'RABBITMQ_DEFAULT_PASS', valueFrom: 'arn' }] } });
    expect(fix).toContain('take RABBITMQ_DEFAULT_USER and RABBITMQ_DEFAULT_PASS out of');
  });

  test('are not', () => expect(ended(log, variables({ RABBITMQ_NODENAME: 'a@b' })).fix).not.toContain('RABBITMQ_NODENAME'));
});

describe('a locale', () => {
  const lines = ["terminate called after throwing an instance of 'std::runtime_error'", '  what():  locale::facet::_S_create_c_locale name not valid'];

  test('that a variable names', () => {
    expect(ended(lines, variables({ LANG: 'en_US.UTF-8' })).fix).toContain('set C.UTF-8 in place of LANG=en_US.UTF-8');
  });

  test('that none names', () => expect(ended(lines).fix).not.toContain('C.UTF-8'));
});

describe('a package of development', () => {
  const log = ['   Error', '  Class "Laravel\\Telescope\\TelescopeServiceProvider" not found', '  at app/Providers/AppServiceProvider.php:63',
    "     61  if ($this->app->environment('local')) {"];

  test('for one environment', () => expect(ended(log, variables({ APP_ENV: 'local' })).fix).toContain('set APP_ENV to production'));

  test('in another one', () => expect(ended(log, variables({ APP_ENV: 'staging' })).fix).toContain('require the package'));
});

describe('a file system without fallocate', () => {
  const log = ['[ERROR] InnoDB: preallocating 12582912 bytes for file ./ibdata1 failed with error 95', '[ERROR] Unknown/unsupported storage engine: InnoDB'];
  const container = { mountPoints: [{ sourceVolume: 'data', containerPath: '/config' }] };

  test('of EFS', () => {
    const cause = ended(log, { container, definition: { volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }] } });
    expect(cause.fix).toContain('off EFS: an EBS volume at /config');
  });

  test('of the host', () => expect(ended(log, { container, definition: { volumes: [{ name: 'data', host: { sourcePath: '/d' } }] } }).fix).not.toContain('EFS'));
});

describe('a configuration file without a name', () => {
  test('belongs on the volume for it', () => {
    expect(exited('panic: configuration file not found', { container: { mountPoints: [{ sourceVolume: 'conf', containerPath: '/config' }] } }).fix)
      .toContain('put the configuration file onto volume conf, mounted at /config');
  });

  test('and a volume for data', () => {
    expect(exited('panic: configuration file not found', { container: { mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }] } }).fix).not.toContain('volume data');
  });
});

test('a JDBC URL in the form of another server', () => {
  const fault = 'ERROR Configuration [database.url] is invalid. It must begin with either jdbc:mysql: or jdbc:postgresql:';
  expect(exited(fault, variables({ DATABASE_URL: 'jdbc:mysql://db.example.com;dbname=shop' })).fix).toContain('set DATABASE_URL under environment');
  expect(exited(fault, variables({ DATABASE_URL: 'jdbc:mysql://db.example.com:3306/shop' })).fix).not.toContain('a JDBC URL with /');
});

test('metadata of EC2 on Fargate', () => {
  const log = ['java.net.SocketException: Invalid argument or cannot assign requested address', '  at java.base/java.net.PlainSocketImpl.socketConnect(Native Method)',
    '  at io.micronaut.discovery.cloud.ComputeInstanceMetadataResolverUtils.readMetadataUrl(ComputeInstanceMetadataResolverUtils.java:66)'];
  expect(ended(log, { service: { launchType: 'FARGATE' } }).fix).toContain('which Fargate does not have');
  expect(ended(log, { service: { launchType: 'EC2' } }).fix).not.toContain('Fargate');
});

test('a module that require() cannot load', () => {
  expect(exited('Error [ERR_REQUIRE_ESM]: require() of ES Module /opt/app/node_modules/@shop/dav/index.js from /opt/app/b.js not supported.').fix)
    .toContain('load @shop/dav with import()');
});

test('a line of a shell is no name of a program', () => {
  const refused = (command: string[]) => top({
    container: { command }, task: { stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start', startedAt: undefined, containers: [{ name: 'web', reason:
      'CannotStartContainerError: API error (404): invalid header field value "oci runtime error: container_linux.go:247: starting container process caused'
      + ' \\"exec: \\\\\\"apt-get update && apt-get -y install php-memcached p' }] } });
  expect(refused(['apt-get update && apt-get -y install php-memcached php-yaml']).fix).toContain("command: ['sh', '-c', '...']");
  expect(refused(['sh', '-c', 'apt-get update && apt-get -y install php-memcached php-yaml']).fix).not.toContain("'sh', '-c', '...'");
});
