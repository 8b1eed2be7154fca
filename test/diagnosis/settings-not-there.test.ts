import { exited, text, top, Given } from './given';
import { Cause } from '../../src/diagnosis/model';

/** Settings that are missing, empty or of the wrong form, as programs report them. Sources beside the lines. */

const ended = (log: readonly string[], given: Given = {}): Cause => top({
  ...given, log, task: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited', containers: [{ name: 'web', exitCode: 1 }] },
});

describe('an address or a port of a setting that is not there', () => {
  test.each([
    ['Node.js', 'Error: getaddrinfo ENOTFOUND undefined'],
    ['https://github.com/node-fetch/node-fetch', 'FetchError: request to http://undefined:8080/config failed, reason: getaddrinfo ENOTFOUND undefined'],
    ['undici', 'TypeError: Failed to parse URL from undefined/v1/tokens'],
    ['JVM', 'java.net.UnknownHostException: null'],
    ['requests', "requests.exceptions.MissingSchema: Invalid URL 'None/api/v1': No scheme supplied. Perhaps you meant https://None/api/v1?"],
    ['mongoose', 'MongooseError: The `uri` parameter to `openUri()` must be a string, got "undefined".'],
    ['Go', 'dial tcp: lookup : no such host'],
    ['https://github.com/googlecodelabs/feedback/issues/644', "Error: '' is not a valid port number."],
    ['Node.js', 'RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received type number (NaN).'],
    ['uvicorn', "Error: Invalid value for '--port': '' is not a valid integer."],
  ])('%s: %s', (_source, line) => {
    const cause = exited(line);
    expect(cause.id).toBe('app-config-missing');
    expect(text(cause)).toMatch(/makes the (address|port) of a setting that is not there/);
    expect(text(cause)).not.toMatch(/full DNS name|security group|allowDefaultPort/);
  });

  test('https://github.com/strapi/strapi/issues/23136: Node.js has the URL in a member', () => {
    const { headline, fix } = ended(['TypeError [ERR_INVALID_URL]: Invalid URL', '    at new URL (node:internal/url:676:13) {', "  input: 'http://undefined:undefined',", "  code: 'ERR_INVALID_URL'"]);
    expect(headline + fix).toContain('http://undefined:undefined');
  });

  test('the variable is named where the task definition shows it', () => {
    const line = 'Error: getaddrinfo ENOTFOUND undefined';
    expect(exited(line, { container: { environment: [{ name: 'DB_HOST', value: '' }, { name: 'DB_USER', value: '' }] } }).fix).toContain('set DB_HOST');
    const port = "Error: '' is not a valid port number.";
    expect(exited(port, { container: { command: ['sh', '-c', 'gunicorn -b 0.0.0.0:$PORT app'] } }).fix).toContain('set PORT');
    const removed = exited(port, { previous: { containerDefinitions: [{ name: 'web', environment: [{ name: 'HTTP_PORT', value: '80' }] }] } });
    expect(text(removed)).toContain('the task definition before had HTTP_PORT');
  });

  test.each(['connecting to undefined-behaviour.example.com: connection refused', 'Error: connect ECONNREFUSED nullserver.example.com:80'])('a name is a name: %s', (line) => {
    expect(exited(line).id).toBe('app-dependency-unreachable');
  });
});

describe('a variable that nobody replaced', () => {
  test('exec form', () => {
    const { id, fix } = exited("Error: '$PORT' is not a valid port number.");
    expect(id).toBe('app-config-invalid');
    expect(fix).toContain("command: ['sh', '-c'");
  });

  test('in a value of environment', () => {
    const { fix } = exited('Error: getaddrinfo ENOTFOUND ${DB_HOST}', { container: { environment: [{ name: 'DB_URL', value: 'redis://${DB_HOST}' }] } });
    expect(fix).toContain('in DB_URL');
    expect(fix).toContain('ECS does not replace');
  });
});

describe('variables that something took away', () => {
  const environment = [{ name: 'DATABASE_URL', value: 'mysql://x' }, { name: 'DB_USER', value: 'app' }];
  const fpm = '[24-Nov-2026 10:00:00] NOTICE: fpm is running, pid 1';

  test.each([
    ['https://github.com/docker-library/php/issues/74', 'PHP Fatal error:  Uncaught RuntimeException: Environment variable DATABASE_URL is not set in /var/www/html/index.php:3'],
    ['MySQL', "PHP Fatal error:  Uncaught mysqli_sql_exception: Access denied for user ''@'10.0.1.4' (using password: NO) in /var/www/html/db.php:3"],
  ])('php-fpm: %s', (_source, line) => {
    expect(ended([fpm, line], { container: { environment } }).fix).toContain('clear_env = no');
    expect(ended([fpm, line]).fix).not.toContain('clear_env');
    expect(ended([line.replace(/PHP |php/g, '')], { container: { environment } }).fix).not.toContain('clear_env');
  });

  test('su with a login shell', () => {
    const container = { environment, command: ['sh', '-c', 'su - app -c "node server.js"'] };
    expect(ended(['Error: environment variable DATABASE_URL is not set'], { container }).fix).toContain('start it without su -');
  });
});

describe('keys of frameworks', () => {
  test.each([
    ['Rails', "Missing encryption key to decrypt file with. Ask your team for your master key and write it to /app/config/master.key or put it in the ENV['RAILS_MASTER_KEY'].", 'RAILS_MASTER_KEY', 'config/master.key'],
    ['Rails', 'ArgumentError (`secret_key_base` for production environment must be a type of String`)', 'SECRET_KEY_BASE', 'bin/rails secret'],
    ['Laravel', 'production.ERROR: No application encryption key has been specified.', 'APP_KEY', 'key:generate'],
    ['Symfony', 'InvalidArgumentException: A non-empty secret is required.', 'APP_SECRET', 'openssl'],
    ['Django', 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.', 'SECRET_KEY', 'openssl'],
    ['Phoenix', '** (RuntimeError) environment variable SECRET_KEY_BASE is missing.', 'SECRET_KEY_BASE', 'mix phx.gen.secret'],
    ['next-auth 4', '[next-auth][error][NO_SECRET]', 'NEXTAUTH_SECRET', 'openssl'],
    ['Auth.js 5', '[auth][error] MissingSecret: Please define a `secret`.', 'AUTH_SECRET', 'openssl'],
    ['jsonwebtoken', 'Error: secretOrPrivateKey must have a value', 'JWT_SECRET', 'openssl'],
  ])('missing: %s: %s', (_source, line, name, made) => {
    const { id, fix } = exited(line);
    expect(id).toBe('app-config-missing');
    expect(fix).toContain(`pass ${name} as one of the secrets`);
    expect(fix).toContain(made);
  });

  test.each([
    ['Rails 5.2', "/gems/activesupport-5.2.0/lib/active_support/message_encryptor.rb:173:in `key=': key must be 16 bytes (ArgumentError)", 'RAILS_MASTER_KEY'],
    ['Rails 7', 'ActiveSupport::EncryptedFile::InvalidKeyLengthError: Encryption key must be exactly 32 characters.', 'RAILS_MASTER_KEY'],
    ['Laravel', 'RuntimeException: Unsupported cipher or incorrect key length. Supported ciphers are: aes-128-cbc, aes-256-cbc.', 'APP_KEY'],
    ['Phoenix', '** (ArgumentError) cookie store expects conn.secret_key_base to be at least 64 bytes', 'SECRET_KEY_BASE'],
    ['Airflow', 'airflow.exceptions.AirflowException: Could not create Fernet object: Fernet key must be 32 url-safe base64-encoded bytes.', 'AIRFLOW__CORE__FERNET_KEY'],
    ['jjwt', 'io.jsonwebtoken.security.WeakKeyException: The specified key byte array is 80 bits which is not secure enough for any JWT HMAC-SHA algorithm.', 'JWT_SECRET'],
  ])('of the wrong form: %s', (_source, line, name) => {
    const { id, fix } = exited(line);
    expect(id).toBe('app-config-invalid');
    expect(fix).toContain(`give ${name}`);
    expect(fix).toContain('without quotes or a line break');
  });

  test('a whole JSON secret', () => {
    const secrets = [{ name: 'APP_KEY', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf' }];
    expect(exited('RuntimeException: Unsupported cipher or incorrect key length.', { container: { secrets } }).fix).toContain('one field');
  });

  test('a key that is there is not asked for', () => {
    const environment = [{ name: 'SECRET_KEY', value: 'x' }];
    expect(exited('django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.', { container: { environment } }).fix).toContain("os.environ['SECRET_KEY']");
  });
});
