import { readFileSync } from 'fs';
import { join } from 'path';
import { redactor } from '../../src/presentation/redact';

const redact = redactor(['own-\\d+', '(']);

/**
 * One text for each rule of a public set of secret patterns (gitleaks' default configuration), generated from the rule's expression. Written
 * backwards, so that secret scanners leave this repository alone.
 */
const examples = JSON.parse(readFileSync(join(__dirname, 'token-examples.json'), 'utf8')) as readonly { rule: string; backwards: string }[];

describe('known tokens', () => {
  test.each(examples)('$rule', ({ backwards }) => {
    const secret = [...backwards].reverse().join('');
    const line = `2026-11-23T10:00:00Z INFO using ${secret} now`;
    expect(redact(line)).not.toContain(secret);
    expect(redact(line)).toContain('***');
  });
});

describe('pairs of name and value, in every syntax', () => {
  test.each([
    ['password=hunter2'], ['password: hunter2'], ['"password": "hunter2"'], ['"password":"hunter2"'], ['\\"password\\":\\"hunter2\\"'], ["'password' => 'hunter2'"],
    ['DB_PASSWORD=hunter2'], ['DbPassword=hunter2;Server=x'], ['export PGPASSWORD=hunter2'], ['--password hunter2'], ['--db-password=hunter2'], ['<password>hunter2</password>'],
    ['Authorization: Bearer hunter2hunter2'], ['authorization=Basic hunter2hunter2='], ['x-api-key: hunter2'], ['apiKey="hunter2"'], ['client_secret=hunter2&grant_type=x'],
    ['https://h/p?access_token=hunter2&x=1'], ['https://b.s3.amazonaws.com/k?X-Amz-Signature=hunter2'], ["IDENTIFIED BY 'hunter2'"], ['aws_secret_access_key = hunter2'],
    ['AccountKey=hunter2;EndpointSuffix=core'], ['SENTRY_AUTH_TOKEN=hunter2'], ['Set-Cookie: sid=hunter2; Path=/'], ['pwd=hunter2'], ['secret := "hunter2"'],
    ['postgres://app:hunter2@db:5432/app'], ['mysql://root:hunter2@db/app?x=1'], ['amqp://u:hunter2@mq:5672'], ['redis://:hunter2@cache:6379'], ['https://u:hunter2@host/path'],
    ['mongodb+srv://u:hun%40ter2@c.example.net'], ['postgresql://app:hunter2/with/slash@db/app'], ['jdbc:postgresql://db/app?user=a&password=hunter2'],
    ['{"user":"a","passphrase":"hunter2 with blanks"}'], ['passwd=\'hunter2 x\''], ['MYSQL_ROOT_PASSWORD=hunter2'],
    ['curl -u admin:hunter2 https://h/'], ['curl -fsS --user=admin:hunter2 https://h/'], ['mysql -u root -phunter2 -h db'], ['redis-cli -h cache -a hunter2 ping'],
  ])('%s', (text) => {
    expect(redact(`error: ${text} (retry)`)).not.toMatch(/hunter2|hun%40ter2/);
  });
});

test('private keys, whole or cut off', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
  expect(redact(`key: -----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY----- loaded`)).toBe('key: *** loaded');
  expect(redact(`-----BEGIN PRIVATE KEY-----\n${body}`)).not.toContain(body);
});

test('the user\'s own patterns; one that is no expression is left out', () => {
  expect(redact('customer own-4711 failed')).toBe('customer *** failed');
});

describe('what says something is kept', () => {
  test.each([
    ['did not contain json key DB_PASSWORD'],
    ['password authentication failed for user "app"'],
    ['password: is required'],
    ['mysql -u root -p -h db: access denied'], ['curl -f http://localhost:8080/health || exit 1'],
    ['Missing required environment variable: API_TOKEN'],
    ['failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf from secrets manager'],
    ['is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db'],
    ['operation error ECR: GetAuthorizationToken, https response error StatusCode: 400, RequestID: 24460c33-1d7d-4ee9-99cf-c259d53e7b44'],
    ['(task 8378fd0fc0d744109128c8d6a0b71524) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/1)'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:86e3bff9634b85a5239a65974ac3c98f51277a8e1519fbd57b5e528f55ab8bf7: not found'],
    ['ECS was unable to assume the role \'arn:aws:iam::123456789012:role/ExampleEcsStack-ServiceTaskDefTaskRole0CFE2F57-v3VAz81Cmm5R\''],
    ['Error: Cannot find module \'/app/src/index.js\''],
    ['KeyError: \'DATABASE_PASSWORD\''],
    ['secret: ResourceNotFoundException: Secrets Manager can\'t find the specified secret.'],
    ['connect ECONNREFUSED 10.0.2.3:5432'],
    ['token expired'],
    ['pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'],
    ['failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository: 403 Forbidden'],
    ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html'],
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('a hostile text takes no time', () => {
  const start = process.hrtime.bigint();
  for (const text of ['password'.repeat(5000), `${'a'.repeat(20000)}=`, '://'.repeat(10000), '-----BEGIN '.repeat(3000), `${'x:'.repeat(10000)}@`, '"token": "'.repeat(3000)]) redact(text);
  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(3000);
});
