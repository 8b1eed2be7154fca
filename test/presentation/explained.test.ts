import { linesRedactor, redactor } from '../../src/presentation/redact';

const redact = redactor();

describe('what an error says behind the name of a secret stays', () => {
  test.each([
    // Go: the status, the request, the connection, the file, the error below
    ['oauth2: cannot fetch token: 401 Unauthorized'], ['cannot fetch token: 400 Bad Request'], ['failed to load token: HTTP/1.1 503 Service Unavailable'], ['failed to load token: 401'],
    ['oauth2: cannot fetch token: Post "https://oauth2.googleapis.com/token": dial tcp: lookup oauth2.googleapis.com: no such host'], ['{"level":"error","msg":"cannot fetch token: 401 Unauthorized"}'],
    ['failed to get token: dial tcp 10.0.0.1:443: connect: connection refused'], ['failed to read token: open /run/token: no such file or directory'], ['refresh token: context deadline exceeded'],
    ['token: unexpected EOF'], ['failed to get password: not found'], ['failed to get password: keyring locked'], ['secret: key not present'], ['token: ETIMEDOUT'], ['credentials: ENOENT'],
    ['failed to read secret: exec: "vault": executable file not found in $PATH'], ['could not get private key: accessToken.name cannot be empty'], ['credentials: profile "prod" not configured'],
    // Rust, Python, Ruby, JavaScript: errors as they print themselves
    ['Failed to get password: NoEntry'], ['Invalid token: ExpiredSignature'], ['failed to load secret: Custom { kind: InvalidData, error: "no UTF-8" }'], ['failed to load secret: Io(Os { code: 2, kind: NotFound })'],
    ['Failed to load API token: [Errno 2] No such file or directory: \'/etc/app.json\''], ['Failed to get token: HTTPSConnectionPool(host=\'login.example.com\', port=443): Max retries exceeded'],
    ['Failed to get token: (\'Connection aborted.\', RemoteDisconnected(\'Remote end closed connection without response\'))'], ['Failed to get token: <Response [401]>'],
    ['Failed to get token: connect ECONNREFUSED 127.0.0.1:8200'], ['token: getaddrinfo EAI_AGAIN vault'], ['Failed to get token: <urlopen error [Errno 111] Connection refused>'], ['Could not fetch ID token: Net::OpenTimeout'],
    ['Could not get the token: HTTPSConnectionPool(host=\'sts\', port=443): Read timed out. (read timeout=5)'], ['token: Utf8Error { valid_up_to: 1, error_len: Some(1) }'],
    ['Failed to get token: #<Net::HTTPUnauthorized 401 Unauthorized readbody=true>'], ['failed to read password: SQLSTATE[08006]: no connection'],
    // OAuth, mail, a server's challenge
    ['refresh_token: invalid_grant'], ['SMTPNotSupportedError: SMTP AUTH extension not supported by server.'], ['401, need: Bearer authorization_uri=https://login.example.com'],
    ['Error: Invalid API Key: `apiKey` is required for using maps.'], ['invalid token: expired'], ['signature=v4'], ['signature: s3v4'], ['password: sha512-crypt'],
    // signals, codes of gRPC and of OAuth, errors of a connection
    ['sig=SIGKILL'], ['{"sig":"SIGTERM"}'], ['received sig: interrupt'], ['fetch secret: code=Unauthenticated'], ['fetch secret: code = DeadlineExceeded desc = x'], ['failed to get token: "invalid_client"'],
    ['get token: oauth2: "invalid_grant"'], ['{"msg":"get token: oauth2: \\"invalid_grant\\" \\"expired\\""}'], ['verify password: connection refused'], ['verify password: i/o timeout'], ['verify password: broken pipe'],
    ['verify password: context deadline exceeded'], ['verify password: connection reset by peer'],
  ])('%s', (line) => expect(redact(line)).toBe(line));
});

describe('a secret at the place of a cause does not', () => {
  test.each([
    ['oauth2: cannot fetch token: abcD39fkQp28', 'abcD39'], ['failed to get password: Su9er$ecret', 'Su9er'], ['failed to get password: swordfish', 'swordfish'], ['password: tiger garden anchor', 'garden'],
    ['invalid token: a8fj29dkw02kd: signature mismatch', 'a8fj29'], ['password: hunter2: wrong', 'hunter2'], ['login failed with password: toor77 rejected', 'toor77'], ['failed to read password: 40193', '40193'],
    ['token expired: a8fj29dkw02kd', 'a8fj29'], ['token was rejected: a8fj29dkw02kd', 'a8fj29'], ['password mismatch: expected s3same99 got other', 's3same99'], ['"auth": "dXNlcjpwYXNzdzByZA=="', 'dXNlc'],
    ['AUTH foobared', 'foobared'], ['Bearer abcdefgh12345678', 'abcdefgh'], ['secrets: [k93ld02x, m83kd0qz]', 'm83kd0qz'], ['failed to load credentials: lock-garden-anchor7', 'garden'],
    ['credentials: scott/tiger', 'tiger'], ['{"password": 123, "user": "a"}', '123'], ['redis-cli AUTH foobared ping', 'foobared'],
    ['sig=Zk7qTr0ub4', 'Zk7q'], ['sig: swordfish', 'swordfish'], ['password=SIGKILL', 'SIGKILL'], ['secret: code=a8fj29dkw02kd', 'a8fj29'], ['get token: "orange_harbor7"', 'harbor'], ['password: "invalid_client"', 'invalid'], ['token: "no_more_tears"', 'tears'],
  ])('%s', (line, secret) => expect(redact(line)).not.toContain(secret));
});

describe('the name of a secret is no secret', () => {
  test.each([
    ['passwordKey: postgres-password'], ['passwordKey: "redis-password"'], ['imagePullSecrets: [registry]'], ['imagePullSecrets: [coinvault-ghcr-pull]'], ['existingSecret: my-shared-pg-app'],
    ['auth.existingSecretPasswordKey: password'], ['externalSecret: orders-api'], ['credentialsSecret: s3-backup-creds'], ['privateKeySecret: my-secret'], ['Cannot find secret: prod/db'], ['secret not found: orders-db-v2'],
  ])('%s', (line) => expect(redact(line)).toBe(line));

  test.each([
    ['passwordKey: Zk7qTr0ub4', 'Zk7q'], ['existingSecret: hunter2', 'hunter2'], ['TOKEN_SECRET=satintree', 'satintree'], ['secretKey: satintree', 'satintree'], ['clientSecret: satin-tree', 'satin'],
  ])('but one that is no name is: %s', (line, secret) => expect(redact(line)).not.toContain(secret));
});

describe('a value before its name', () => {
  test.each([
    ['hunter2 is the password', '*** is the password'], ['INFO: Zk7qTr0ub4 is your temporary password.', 'INFO: *** is your temporary password.'], ['kd93lq02 is my api key', '*** is my api key'],
    ['"p4ssw0rd!" is the new root password', '"***" is the new root password'], ['\'k93ldq\' was set as password for user app', '\'***\' was set as password for user app'],
  ])('%s', (line, expected) => expect(redact(line)).toBe(expected));

  test.each([
    ['8 is the minimum password length'], ['"default" is the password policy'], ['the file "app.env" is the source of the password'], ['i-0abc12de is the server without a password'],
    ['ed25519 is the host key'], ['\'expired\' is not a valid token'], ['node-1 is the token'], ['this is the password'],
  ])('%s stays', (line) => expect(redact(line)).toBe(line));
});

describe('a value on the lines below its name', () => {
  test.each([
    [['Enter password for ada:', 'swordfish7'], [1]], [['Your new token is:', 'Zk7qr0ub'], [1]], [['Generated root password:', '', '    Zk7q-r0ub'], [2]],
    [['cat <<\'EOF\' | passwd root', 'Zk7qr0ub', 'Zk7qr0ub', 'EOF'], [1, 2]], [['docker login --password-stdin quay.io <<EOF', 'satintree', 'EOF', 'Login Succeeded'], [1]],
    [['cat <<EOF > /run/secrets/db_password', 'satintree', 'EOF', 'done'], [1]], [['kubectl create secret generic x --from-file=password=/dev/stdin <<-EOF', '  satin tree', 'EOF'], [1]],
    [['passwd --stdin ada <<< Zk7q'], [0]],
    [['docker login --password-stdin quay.io <<EOF', 'satintree', 'Login Succeeded with warnings', 'GET /health 200'], [1]],
  ])('%j', (lines, masked) => {
    const made = linesRedactor()(lines);
    expect(made.map((line, i) => (line === lines[i] ? -1 : i)).filter((i) => i >= 0)).toEqual(masked);
    expect(made.join('\n')).not.toMatch(/swordfish|satin|tree|Zk7q/);
    expect(linesRedactor()(made)).toEqual(made);
  });

  test.each([
    [['Enter password for ada:', 'denied']], [['Password:', 'Login incorrect']], [['cat <<EOF > /etc/motd', 'welcome1', 'EOF']], [['cat <<EOF > /etc/app/token-policy.hcl', 'capabilities', 'EOF']],
    [['Checking the secret of orders:', 'worker started']],
  ])('%j stays', (lines) => expect(linesRedactor()(lines)).toEqual(lines));
});
