import { commonPrefix } from './application/settings';
import { Known, Remedy, Row } from './remedy';
import { WRONG_KEY } from '../classify/log-texts';
import { alternatives } from '../text';

/** Keys with which frameworks sign and encrypt. Each has to be the same in all tasks and from one deployment to the next. */
interface Key {
  /** The variable by which it is given; its first name is that of the documentation. */
  readonly names: readonly string[];
  /** How one is made; absent: `openssl rand`. */
  readonly made?: string;
  /** Where the right one is. */
  readonly from?: string;
  /** The form that it must have. */
  readonly form?: string;
}

const RAILS: Key = {
  names: ['RAILS_MASTER_KEY'], form: 'the 32 hexadecimal digits of config/master.key',
  from: 'the content of config/master.key (or config/credentials/production.key)',
};
const RAILS_BASE: Key = { names: ['SECRET_KEY_BASE'], made: 'bin/rails secret', form: '128 hexadecimal digits (bin/rails secret)' };
const PHOENIX: Key = { names: ['SECRET_KEY_BASE'], made: 'mix phx.gen.secret', form: 'at least 64 bytes (mix phx.gen.secret)' };
const LARAVEL: Key = {
  names: ['APP_KEY'], made: 'php artisan key:generate --show', form: 'a text of base64: and 32 bytes (php artisan key:generate --show)',
};
const SYMFONY: Key = { names: ['APP_SECRET'] };
const DJANGO: Key = { names: ['SECRET_KEY', 'DJANGO_SECRET_KEY'] };
const NEXT: Key = { names: ['NEXTAUTH_SECRET', 'AUTH_SECRET'] };
const AUTH: Key = { names: ['AUTH_SECRET', 'NEXTAUTH_SECRET'] };
const FERNET: Key = { names: ['AIRFLOW__CORE__FERNET_KEY', 'FERNET_KEY'], form: '32 bytes in URL-safe base64, 44 characters' };
const JWT: Key = {
  names: ['JWT_SECRET', 'JWT_SECRET_KEY'], form: 'at least 32 bytes (HS256) or 64 bytes (HS512)',
};

function given({ names }: Key, { definition }: Known): { readonly name: string; readonly from?: string } | undefined {
  const secret = definition?.secrets?.find((s) => names.includes(s.name ?? ''));
  if (secret?.name) return { name: secret.name, from: secret.valueFrom };
  const variable = definition?.environment?.find((e) => names.includes(e.name ?? '') && e.value);
  return variable?.name ? { name: variable.name } : undefined;
}

/** The key is not there. The cause itself says what to do about one that the task definition has. */
const absent = (key: Key) => (_match: RegExpExecArray, known: Known): Remedy | undefined => {
  if (given(key, known)) return undefined;
  const source = key.from ?? `one is made by ${key.made ?? 'openssl rand -base64 48'}; all tasks need the same`;
  // an image that reads its settings from the environment gives all of them one prefix: DefectDojo, Paperless
  const prefix = key === DJANGO ? commonPrefix(known.definition) : '';
  return { fix: `pass ${prefix}${key.names[0]} as one of the secrets in addContainer('${known.name}', { secrets }): ${source}` };
};

/** The key is there, and it is not one. */
const malformed = (key: Key) => (_match: RegExpExecArray, known: Known): Remedy => {
  const it = given(key, known);
  const field = it?.from && /:secret:[^:]+$/.test(it.from)
    ? ', not a JSON document (Secret.fromSecretsManager(secret, FIELD) takes one field)' : '';
  return {
    facts: ['the key that the program got has the wrong length or form'],
    fix: `give ${it?.name ?? key.names[0]} ${key.form}, without quotes or a line break${field}`,
  };
};

/** The key is one, and not the one. */
const other = (key: Key, what: string) => (_match: RegExpExecArray, known: Known): Remedy => {
  const it = given(key, known);
  const secret = it?.from?.replace(/^arn:.*:(?:secret:|parameter\/?)/, '');
  const where = secret === undefined ? it?.name ?? key.names[0] : `the secret ${secret}, which ${it?.name} gets,`;
  return { facts: ['the key does not fit what another one encrypted'], fix: `give ${where} the key that belongs to ${what}` };
};

const CREDENTIALS = 'config/credentials (config/master.key, or config/credentials/production.key)';

export const KEY_ROWS: readonly Row[] = [
  // basecamp/kamal#1580; Ruby on Rails, active_support/message_encryptor.rb, encrypted_file.rb
  [alternatives('MessageEncryptor::InvalidMessage', 'MessageVerifier::InvalidSignature'), other(RAILS, CREDENTIALS)],
  [/InvalidKeyLengthError|message_encryptor\.rb\S* .{0,40}key must be \d+ bytes|encrypted_\w+\.rb\b.{0,60}key must be/i, malformed(RAILS)],
  [alternatives('missing encryption key to decrypt', 'ask your team for your master key'), absent(RAILS)],
  [alternatives(String.raw`missing .secret_key_base.`, String.raw`secret_key_base. for \S+ environment must be`), absent(RAILS_BASE)],
  [/variable SECRET_KEY_BASE is missing/, absent(PHOENIX)],
  [/secret_key_base to be at least \d+ bytes/, malformed(PHOENIX)],
  // Laravel, Illuminate\Encryption
  [alternatives('no application encryption key'), absent(LARAVEL)],
  [alternatives('incorrect key length', 'with the correct key lengths'), malformed(LARAVEL)],
  [/a non-empty secret is required|environment variable not found: .APP_SECRET/i, absent(SYMFONY)],
  [/SECRET_KEY setting must not be empty/i, (match, known) => {
    const it = given(DJANGO, known);
    return it ? `let the settings module read ${it.name} (SECRET_KEY = os.environ['${it.name}'])`
      : absent(DJANGO)(match, known);
  }],
  [/\[next-auth\].{0,20}NO_SECRET|next-auth\S* .{0,40}secret. in production/i, absent(NEXT)],
  [/\bMissingSecret\b/, absent(AUTH)],
  [/fernet key must be/i, malformed(FERNET)],
  [/secretOrPrivateKey must have a value|JwtStrategy requires a secret|missing jwtSecret/i, absent(JWT)],
  [/\bWeakKeyException\b|not secure enough for any JWT/i, malformed(JWT)],
];

/** Ordinary words beside another error: only the line that ended the program is asked. */
export const WRONG_KEY_ROW: Row = [new RegExp(WRONG_KEY, 'i'), (match, known) => {
  const all = [...known.definition?.secrets ?? [], ...known.definition?.environment ?? []].map(({ name = '' }) => name);
  const found = all.filter((name) => /(?:KEY|SECRET|SALT|PASSPHRASE)$/i.test(name) && !/^AWS_/.test(name));
  const names = found.length ? found : ['its variable (Laravel: APP_KEY, n8n: N8N_ENCRYPTION_KEY)'];
  return other({ names }, 'the stored data')(match, known);
}];
