import { checked, codes, exited, frameOf, text, top } from './given';
import { diagnose } from '../../src/diagnosis/engine';

describe('a module that is missing', () => {
  test.each([
    ['https://github.com/iam-veeramalla/aws-devops-zero-to-hero/pull/195', "ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/usr/lib/werkzeug/urls.py)", 'pin a version of werkzeug that has url_quote'],
    ['https://github.com/confluentinc/schema-registry/issues/1898',
      'org.apache.kafka.common.config.ConfigException: Invalid value software.amazon.msk.auth.iam.Handler for configuration x: Class software.amazon.msk.auth.iam.Handler could not be found.',
      'the jar with class software.amazon.msk.auth.iam.Handler'],
    ['Java', 'java.lang.ClassNotFoundException: org.postgresql.Driver', 'the jar with class org.postgresql.Driver'],
    ['a package', "ModuleNotFoundError: No module named 'flask'", 'add the package with flask to the requirements'],
  ])('%s', (_source, line, fix) => {
    const cause = exited(line);
    expect(cause.id).toBe('app-module-missing');
    expect(cause.fix).toContain(fix);
  });

  test.each([
    ['https://github.com/flowable/flowable-engine/issues/1286', "Error: Can't find scripting engine for 'JavaScript'", 'since version 15', 'nashorn-core'],
    ['https://github.com/camunda-community-hub/script-connector/issues/170', "ERROR no script engine found with name 'JavaScript'", 'since version 15', 'GraalJS'],
    ['JEP 320', 'java.lang.NoClassDefFoundError: javax/xml/bind/JAXBException', 'javax.xml.bind is no part of the JDK since version 11', 'JDK 8'],
    ['PEP 632', "ModuleNotFoundError: No module named 'distutils'", 'since version 3.12', 'setuptools'],
    ['PEP 594', "ModuleNotFoundError: No module named 'telnetlib'", 'since version 3.13', 'Python 3.12'],
    ['Ruby 3.1', 'cannot load such file -- net/smtp (LoadError)', 'since version 3.1', 'bundle add net-smtp'],
  ])('that the runtime no longer has, %s', (_source, line, fact, fix) => {
    const cause = exited(line);
    expect(cause.id).toBe('app-module-missing');
    expect(text(cause)).toContain(fact);
    expect(cause.fix).toContain(fix);
  });

  test('a blank in its name: https://github.com/fastapi/fastapi/issues/3784', () => {
    const cause = exited("ModuleNotFoundError: No module named 'uvicorn app'", { container: { entryPoint: ['uvicorn'], command: ['uvicorn app.main:app'] } });
    expect(text(cause)).toContain('command in the task definition: ["uvicorn app.main:app"]');
    expect(cause.fix).toContain('an argument of its own');
    expect(cause.fix).not.toContain('COPY');
  });
});

test('400 where the container has a port for TLS, too: the port of the check is one of two possibilities', () => {
  const portMappings = [{ containerPort: 8080 }, { containerPort: 443 }];
  const cause = checked(codes(400), {}, { container: { portMappings } });
  expect(text(cause)).toContain('the container has port 443, too');
  expect(cause.fix).toContain('Protocol.HTTPS');
  expect(checked(codes(400), {}, { container: { portMappings }, log: ['Invalid HTTP_HOST header: 10.0.0.7'] }).fix).not.toContain('443');
});

test('415 is the answer of a gRPC server to HTTP/1.1', () => {
  const cause = checked(codes(415), { HealthCheckPath: '/', Matcher: { HttpCode: '200' } });
  expect(text(cause)).toContain('gRPC server answers such a request with 415');
  expect(cause.fix).toContain('ApplicationProtocolVersion.GRPC');
  expect(checked(codes(404), {}).fix).not.toContain('GRPC');
});

test('503 with a refusal of the database in the log, before the application listened', () => {
  const refusal = 'FATAL: no pg_hba.conf entry for host "10.0.1.7", user "shop", database "shop", no encryption';
  const cause = checked(codes(503), { HealthCheckPath: '/health' }, { log: [`WARN health: ${refusal}`, 'Listening on 0.0.0.0:8080', 'GET /health 503'] });
  expect(text(cause)).toContain('no pg_hba.conf entry');
  expect(cause.fix).toMatch(/^switch TLS on in the connection setting/);
});

test('a file of authorities that the image lacks is named with its variable', () => {
  const line = 'psql: error: connection to server at "db" (10.0.3.14), port 5432 failed: root certificate file "/etc/pg/ca.pem" does not exist';
  const cause = exited(line, { container: { environment: [{ name: 'PGSSLROOTCERT', value: '/etc/pg/ca.pem' }] } });
  expect(cause.id).toBe('app-dependency-tls');
  expect(text(cause)).toContain('file /etc/pg/ca.pem, which PGSSLROOTCERT names, is not in the image');
  expect(exited("nginx: [emerg] cannot load certificate '/etc/nginx/site.crt': No such file or directory").id).not.toBe('app-dependency-tls');
});

describe('a crash in native code', () => {
  const previousTaskDefinition = { taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1', containerDefinitions: [{ name: 'web', image: 'shop:net8' }] };
  const crashed = (log: string[], exitCode: number, image: string, more = {}) => {
    const task = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode }], ...more };
    return diagnose({ ...frameOf({ log, task, container: { image } }), previousTaskDefinition }).causes[0];
  };
  const THROWN = "terminate called after throwing an instance of 'Js::JavascriptException'";

  test.each([['app-segfault', [], 139], ['app-aborted', [THROWN], 139], ['app-aborted', [THROWN], 134]])(
    'once proves nothing: %s', (id, log, exitCode) => {
      const late = { stoppingAt: '2026-11-23T10:04:00.000Z', executionStoppedAt: '2026-11-23T10:04:00.000Z' };
      expect(crashed(log, exitCode, 'shop:net10', late)).toMatchObject({ id, retry: 'maybe' });
    },
  );

  test('an abort at the start stays', () => {
    const early = { stoppingAt: '2026-11-23T10:00:45.000Z', executionStoppedAt: '2026-11-23T10:00:45.000Z' };
    expect(crashed([THROWN], 134, 'shop:net10', early).retry).toBe('never');
  });

  test('the image that ran before is named if this deployment changed it', () => {
    expect(crashed([THROWN], 139, 'shop:net10').fix).toContain('go back to image shop:net8 (task definition web:1)');
    expect(crashed([], 139, 'shop:net10').fix).toContain('go back to image shop:net8');
    expect(crashed([], 139, 'shop:net8').fix).not.toContain('go back');
  });

  test('the exception stands whole in the headline', () => {
    expect(crashed([THROWN], 139, 'shop:net10').headline).toContain('uncaught Js::JavascriptException');
  });
});

describe('words of a crash', () => {
  const EXITED = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] };
  test('Go: https://github.com/influxdata/telegraf/issues/15455', () => {
    const log = ['E! FATAL: [inputs.ecs] panicked: runtime error: invalid memory address or nil pointer dereference, Stack:', 'panic({0x70a8180?, 0xdc68f90?})'];
    expect(top({ log, task: EXITED }).headline).toContain('nil pointer dereference');
  });

  test('Erlang: https://github.com/emqx/emqx/issues/6743', () => {
    const term = "({application_start_failure,kernel,{{shutdown,{failed_to_start_child,net_sup,{shutdown,{failed_to_start_child,net_kernel,{'EXIT',nodistribution}}}}},{ker";
    expect(exited(`Kernel pid terminated (application_controller) ${term}`).headline)
      .toContain('Kernel pid terminated (application_controller): application_start_failure of kernel, nodistribution');
  });
});
