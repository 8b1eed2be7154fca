import * as fc from 'fast-check';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const of = (signs: string, length: number) => fc.array(fc.constantFrom(...signs), { minLength: length, maxLength: length }).map((all) => all.join(''));

/** As AWS makes them, and as people get them from a generator. */
const GENERATORS: { readonly [name: string]: fc.Arbitrary<string> } = {
  // Secrets Manager API Reference, GetRandomPassword: 32 characters, all kinds
  'Secrets Manager, as it is': of(ALPHABET + SIGNS, 32),
  // Amazon RDS User Guide, "Limits": no / @ " and blank
  'Secrets Manager for RDS': of(ALPHABET + SIGNS.replace(/[/@"]/g, ''), 16),
  'one sign first': fc.tuple(fc.constantFrom(...'!#$%&*:<-+?=~^|>;(['), of(ALPHABET, 15)).map((parts) => parts.join('')),
  'one sign first, small letters and digits': fc.tuple(fc.constantFrom(...'!$%&:'), of('abcdefghijklmnop0123456789', 11)).map((parts) => parts.join('')),
  'a word and a bracket first': fc.tuple(fc.constantFrom(...'ABCDEFGHKL'), of('abcdefghijk', 1), fc.constantFrom('{', '(', '['), of(ALPHABET, 13)).map((parts) => parts.join('')),
};

/** What a program makes of a password, and how. */
const NOTATIONS: { readonly [name: string]: readonly [(password: string) => string, ((password: string) => string)?] } = {
  'environment': [(v) => `DB_PASSWORD=${v}`],
  'environment in quotes': [(v) => `DB_PASSWORD="${v}"`, (v) => v.replace(/(["\\])/g, '\\$1')],
  'JSON': [(v) => JSON.stringify({ host: 'db', password: v, port: 1 })],
  'JSON in JSON': [(v) => JSON.stringify({ msg: JSON.stringify({ password: v }) })],
  'YAML': [(v) => `password: '${v.replace(/'/g, "''")}'`],
  'Python': [(v) => `{'password': '${v.replace(/(['\\])/g, '\\$1')}', 'x': 1}`],
  'Go': [(v) => `{User:app Password:${v} Port:1}`],
  'Java': [(v) => `Cfg(user=app, password=${v}, port=1)`],
  'connection string': [(v) => `Server=db;User Id=sa;Password=${v};Encrypt=true`],
  'option': [(v) => `app --password ${v} --port 1`],
  'libpq': [(v) => `host=db password=${v} port=1`],
  'address': [(v) => `postgres://app:${v}@db/app`, encodeURIComponent],
  'address without encoding': [(v) => `postgres://app:${v}@db/app`],
};

/** Half of it in one piece. */
function leaks(text: string, secret: string): boolean {
  const half = Math.ceil(secret.length / 2);
  return Array.from({ length: secret.length - half + 1 }, (_, i) => secret.slice(i, i + half)).some((part) => text.includes(part));
}

const RUNS = 400;
/** Where no quotation marks are around it, a sign can be the end of the value: no reader knows. */
const MOST = 0.03;

describe.each(Object.keys(GENERATORS))('%s', (generator) => {
  test.each(Object.keys(NOTATIONS))('%s', (notation) => {
    const [write, encode = (v: string) => v] = NOTATIONS[notation];
    const made = fc.sample(GENERATORS[generator], { numRuns: RUNS, seed: 15 });
    const shown = made.map(encode).filter((password) => leaks(redact(write(password)), password)).map(write);
    expect({ few: shown.length <= RUNS * MOST, examples: shown.slice(0, 5) }).toMatchObject({ few: true });
  });
});

/** A comma and a sign of equality in a password look like the next name, unless the name is one that nobody writes. */
describe('DatabaseSecret of the CDK: letters, digits and _-.,^=', () => {
  const FEW = 0.015;
  const passwords = fc.sample(of(`${ALPHABET}_-.,^=`, 30), { numRuns: 2000, seed: 15 });

  test.each<[string, (v: string) => string]>([
    ['environment', (v) => `DB_PASSWORD=${v}`],
    ['YAML', (v) => `password: ${v}\nuser: app`],
    ['properties', (v) => `db.password=${v}`],
    ['connection string', (v) => `Server=db;Password=${v};Encrypt=true`],
    ['environment in JSON', (v) => `"Env":["DB_PASSWORD=${v}","PORT=80"]`],
    ['list', (v) => `host=db,password=${v},port=5432`],
  ])('%s', (_, write) => {
    const shown = passwords.filter((password) => leaks(redact(write(password)), password)).map(write);
    expect({ few: shown.length <= passwords.length * FEW, examples: shown.slice(0, 5) }).toMatchObject({ few: true });
  });

  test.each([
    ['DB_PASSWORD=GHF4-2ZWjxwbuV,mMkT=zO8z_tAAjo', 'DB_PASSWORD=***'], ['"Env":["DB_PASSWORD=GHF4-2ZWj,mMkT=zO8z","A=b"]', '"Env":["DB_PASSWORD=***","A=b"]'],
    ['host=db,password=GHF4-2ZWj,mMkT=zO8z,port=5432', 'host=db,password=***,port=5432'],
    ['password=Hunter2x9,sslmode=require,maxPoolSize=30', 'password=***,sslmode=require,maxPoolSize=30'], ['PASSWORD=Hunter2x9,DB_HOST=db,useSSL=true', 'PASSWORD=***,DB_HOST=db,useSSL=true'],
  ])('%s', (text, expected) => expect(redact(text)).toBe(expected));
});

describe('a whole reference stays', () => {
  test.each([
    'DB_PASSWORD=${DB_PASSWORD}', 'DB_PASSWORD=$DB_PASSWORD', 'password: ${db.password}', 'password: ${env:DB_PASSWORD}', 'password=${PASSWORD:?must be set}', 'set DB_PASSWORD=%DB_PASSWORD%',
    'password: {{ .Values.password }}', 'password: "{{resolve:secretsmanager:prod/db:SecretString:password}}"', 'token: ${{ secrets.TOKEN }}', 'password: <your password>', 'token=<redacted>', 'api_key: [hidden]', 'password: (sensitive value)',
    'WHERE password = :password', 'WHERE password = $1', 'password=%s', 'password=%(password)s', 'secret: !Ref DbSecret', 'password: !Sub "${Password}"', '$password = $dbPassword', 'password = var.db_password',
    'password = data.aws_secretsmanager_secret_version.db.secret_string', 'password: process.env.DB_PASSWORD', 'DB_PASSWORD=$(cat /run/secrets/db)', 'token = getenv("TOKEN")', 'password: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf',
    'postgres://${USER}:${PASS}@db/app', 'postgres://app:<password>@db/app', 'postgresql://{user}:{password}@{host}:{port}/app', 'postgres://app:$PGPASSWORD@db/app', 'Authorization: Bearer ${TOKEN}',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test.each([
    ['DB_PASSWORD=$ecret2024Rain'], ['DB_PASSWORD=%Kq83mfkwX'], ['{"password":":x8Pf2aaQe91"}'], ['{"password":"Ls{QypFI#8X78zs1"}'], ['Authorization: Bearer $abcdefghijkl12345'], ['X-Api-Key: :abcdef1234567890'],
    ['postgres://app:%24ecret2024@db/app'], ['DB_PASSWORD=${X:-Hunter2x9}'], ['DB_PASSWORD=config(K3s7rel'], ['DB_PASSWORD=vault.K3st7relQ'], ['DB_PASSWORD=0x1f2e3d4c5b6a7988'],
  ])('the beginning of one is no reference: %s', (text) => {
    expect(redact(text)).not.toMatch(/ecret2024|q83mf|8Pf2aa|QypFI|abcdef|Hunter2|K3s|1f2e3d/);
  });
});
