import { checked, codes, exited, text, top } from './given';

describe('a module that is missing', () => {
  test.each([
    ['https://github.com/iam-veeramalla/aws-devops-zero-to-hero/pull/195', "ImportError: cannot import name 'url_quote' from 'werkzeug.urls' (/usr/lib/werkzeug/urls.py)", 'pin a version of werkzeug that has url_quote'],
    ['https://github.com/confluentinc/schema-registry/issues/1898',
      'org.apache.kafka.common.config.ConfigException: Invalid value software.amazon.msk.auth.iam.Handler for configuration x: Class software.amazon.msk.auth.iam.Handler could not be found.',
      'the jar with class software.amazon.msk.auth.iam.Handler'],
    ['Java', 'java.lang.ClassNotFoundException: org.postgresql.Driver', 'the jar with class org.postgresql.Driver'],
    ['a package', "ModuleNotFoundError: No module named 'flask'", 'add the file or package to the image'],
  ])('%s', (_source, line, fix) => {
    const cause = exited(line);
    expect(cause.id).toBe('app-module-missing');
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
