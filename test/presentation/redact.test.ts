import { readFileSync } from 'fs';
import { join } from 'path';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

/**
 * One text for each rule of a public set of secret patterns (gitleaks' default configuration), generated from the rule's expression.
 * The texts are written backwards, so that secret scanners do not report this repository.
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
    ['https://h/p?access_token=hunter2&x=1'], ['https://b.s3.amazonaws.com/k?X-Amz-Signature=hunter2'], ["IDENTIFIED BY 'hunter2'"], ["alter user app identified by 'hunter2'"], ["create user 'app'@'%' identified with caching_sha2_password by 'hunter2'"], ["near 'identified by 'hunter2''"],
    ['postgresql+asyncpg://svc_user:hunter2/w0rd#1@db/app'], ['mysql+pymysql://u:hunter2@h/x'], ['app:hunter2@tcp(db:3306)/app'], ['DSN=app:hunter2@unix(/run/mysqld.sock)/app'], ['aws_secret_access_key = hunter2'],
    ['AccountKey=hunter2;EndpointSuffix=core'], ['SENTRY_AUTH_TOKEN=hunter2'], ['Set-Cookie: sid=hunter2; Path=/'], ['pwd=hunter2'], ['secret := "hunter2"'],
    ['postgres://app:hunter2@db:5432/app'], ['mysql://root:hunter2@db/app?x=1'], ['amqp://u:hunter2@mq:5672'], ['redis://:hunter2@cache:6379'], ['https://u:hunter2@host/path'],
    ['mongodb+srv://u:hun%40ter2@c.example.net'], ['postgresql://app:hunter2/with/slash@db/app'], ['jdbc:postgresql://db/app?user=a&password=hunter2'],
    ['{"user":"a","passphrase":"hunter2 with blanks"}'], ['passwd=\'hunter2 x\''], ['MYSQL_ROOT_PASSWORD=hunter2'],
    ['curl -u admin:hunter2 https://h/'], ['curl -fsS --user=admin:hunter2 https://h/'], ['mysql -u root -phunter2 -h db'], ['redis-cli -h cache -a hunter2 ping'],
  ])('%s', (text) => {
    expect(redact(`error: ${text} (retry)`)).not.toMatch(/hunter2|hun%40ter2/);
  });
});

describe('what stands behind the secret stays, or goes with it', () => {
  test.each([
    // lists of arguments, traces of shells
    ['argv=["node","s.js","--db-password","Hunter2x9"]', 'argv=["node","s.js","--db-password","***"]'],
    ["args: ['--db-password', 'Hunter2x9', '--port', '80']", "args: ['--db-password', '***', '--port', '80']"],
    ["args: [\n  '--db-password',\n  'Hunter2x9'\n]", "args: [\n  '--db-password',\n  '***'\n]"],
    ['- --db-password\n- Hunter2x9', '- --db-password\n- ***'],
    ['{\\"args\\":[\\"--token\\",\\"Hunter2x9\\"]}', '{\\"args\\":[\\"--token\\",\\"***\\"]}'],
    ["['curl','-u','admin:Hunter2x9','https://h/']", "['curl','-u','admin:***','https://h/']"],
    ['+ mysql -uroot -pHunter2x9 db', '+ mysql -uroot -p*** db'],
    ["+ curl -fsS -u 'admin:Hunter2x9' https://h/", "+ curl -fsS -u 'admin:***' https://h/"],
    ['+ sshpass -p Hunter2x9 ssh h', '+ sshpass -p *** ssh h'],
    ['+ docker login -u me -p Hunter2x9 r.example', '+ docker login -u me -p *** r.example'],
    ['args=[--token, Hunter2x9, --port, 80]', 'args=[--token, ***, --port, 80]'],
    // prose
    ['authentication failed using password Hunter2x9 for user admin', 'authentication failed using password *** for user admin'],
    ['password is Hunter2x9.', 'password is ***'],
    ['auth_token Hunter2x9 rejected', 'auth_token *** rejected'],
    ['bad login for root with pass letmein7777', 'bad login for root with pass ***'],
    ['Password for app is Tr0ub4dor&3', 'Password for app is ***'],
    ['health checks pass 3 of 5', 'health checks pass 3 of 5'],
    ['api key hunter2hunter2 rejected', 'api key *** rejected'],
    ['DbPassword -> Hunter2x9', 'DbPassword -> ***'],
    // cookies
    ['Cookie: a=x; b=Hunter2x9', 'Cookie: ***'],
    ['Set-Cookie: sid=Hunter2x9; HttpOnly', 'Set-Cookie: ***'],
    ["'set-cookie': [ 'a=x; Path=/', 'b=Hunter2x9' ], host: 'h'", "'set-cookie': [ '***' ], host: 'h'"],
    ['{"Cookie":"a=x; b=Hunter2x9","Host":"h"}', '{"Cookie":"***","Host":"h"}'],
    // users of URLs
    ['clone https://Hunter2Hunter2Token@github.com/x.git', 'clone https://***@github.com/x.git'],
    ['jdbc:oracle:thin:scott/Hunter2x9@host:1521', 'jdbc:oracle:thin:scott/***@host:1521'],
    // names and signs
    ['creds=admin:Hunter2x9', 'creds=***'], ['pw=Hunter2x9', 'pw=***'], ['passwordHash=Hunter2x9', 'passwordHash=***'], ['contraseña=Hunter2x9', 'contraseña=***'],
    ['PASSWORD\\u003dHunter2x9', 'PASSWORD\\u003d***'], ['password%3DHunter2x9', 'password%3D***'],
    // commas
    ['password: Hunter2, Hunter2', 'password: ***'], ['password=Hunter2,Hunter2 next', 'password=*** next'], ['password: Hunter2(x', 'password: ***'],
    ['password: Hunter2, user: app', 'password: ***, user: app'], ['password=Hunter2,user=app', 'password=***,user=app'],
    ['{ password: Hunter2, user: app }', '{ password: ***, user: app }'], ['{"password":4711,"user":"app"}', '{"password":***,"user":"app"}'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('options with a value', () => {
  test.each([
    ['started with --password my-secret because it is needed', 'started with --password *** because it is needed'],
    ['--password my,Hunter2 --port 80', '--password *** --port 80'], ['args: --token abc,--port,80', 'args: --token ***,--port,80'],
    ['-p x --pwd hunter2', '-p x --pwd ***'], ['PASSWORD=my-secret because', 'PASSWORD=*** because'], ['password: my-secret', 'password: ***'],
    ['connect with pwd my-secret', 'connect with pwd ***'], ['user sa pwd hunter2', 'user sa pwd ***'], ['setup.exe /password:hunter2 /q', 'setup.exe /password:*** /q'],
    ["mysql -uroot -p'my-secret' db", "mysql -uroot -p'***' db"], ['mysql -uroot -p"my-secret" db', 'mysql -uroot -p"***" db'],
    ['cqlsh -u a -p hunter2 h', 'cqlsh -u a -p *** h'], ['ldapsearch -D cn=a -w hunter2 -b dc=x', 'ldapsearch -D cn=a -w *** -b dc=x'],
    ['rabbitmqctl add_user app hunter2', 'rabbitmqctl add_user app ***'], ['redis-server --requirepass hunter2', 'redis-server --requirepass ***'],
    ['requirepass hunter2', 'requirepass ***'], ['keytool -storepass hunter2 -keypass hunter2', 'keytool -storepass *** -keypass ***'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    ['the option --password because it is missing'], ['unknown flag: --password (did you mean --pass?)'], ['Error: --password takes 1 argument'],
    ['please provide --password when using --user'], ['--password requires a value'], ['  -p, --password string   the password of the registry'],
    ['give the name with --token, only once'], ['--secret name'], ['either --password or --identity must be provided'], ['docker login --password-stdin r.example'],
    ['use --no-password with a trust file'], ['--token-ttl 3600'], ['--password instead'], ['--password PASSWORD'], ['flag needs an argument: --password.'],
    ['pwd is /app'], ['pwd /app/x1'], ['pwd command failed'], ['psql -h db -p 5432'], ['mkdir -p /var/lib/app-1'], ['passwd: unrecognized option -p'],
    ['my-secret because'], ['the password because it was rotated'], ['requirepass is set'],
  ])('no value: %s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('private keys, whole or cut off', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
  expect(redact(`key: -----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY----- loaded`)).toBe('key: *** loaded');
  expect(redact(`-----BEGIN PRIVATE KEY-----\n${body}`)).not.toContain(body);
});

const KEY = Array.from({ length: 8 }, (_, i) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC${'aB3/'.repeat(7)}xY+${i}`);
const FOOT = '-----END RSA PRIVATE KEY-----';

describe('private keys of which not every line was read', () => {
  const prefixed = KEY.map((line) => `2026-11-23T10:00:00Z INFO ${line}`);
  test.each<[string, string[], string]>([
    ['without its first line', ['start', ...KEY, 'aB3=', FOOT, 'Error: bad key'], 'start\n***\nError: bad key'],
    ['its last lines only', [KEY[0], 'aB3=', FOOT, 'Error: bad key'], '***\nError: bad key'],
    ['without its last line', ['-----BEGIN PRIVATE KEY-----', ...KEY, 'Error: bad key'], '***\nError: bad key'],
    ['encrypted, without its last line', ['-----BEGIN RSA PRIVATE KEY-----', 'Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-256-CBC,00FF', '', ...KEY, 'aB3=', 'Error: bad key'], '***\nError: bad key'],
    ['without either', ['start', ...KEY, 'Error: bad key'], 'start\n***\nError: bad key'],
    ['behind the words of a logger', ['start', ...prefixed, FOOT, 'Error: bad key'], 'start\n***\nError: bad key'],
    ['on one line, escaped, without its beginning', [`${KEY.join('\\n')}\\n${FOOT}", bad key`], '***", bad key'],
    ['the first two lines without their mark', ['start', KEY[0], KEY[1], 'Error: bad key'], 'start\n***\nError: bad key'],
    ['of an elliptic curve, without its marks', ['start', `MC4CAQAwBQYDK2VwBCIEI${'aB3/'.repeat(9)}x`, 'Error: bad key'], 'start\n***\nError: bad key'],
    ['named only', ['Error: expected -----BEGIN PRIVATE KEY----- in TLS_KEY', 'at load (/app/tls.js:3:1)'], 'Error: expected ***\nat load (/app/tls.js:3:1)'],
  ])('%s', (_, lines, expected) => {
    expect(redact(lines.join('\n'))).toBe(expected);
  });

  test('digests and single lines of base64 are no keys', () => {
    const text = ['a1'.repeat(32), 'b2'.repeat(32), 'c3'.repeat(32), 'd4'.repeat(32), 'payload', KEY[0].replace('MII', 'aB3'), KEY[1].replace('MII', 'aB3'), 'at /usr/local/lib/node/modules/express/router'].join('\n');
    expect(redact(text)).toBe(text);
  });
});

describe('texts about secrets that hold none are kept', () => {
  test.each([
    ['container "web" exits with code 1: "Client SASL mechanism \'SCRAM-SHA-512\' not enabled in the server"'],
    ['exited with code 137: "x509: certificate of Api2Host has expired"'],
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
    ['connect ECONNREFUSED 10.0.2.3:5432'], ["Can't locate revision identified by '8f2a1c3d4e5f'"],
    ['token expired'], ['password is required'], ['secret not found'], ['invalid password'], ['password must have 12 characters'], ['the password was changed 2026-11-23T10:00:00Z'],
    ['password authentication failed for user "App2Service1"'], ['FATAL: password authentication failed for user "postgres"'], ['Access denied for user \'x\'@\'y\' (using password: YES)'],
    ['secret MyStackDbSecret4F2A1B not found'], ['password from /run/secrets/DbPassword1'], ['password file /run/secrets/DbPassword1'], ['no password API_TOKEN_V2 in the environment'],
    ['token com.example.Auth2Provider failed'], ['Unexpected token < in JSON at position 0'], ['Unexpected token \'export\''], ['SCRAM-SHA-256 password scram-sha-256 rejected'],
    ['cookie: is invalid'], ['ssh://git@github.com/x.git'], ['postgres://application_user@db/app'], ['https://service-account@example.net/'],
    ['curl --unix-socket /run/docker.sock http://h:80/'], ['docker run -p 8080:80 web'], ['mysqld: ready for connections. port: 3306'], ['authorization: failed, code 3, token: expired'],
    ['credentials: could not be loaded, check the role'], ['authorization: header missing, code 401'], ['PWD=/app'], ['give --password, then --username1 and --token'],
    ['use the whole secret: ecs.Secret.fromSecretsManager(secret)'],
    ['--password, --user and --token are needed'], ["args: ['--token-file','/run/t','--port','80']"],
    ['pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'],
    ['failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository: 403 Forbidden'],
    ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html'],
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a hostile line of 100 kB takes time in proportion to its length', () => {
  const SIZE = 100_000;
  const HOSTILE = [
    'password', 'password=', 'password:', 'password ', 'password,', 'password: a, b', '--password ', '"--password","', "password='", 'password="\\"', '"token": "', 'key=', 'session=a1', 'pw=x,', 'token: expired, x ',
    'a', 'A1', 'a.', '-a', '://', 'a://', 'a://b:', 'redis://:', 'redis://a:b', 'https://a1A', 'jdbc:oracle:thin:a/', 'x:', '@', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\n',
    '-----END PRIVATE KEY-----\n', `${KEY[0]}\n`, `${KEY[0]} `, `${KEY[0]}\\n`, 'a\n', '\n', 'eyJ-', 'eyJaaaaaaaa.', 'eyJaaaaaaaaa-', 'ey', 'SG.', 'SG.-', 'sk-', 'curl ', 'curl -u ', 'mysql -p', 'sqlplus a/', 'cookie: ', 'cookie: a=b;', 'cookie=',
    '<password>', '\\', '\\u003d', '%3d', '***,', 'password=***,', ' ', '\t\n ', "'", 'A3-AAAAA', '0.', 'bearer ', 'Basic a',
    'pwd ', 'pwd a1', '/password:', ' /pwd:a', '--password a,', 'rabbitmqctl ', 'rabbitmqctl add_user a ', 'ldapsearch ', 'ldapsearch -w ', 'storepass ',
  ];
  const cost = (part: string, size: number): number => {
    const text = part.repeat(Math.ceil(size / part.length));
    const start = process.cpuUsage();
    redact(text);
    redact(`${text}!`);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e3;
  };
  test.each(HOSTILE)('%j', (part) => {
    const ms = cost(part, SIZE);
    // A slow machine, or one that counts covered lines, takes longer for all sizes: 4 is linear, 16 quadratic.
    if (ms >= 3000) expect(ms / cost(part, SIZE / 4)).toBeLessThan(9);
  });
});
