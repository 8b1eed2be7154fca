import { diagnose } from '../../src/diagnosis/engine';
import { at, crashed, frame, id } from '../decision/frames';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/otel';

function top(name: string, value: string, ...lines: readonly string[]) {
  return diagnose(frame(60, {
    tasks: [crashed(1, 20)],
    taskDefinition: { containerDefinitions: [{ name: 'web', environment: [{ name, value }] }] },
    logs: { web: { [id(1)]: lines.map((message, i) => ({ timestamp: Date.parse(at(15)) + i, message })) } },
  })).causes[0];
}

describe('a variable holds the place of a value, not the value', () => {
  test.each<[string, string, string, string, string]>([
    ['AOT_CONFIG_CONTENT', 'otel-collector-config', 'Error: failed to get config: cannot unmarshal the configuration: yaml: unmarshal errors: line 1: cannot unmarshal !!str `otel-co...`', 'the name of a parameter', 'ecs.Secret.fromSsmParameter(parameter)'],
    ['AOT_CONFIG_CONTENT', PARAMETER, 'Error: cannot unmarshal the configuration: yaml: line 1: cannot unmarshal !!str `arn:aws...` into map[string]interface {}', 'the ARN of a parameter', 'ecs.Secret.fromSsmParameter(parameter)'],
    ['DB_PASSWORD', SECRET, 'FATAL: password authentication failed for user "app"', 'the ARN of a secret', 'ecs.Secret.fromSecretsManager(secret)'],
    ['DATABASE_URL', SECRET, 'Error: Invalid database URL', 'the ARN of a secret', 'ecs.Secret.fromSecretsManager(secret)'],
    ['REDIS_HOST', SECRET, `Error: getaddrinfo ENOTFOUND ${SECRET}`, 'the ARN of a secret', 'ecs.Secret.fromSecretsManager(secret)'],
    ['DB_SECRET', SECRET, `SyntaxError: Unexpected token 'a', "${SECRET.slice(0, 10)}"... is not valid JSON`, 'the ARN of a secret', 'ecs.Secret.fromSecretsManager(secret)'],
    ['LOG_LEVEL', '/prod/web/log-level', 'ValueError: Unknown level: \'/prod/web/log-level\'', 'the name of a parameter', 'ecs.Secret.fromSsmParameter(parameter)'],
  ])('%s=%s: %s', (name, value, line, what, source) => {
    const cause = top(name, value, 'starting', line);
    expect(cause).toMatchObject({ id: 'app-config-invalid', container: 'web' });
    expect(cause.facts.join('\n')).toContain(`the value of ${name} in environment is ${what}, so`);
    expect(cause.fix).toBe(`pass ${name} with secrets, not with environment: secrets: { ${name}: ${source} } in addContainer('web', ...);`
      + ' it becomes valueFrom in the task definition');
  });

  test.each<[string, string, string]>([
    ['DB_SECRET_ARN', SECRET, 'FATAL: password authentication failed for user "app"'],
    ['DB_SECRET', SECRET, 'FATAL: password authentication failed for user "app"'],
    ['DB_PASSWORD_SECRET', SECRET, 'Error: Invalid database URL'],
    ['DB_SECRET', SECRET, 'Error: invalid port'],
    ['DB_SECRET', SECRET, `AccessDeniedException: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SECRET.slice(0, -7)}`],
    ['LOG_DIR', '/var/log/app', 'Error: cannot open /var/log/app'],
    ['CONFIG_PATH', '/prod/web/config.json', 'Error: cannot parse /prod/web/config.json'],
    ['BASE_PATH', '/api/v1', 'Error: connect ECONNREFUSED 10.0.1.2:5432'],
    ['API_TOKEN', 'hunter2', 'Error: 401 Unauthorized'],
    ['OTEL_CONFIG_CONTENT', 'receivers:\n  otlp:', 'Error: cannot unmarshal the configuration'],
  ])('another reason with %s=%s: %s', (name, value, line) => {
    const cause = top(name, value, line);
    expect(cause.fix).not.toMatch(/not with environment/);
  });
});
