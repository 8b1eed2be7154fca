import { readFileSync } from 'fs';
import { join } from 'path';
import { linesRedactor, redactor } from '../../src/presentation/redact';

const redact = redactor();
const V = 'S3cr3tPassw0rdX9';
/** Neither a form nor a name of its own gives it away. */
const PLAIN = 'marmaladesky9';

function hides(text: string, secret: string) {
  const shown = redact(text);
  expect([shown, shown.includes(secret)]).toEqual([shown, false]);
  expect(redact(shown)).toBe(shown);
}

describe('AUTH of clients of Redis', () => {
  test.each([
    `ReplyError: ERR { command: { name: 'auth', args: [ 'default', '${PLAIN}' ] } }`,
    `{ command: {\n    name: 'auth',\n    args: [\n      'default',\n      '${PLAIN}'\n    ] } }`,
    `{"command":{"name":"auth","args":["default","${PLAIN}"]}}`,
    `{"log":"{\\"command\\":{\\"name\\":\\"auth\\",\\"args\\":[\\"${PLAIN}\\"]}}"}`,
    `{ command: 'AUTH', args: [ '${PLAIN}' ] }`,
    `execute_command('AUTH', 'default', '${PLAIN}')`,
    `sendCommand(["AUTH","${PLAIN}"])`,
    `write *2\\r\\n$4\\r\\nAUTH\\r\\n$13\\r\\n${PLAIN}\\r\\n`,
    `write *3\\r\\n$4\\r\\nAUTH\\r\\n$7\\r\\ndefault\\r\\n$13\\r\\n${PLAIN}\\r\\n`,
    `"*2\\\\r\\\\n$4\\\\r\\\\nauth\\\\r\\\\n$13\\\\r\\\\n${PLAIN}\\\\r\\\\n"`,
  ])('%s', (text) => hides(text, PLAIN));

  test.each([
    "{ command: { name: 'get', args: [ 'orders' ] } }", "['AUTH', 'LOGIN', 'PLAIN']", '["AUTH","PLAIN","8BITMIME"]', "modules: ['auth', 'users', 'orders2']", '$4\\r\\nPING\\r\\n',
    "NOAUTH Authentication required. { command: { name: 'info', args: [] } }",
  ])('no AUTH: %s', (text) => expect(redact(text)).toBe(text));
});

test.each([`PASSWORD ==> ${PLAIN}`, `PASSWORD: => ${PLAIN}`, `PASSWORD --> ${PLAIN}`, `+ export 'DB_PASSWORD=first ${PLAIN}'`])('an arrow, and a quotation around both: %s', (text) => hides(text, PLAIN));

test.each(['password --> see the manual', "export 'DB_PASSWORD=is required'", 'token => undefined', 'password ==> not set'])('but no words: %s', (text) => expect(redact(text)).toBe(text));

test.each([
  "Port could not be cast to integer value as 'http'", 'salt=auto', 'account AC0123456789abcdef0123456789abcdef', 'sid=AC0123456789abcdef0123456789abcdef', 'message SM0123456789abcdef0123456789abcdef failed',
  'token 0x52908400098527886E0F7030069857D2E4169EE7', 'tx 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b', 'transaction: 0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b',
  '{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v","e":"AQAB"}',
])('an identifier, a public key or a scheme stays: %s', (text) => expect(redact(text)).toBe(text));

const HASH = '0x88df016429689c079f3b2f6ad39fa052532c56795b733da78a91ebe6a713944b';

test.each([`private ${HASH}`, `invalid private key, expected 32 bytes, got ${HASH}`, `signer: ${HASH}`, `wallet key ${HASH} rejected`, 'Port could not be cast to integer value as \'marmalade\''])('a key or a part of a password does not: %s', (text) => {
  expect(redact(text)).toContain('***');
});

describe('the path of a parameter is the name of its value', () => {
  test.each([
    `/prod/db/password=${PLAIN}`, `/prod/db/DB_PASSWORD=${V}`, `loaded {"/prod/db/password":"${V}"}`, `db/password: ${PLAIN}`, `{"log":"{\\"/prod/db/password\\":\\"${V}\\"}"}`,
    `{"Parameter":{"Name":"/prod/pg","Type":"SecureString","Value":"${PLAIN}"}}`, `{\n  Name: '/prod/pg',\n  Type: 'SecureString',\n  Value: '${PLAIN}',\n  Version: 1\n}`,
    `{'Parameter': {'Name': '/prod/pg', 'Type': 'SecureString', 'Value': '${PLAIN}'}}`,
  ])('%s', (text) => hides(text, text.includes(PLAIN) ? PLAIN : V));

  test.each([
    '/var/run/secrets/token: no such file', 'cat /run/secrets/db_password: Permission denied', 'GET /api/password/reset 404', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbC12f',
    'not found: secret:prod/db-password-AbC12f', 'open /run/secrets/token: permission denied', '"/api/password": "PasswordController"', '"/auth/token": "/v2/auth/token"', 'POST /oauth/token: 401 Unauthorized',
    'secret/db-password: created', '{"Parameter":{"Name":"/prod/host","Type":"String","Value":"db.internal"}}', 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/db/password',
    'unable to read /etc/app/secret: EACCES', 'mount /run/secrets/api_key: type=tmpfs', 'rm: /tmp/token: No such file or directory',
  ])('no value: %s', (text) => expect(redact(text)).toBe(text));
});

describe('a secret in the notation of a language, a document or a client', () => {
  test.each([
    `$password\n[1] "${PLAIN}"\n\n$user\n[1] "app"`, `db$password\r\n[1] "${PLAIN}"`, `api_token("${V}")`, `App.jwt('${V}')`, `<password>${PLAIN}`, `<db:password>${V}`, `password>${V}`, `assword>${PLAIN}</password>`,
    `secret 'stripe' = ${PLAIN}`, `secret "stripe": "${V}"`, `password for 'app' = ${PLAIN}`, `**Password:** \`${PLAIN}\``, `- **Password**: ${PLAIN}`, `- **API key**: \`${V}\``,
    `Changed password for app from '${PLAIN}' to 'b'`, `password was changed from "${PLAIN}" to "${V}"`, `CONNECT app/${PLAIN}@XE`, `SQL> conn app/${PLAIN}@db:1521/XE;`, `password you entered (${V}) is incorrect`,
  ])('%s', (text) => hides(text, text.includes(PLAIN) ? PLAIN : V));

  test('two lines of a stream', () => expect(linesRedactor()(['$password', `[1] "${PLAIN}"`, '', '$user', '[1] "app"'])).toEqual(['$password', '[1] "***"', '', '$user', '[1] "app"']));

  test.each(JSON.parse(readFileSync(join(__dirname, 'ordinary-beside.json'), 'utf8')) as readonly string[])('not so: %s', (text) => expect(redact(text)).toBe(text));
});
