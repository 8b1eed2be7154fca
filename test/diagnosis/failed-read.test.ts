import { diagnose } from '../../src/diagnosis/engine';
import { TaskDefinition } from '../../src/facts/model';
import { at, crashed, frame, id } from '../decision/frames';

function top(lines: readonly string[], definition: TaskDefinition = {}) {
  return diagnose(frame(60, {
    tasks: [crashed(1, 20)],
    taskDefinition: { taskRoleArn: 'arn:aws:iam::123456789012:role/web-task', containerDefinitions: [{ name: 'web' }], ...definition },
    logs: { web: { [id(1)]: lines.map((message, i) => ({ timestamp: Date.parse(at(15)) + i, message })) } },
  })).causes[0];
}

const USER = 'User: arn:aws:sts::123456789012:assumed-role/web-task/0123456789abcdef0123456789abcdef is not authorized to perform:';
// https://github.com/hackoregon/civic-devops/issues/241
const parameter = (path: string) => 'An error occurred (AccessDeniedException) when calling the GetParameters operation: '
  + `${USER} ssm:GetParameters on resource: arn:aws:ssm:us-west-2:123456789012:parameter${path}`;
// https://github.com/hackoregon/civic-devops/issues/113
const NO_MODULE = 'ModuleNotFoundError: No module named \'/production/2018/API/transportation-systems/PROJECT_NAME\'';
const SECRET = `AccessDeniedException: ${USER} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf`
  + ' because no identity-based policy allows the secretsmanager:GetSecretValue action';
const KMS = 'An error occurred (AccessDeniedException) when calling the GetParameter operation: '
  + `${USER} kms:Decrypt on resource: arn:aws:kms:us-east-1:123456789012:key/1234 because no identity-based policy allows the kms:Decrypt action`;

describe('a refused call is the cause of the crash that misses what it should have brought', () => {
  test.each<[string, readonly string[], string, string]>([
    ['Django', [parameter('/app/DJANGO_SECRET_KEY'), parameter('/app/DB_HOST'), 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.'],
      'ssm:GetParameters refused on parameter/app/*', 'SECRET_KEY setting must not be empty'],
    ['Python', [parameter('/app/db-host'), 'Traceback (most recent call last):', '  File "app.py", line 3, in <module>', 'KeyError: \'DB_HOST\''],
      'ssm:GetParameters refused on parameter/app/db-host', 'KeyError: \'DB_HOST\''],
    ['a module named by a parameter', [parameter('/production/2018/API/transportation-systems/PROJECT_NAME'), NO_MODULE],
      'ssm:GetParameters refused on parameter/production/2018/API/transportation-systems/PROJECT_NAME', 'No module named'],
    ['Node', [`Error fetching secret: ${SECRET}`, 'TypeError: Cannot read properties of undefined (reading \'password\')'],
      'secretsmanager:GetSecretValue refused on secret:prod/db-AbCdEf', 'Cannot read properties of undefined'],
    ['a key', [KMS, '/entrypoint.sh: line 12: API_KEY: unbound variable'], 'kms:Decrypt refused on key/1234', 'API_KEY: unbound variable'],
    ['a database without its password', [`Unable to read secret: ${SECRET}`, 'psql: error: connection to server at "db.internal" (10.0.1.2), port 5432 failed: fe_sendauth: no password supplied'],
      'secretsmanager:GetSecretValue refused on secret:prod/db-AbCdEf', 'no password supplied'],
    ['Spring', [`c.a.s.m.ParameterStorePropertySource : ${parameter('/config/app/spring.datasource.url')}`, 'java.lang.IllegalArgumentException: Could not resolve placeholder \'spring.datasource.url\' in value "${spring.datasource.url}"'],
      'ssm:GetParameters refused on parameter/config/app/spring.datasource.url', 'Could not resolve placeholder'],
  ])('%s', (_, lines, headline, then) => {
    const cause = top(['starting', ...lines]);
    expect(cause).toMatchObject({ id: 'app-dependency-auth', container: 'web' });
    expect(cause.headline).toBe(`container "web" exits with code 1: ${headline}`);
    expect(cause.facts.join('\n')).toMatch(/was refused to role web-task/);
    expect(cause.facts.join('\n')).toContain('without it the program ends: ');
    expect(cause.facts.join('\n')).toContain(then);
    expect(cause.fix).toMatch(/^allow the task role web-task to call \w+:\w+ on arn:aws:\S+: /);
  });

  test('a refusal that is the loudest line', () => {
    expect(top([`aws: error: ${SECRET}`, 'jq: error (at <stdin>:0): Cannot iterate over null (null)']).headline)
      .toBe('container "web" exits with code 1: secretsmanager:GetSecretValue refused on secret:prod/db-AbCdEf');
  });

  test('a refusal without a name for action and role', () => {
    const cause = top(['fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden', 'FileNotFoundError: [Errno 2] No such file or directory: \'/app/config.yml\'']);
    expect(cause).toMatchObject({ id: 'app-dependency-auth', headline: expect.stringContaining('(403) when calling the HeadObject') });
    expect(top(['download failed: s3://conf/app/config.yml to ./config.yml An error occurred (403) when calling the GetObject operation: Forbidden',
      'FileNotFoundError: [Errno 2] No such file or directory: \'/app/config.yml\''])).toMatchObject({ id: 'app-dependency-auth', headline: expect.stringContaining('403') });
  });

  test('a read that found nothing, and one without an answer', () => {
    expect(top(['An error occurred (ParameterNotFound) when calling the GetParameter operation: ', 'Error: DB_HOST is required'])).toMatchObject({
      id: 'app-config-missing', headline: expect.stringContaining('ParameterNotFound'), fix: expect.stringMatching(/^create the parameter/),
    });
    expect(top(['Could not connect to the endpoint URL: "https://ssm.us-west-2.amazonaws.com/"', 'Error: DB_HOST is required'])).toMatchObject({
      id: 'app-dependency-unreachable', headline: expect.stringContaining('ssm.us-west-2.amazonaws.com'),
    });
  });

  test('credentials of another role, and none of the task', () => {
    const lines = [parameter('/app/DB_HOST'), 'Error: DB_HOST is required'];
    expect(top(lines, { taskRoleArn: 'arn:aws:iam::123456789012:role/other' }).facts.join()).toContain('the task role is other, so the program takes its credentials from elsewhere');
    expect(top(lines, { taskRoleArn: undefined }).fix).toMatch(/^give the task definition a task role \(taskRole\) that is allowed to call ssm:GetParameters on /);
  });

  test.each<[string, string, readonly string[], TaskDefinition]>([
    ['the call brings no settings', 'app-config-missing', [
      `AccessDenied: ${USER} cloudwatch:PutMetricData on resource: *`, 'Error: DB_HOST is required',
    ], {}],
    ['the task definition sets the variable', 'app-config-missing', [
      parameter('/app/flags'), 'Error: DB_HOST is required',
    ], { containerDefinitions: [{ name: 'web', environment: [{ name: 'DB_HOST', value: 'db' }] }] }],
    ['the program got what it asked for and fails at something else', 'app-port-conflict', [
      parameter('/app/flags'), 'Error: listen EADDRINUSE: address already in use 0.0.0.0:80',
    ], {}],
    ['a module that is not installed', 'app-module-missing', [parameter('/app/flags'), 'ModuleNotFoundError: No module named \'flask\''], {}],
    ['it goes on without it', 'app-config-missing', [
      `${parameter('/app/flags')}, using cached flags, falling back to defaults`, 'Error: DB_HOST is required',
    ], {}],
    ['the refusal comes after the crash', 'app-config-missing', ['Error: DB_HOST is required', 'at x', 'bye'], {}],
  ])('not if %s', (_, id_, lines, definition) => {
    expect(top(lines, definition).id).toBe(id_);
  });
});
