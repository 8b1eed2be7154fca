import { readFileSync } from 'fs';
import { join } from 'path';
import { Cause, Diagnosis } from '../../src/diagnosis/model';
import { toJson } from '../../src/presentation/json';
import { messageLines } from '../../src/presentation/message';
import { redactor } from '../../src/presentation/redact';

const redact = redactor();

/** Pseudo-random numbers (MINSTD): the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed * 7919;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return Math.floor(state / 64) % below;
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const ALL = LETTERS + LETTERS.toLowerCase() + DIGITS;
const HEX = `${DIGITS}abcdef`;
const NOUNS = ['harbor', 'willow', 'copper', 'meadow', 'falcon', 'garnet', 'lagoon', 'pepper', 'saddle', 'timber'];

/** Values as people and issuers form them: S short, P words, H hexadecimal, B both cases and digits, U a UUID. */
function values(seed: number): { readonly [kind: string]: string } {
  const next = numbers(seed);
  const some = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
  const word = () => NOUNS[next(NOUNS.length)];
  return {
    S: `${some(LETTERS, 1)}${some(LETTERS.toLowerCase(), 1)}${some(DIGITS, 1)}${some(ALL, 6)}${some(DIGITS, 1)}`,
    P: `${word()}${word()}${10 + next(90)}`,
    H: some(HEX, 32),
    B: `a${some(DIGITS, 1)}${some(ALL, 26)}Q${some(DIGITS, 2)}x`,
    U: [8, 4, 4, 4, 12].map((length) => some(HEX, length)).join('-'),
  };
}

/** The secret, or half of it in one piece. */
function leaks(text: string, secret: string): boolean {
  const length = Math.max(6, Math.ceil(secret.length / 2));
  return Array.from({ length: secret.length - length + 1 }, (_, i) => secret.slice(i, i + length)).some((part) => text.includes(part));
}

/** One text for each notation. A letter in braces stands for a value, so that scanners do not report this repository. */
const notations = JSON.parse(readFileSync(join(__dirname, 'redaction-notations.json'), 'utf8')) as readonly string[];

test.each(notations)('a secret in %j does not leave', (notation) => {
  const secrets = values(15);
  const text = redact(notation.replace(/\{([SPHBU])\}/g, (_, kind: string) => secrets[kind]));
  const shown = [...notation.matchAll(/\{([SPHBU])\}/g)].map(([, kind]) => secrets[kind]).filter((secret) => leaks(text, secret));
  expect({ text, shown }).toEqual({ text, shown: [] });
  expect(redact(text)).toBe(text);
});

describe('a token with the prefix of its issuer, wherever it is', () => {
  const { B, H, U } = values(7);
  const tokens = [
    `ghs_${B}abcd`, `glrt-${B}`, `xoxb-${DIGITS}-${B}`, `sk-ant-api03-${B}${B}`, `hvs.${B}`, `dop_v1_${H}${H}`, `dapi${H}`, `shpat_${H}`, `npm_${B}abcd`, `SG.${B}.${B}`,
    `tskey-auth-${B}`, `NRAK-${H.slice(0, 27).toUpperCase()}`, `pul-${H}${H.slice(0, 8)}`, `gsk_${B}${B.slice(0, 20)}`, `AGE-SECRET-KEY-1${H.toUpperCase()}${H.slice(0, 26).toUpperCase()}`,
    `px-api-${U}`, `xaat-${U}`, `sntrys_${B}${B}`, `eyJhbGciOiJIUzI1NiJ9.${B}.${B}`, `$2b$12$${B}${B.slice(0, 21)}`, `${H}-us12`, `ntn_${B}${B}`, `re_${B.slice(0, 8)}_${B}`, `whsec_${B}`,
  ];
  test.each(tokens)('%s', (token) => {
    for (const place of ['{}', 'request failed after 3 attempts using {} on host', '(loaded {})', 'x => {}', '"{}"', '["a","{}"]', '/data/{}/x', 'a={};', '\\n{}\\n']) {
      expect(leaks(redact(place.replace('{}', token)), token)).toBe(false);
    }
  });
});

describe('what is seen counts, and the rest of the text stays', () => {
  test.each([
    ['\u001b[32mINFO\u001b[0m \u001b[36mpassword\u001b[0m=\u001b[33mHunter2x9\u001b[0m next', '\u001b[32mINFO\u001b[0m \u001b[36mpassword\u001b[0m=\u001b[33m***\u001b[0m next'],
    ['pass\u200bword:\u200b Hunt\u00ader2x9 next', 'pass\u200bword:\u200b *** next'],
    ['pass\u{e0041}word=Hunter2x9', 'pass\u{e0041}word=***'],
    ['\u001b]8;;x\u0007password\u001b]8;;\u0007=Hunter2x9', '\u001b]8;;x\u0007password\u001b]8;;\u0007=***'],
    ['\u001b[1mnothing\u001b[0m here', '\u001b[1mnothing\u001b[0m here'],
  ])('%j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('ordinary words near a secret\'s name stay', () => {
  test.each([
    // an option begins with its hyphen, not in the middle of a word
    ['WRONGPASS invalid username-password pair or user is disabled.'], ['function:dev-signature-hook returned FAILED status'], ['my test-secret because'], ['db-password was not found'],
    // behind "name: " a sentence goes on
    ['API_KEY: unbound variable'], ['Password: This field is required'], ['password: should have at least 8 characters'], ['JWT_SECRET: expected string, received undefined'],
    ['MYSQL_RANDOM_ROOT_PASSWORD: You need to specify one of'], ['failed to fetch anonymous token: 401 Unauthorized'], ['./start.sh: line 3: API_KEY: parameter null or not set'],
    // names that are no secrets
    ['(RequestToken: 106a2ca3-6e6e-6715-8f20-0bb93b5ee61e, HandlerErrorCode: AlreadyExists)'], ['NextToken: eyJ2IjoiMiIsImMiOiJkYmFmYXhj'], ['"token_type":"Bearer","expires_in":3600'],
    ['grant_type=client_credentials'], ['password_encryption = scram-sha-256'], ['X-Amz-SignedHeaders=host%3Bx-amz-date'], ['client-id=billing-service, instance=2'], ['routing_key: user.password.reset'],
    ['cacheKey=products:list:page=2'], ['DB_SECRET_NAME=prod/api/database'], ['secret_id=projects/acme/secrets/db-pass/versions/latest'], ['health checks pass=3 of 5'],
    // "name:word"
    ['run bin/rails credentials:edit'], ['task definition token-service:12 registered'],
    // words of authentication
    ['Bearer authentication failed'], ['Basic authorization required'],
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('identifiers stay', () => {
  const { H, U, B } = values(3);
  test.each([
    [`commit ${H}${H.slice(0, 8)}`], [`sha256:${H}${H}`], [`image web@sha256:${H}${H} pulled`], [`session ended for user ${U}`], [`task ${H} stopped`], [`arn:aws:ecs:eu-west-1:123456789012:task/prod/${H}`],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-QaoPHC'], ['arn:aws:iam::123456789012:role/App-TaskRole30FC0FBB-v3VAz81Cmm5R'], ['role ExampleEcsStack-ServiceTaskDefTaskRole0CFE2F57-v3VAz81Cmm5R'],
    [`/var/lib/docker/overlay2/${H}${H}/merged`], [`GET /_next/static/${B}/_buildManifest.js 404`], [`x-amz-id-2: ${B}${B}`], [`integrity sha512-${B}${B}==`], [`traceparent: 00-${H}-${H.slice(0, 16)}-01`],
    [`x-amzn-requestid: ${U}`], [`WAFOptimisticLockException: lock token ${U}`], [`LockToken: ${U}`], ['com.acme.auth.TokenService@3660b7e3'], ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIfc+959AFcsLuWG/eAb5ORNjzC7oRhooaChQNBypfKO2 ada@laptop'], [`kafka cluster id ${B.slice(0, 22)}`],
    [`{"requestId":"${U}","eTag":"${H}"}`], ['0a:61:94:b6:99:a6'], ['at Object.<anonymous> (/app/node_modules/@scope/pkg/dist/index.js:12:34)'], ['i.a.c.s.SecretsManagerConfigDataLoader : Loaded'], ['Shop | CREATE_FAILED | AWS::IAM::Role | Orders/Service (Ord7x9Kq2ZpLm4cD69D759B)'],
    [`RequestToken: Console-CreateStack-${U}`], [`ClientRequestToken: Console-UpdateStack-${U}`], ['service Shop-WebECS0CFE2F57-v3VAz81Cmm5R'], ['LoadBalancer Shop-LB8A12904C-qxtKiGeCMiOl'],
    ['prod-TG8080-v3VAz81Cmm5R'], [`image secret:${H}4f2a9c1b not found`], [`pull access denied for token:${H}4f2a9c1b`], [`BUILD_KEY=${H}4f2a9c1b`], [`release key=${H}4f2a9c1b`],
    ['com.apple.iokit.IO80211Family/IO80211AWDLPeerManager//'],
    ['ETag: W/"NEOykJpmVyDBT52CSTWFBdaAYMm"'], ['cf-ray: 95b168e3465fec94-FRA'],
    ['checksum mismatch h1:+xWrEckjOlJGiw/cEpV4FRonlGZGqHiTMVUSBpfDvKU='],
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('our own words', () => {
  const fix = 'give the registry\'s login: ContainerImage.fromRegistry(name, { credentials: secret }); token: set it in secrets';
  const cause: Cause = {
    id: 'image-pull-denied', title: 'title', stage: 'pull', certainty: 'certain', retry: 'never', symptomOnly: false, waiting: false, container: 'web', tasks: [],
    headline: 'the image cannot be pulled: password=Hunter2x9', evidence: [], facts: [], fix, docs: 'https://docs.aws.amazon.com/',
  };
  const diagnosis: Diagnosis = {
    status: 'failed', causes: [cause], summary: { failedTasks: 1, desiredCount: 1, taskDefinition: null, changes: [] }, impact: 'none', log: null, unavailable: [],
  };

  test('a fix is not redacted, what AWS and the application said is', () => {
    const lines = messageLines(diagnosis).map(({ text }) => text);
    expect(lines).toContain(`fix: ${fix}`);
    expect(toJson(diagnosis, 'failed').causes[0].fix).toBe(fix);
    expect(lines.join('\n')).not.toContain('Hunter2x9');
  });

  test('an address or a password that was put into a fix is', () => {
    const [line] = messageLines({ ...diagnosis, causes: [{ ...cause, fix: 'check postgres://app:Hunter2x9@db/app and password=Hunter2x9' }] }).filter(({ kind }) => kind === 'fix');
    expect(line.text).toBe('fix: check postgres://app:***@db/app and password=***');
  });
});

/** Milliseconds of the processor. */
function cost(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e3;
}

describe('256 kB in one line take about four times as long as 64 kB', () => {
  const PARTS = [
    'password=', 'password ', 'key=', 'token \\"', 'password got ', '"--password","', 'cookie: a=b;', 'a://b:', 'ghp_', 'eyJaaaaaaaaa-', 'sk-', 'a1B2-', 'AUTH ', 'curl -u ', 'a,password\n', '\u001b[32m', 'arn:aws:a:', 'password is ',
  ];
  test.each(PARTS)('%j', (part) => {
    const text = (size: number) => part.repeat(Math.ceil(size / part.length));
    const [quarter, whole] = [text(2 ** 16), text(2 ** 18)];
    redact(text(2 ** 14));
    const base = Math.max(20, cost(() => redact(quarter)));
    expect(cost(() => redact(whole)) / base).toBeLessThan(9);
  });
});

test.each<[string, (size: number) => string]>([
  ['a long path before a host of AWS', (size) => `${'a1B2'.repeat(size / 4)}/b.amazonaws.com`],
  ['many slashes', (size) => `a1B2${'/'.repeat(size)}a`],
])('the same for %s', (_, text) => {
  const base = Math.max(20, cost(() => redact(text(2 ** 16))));
  expect(cost(() => redact(text(2 ** 18))) / base).toBeLessThan(9);
});

test('an ordinary line costs about as much as it takes to split it into words some times', () => {
  const lines = readFileSync(join(__dirname, '..', 'corpus', 'log-lines.txt'), 'utf8').split('\n');
  const words = () => lines.map((line) => line.split(/[^\w]+/).map((word) => word.toLowerCase()).join(' ').length);
  const redacted = () => lines.map((line) => redact(line).length);
  const measured = (work: () => void) => Math.min(...[1, 2, 3, 4, 5].map(() => cost(work)));
  redacted();
  expect(measured(redacted) / measured(words)).toBeLessThan(60);
});
