import * as fc from 'fast-check';
import { flat, wellFormed } from '../../../src/presentation/plain';
import { redactor } from '../../../src/presentation/redact';
import { awsTexts, logLines, notations } from '../corpus';
import { must, property, Property, within } from '../model';

const redact = redactor();
/** Far above what a text of this size takes, and far below what one that is not linear takes. */
const MOST_MS = 200;

const of = (alphabet: string, minLength: number, maxLength = minLength) => (
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })
);
const HEX = '0123456789abcdef', DIGITS = '0123456789', LOWER = 'abcdefghijklmnopqrstuvwxyz', UPPER = LOWER.toUpperCase();
const BOTH = `${LOWER}${UPPER}${DIGITS}`;
const WORDS = ['harbor', 'willow', 'copper', 'meadow', 'falcon', 'garnet', 'lagoon', 'pepper', 'saddle', 'timber'];

/**
 * Values as people and issuers form them, from a seed; the letters are those of the notations. Small counterexamples of fast-check, such as
 * `aaaaaaaa`, are no secrets: it varies the seed only.
 */
function valuesOf(seed: number): { readonly [kind: string]: string } {
  let state = seed % 2_147_483_646 + 1;
  // MINSTD
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor(state / 64) % below;
  };
  const some = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[next(alphabet.length)]).join('');
  const word = () => WORDS[next(WORDS.length)];
  return {
    S: some(UPPER, 1) + some(LOWER, 1) + some(DIGITS, 1) + some(BOTH, 6) + some(DIGITS, 1),
    P: `${word()}${word()}${10 + next(90)}`,
    H: some(HEX, 32),
    B: `a${some(DIGITS, 1)}${some(BOTH, 26)}Q${some(DIGITS, 2)}x`,
    U: [8, 4, 4, 4, 12].map((length) => some(HEX, length)).join('-'),
  };
}
const values = fc.integer({ min: 1, max: 2_000_000_000 }).map((seed) => valuesOf(seed * 7919));

/** What stands around a secret in a log: none of it takes part in it. */
const before = fc.constantFrom('', '2026-11-23T10:00:00Z INFO ', '[app] ', 'Error: cannot start\n', '\u001b[31m', 'ts=1 level=error ');
const after = fc.constantFrom('', '\n', '\n    at load (/app/x.js:3:1)', '\nexit 1', '\u001b[0m');

interface Secret {
  readonly text: string;
  readonly secrets: readonly string[];
}

type Values = ReturnType<typeof valuesOf>;

/** The same notation with other values each time. */
function notationIn(): fc.Arbitrary<(made: Values) => Secret> {
  return fc.tuple(fc.constantFrom(...notations()), before, after).map(([notation, head, tail]) => (made: Values) => ({
    // A table has its beginning where its line begins.
    text: (notation.includes('\n') ? '' : head) + notation.replace(/\{([SPHBU])\}/g, (_, kind: string) => made[kind]) + tail,
    secrets: [...notation.matchAll(/\{([SPHBU])\}/g)].map(([, kind]) => made[kind]),
  }));
}

const secretIn = () => fc.tuple(notationIn(), values).map(([form, made]) => form(made));
/** Three, because where nothing but randomness shows a secret, one value of 2,000 looks like a name. */
const threeIn = () => fc.tuple(notationIn(), values, values, values).map(([form, ...made]) => made.map(form));

/** Names and values in the notations of programs, put together anew. */
const NAMES = ['password', 'DB_PASSWORD', 'dbPassword', 'api_key', 'API_TOKEN', 'clientSecret', 'X-Api-Key', 'aws_secret_access_key', 'authToken', 'private_key'];
const PAIRS: readonly ((name: string, value: string) => string)[] = [
  (n, v) => `${n}=${v}`, (n, v) => `${n}: ${v}`, (n, v) => `"${n}":"${v}"`, (n, v) => `"${n}": "${v}"`, (n, v) => `'${n}' => '${v}'`, (n, v) => `${n} = "${v}"`,
  (n, v) => `\\"${n}\\":\\"${v}\\"`, (n, v) => `<${n}>${v}</${n}>`, (n, v) => `--${n} ${v}`, (n, v) => `--${n}=${v}`, (n, v) => `export ${n}=${v}`, (n, v) => `?${n}=${v}&x=1`,
  (n, v) => `{ ${n}: '${v}', user: 'app' }`, (n, v) => `${n}%3D${v}`, (n, v) => `- name: ${n}\n  value: ${v}`,
];
const pair: fc.Arbitrary<Secret> = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...PAIRS), values.map(({ B }) => B), before, after)
  .map(([name, form, value, head, tail]) => ({ text: head + form(name, value) + tail, secrets: [value] }));

/** The secret, or half of it in one piece. */
function leaks(text: string, secret: string): boolean {
  const length = Math.max(6, Math.ceil(secret.length / 2));
  return Array.from({ length: secret.length - length + 1 }, (_, i) => secret.slice(i, i + length)).some((part) => text.includes(part));
}

const isShown = ({ text, secrets }: Secret) => secrets.some((secret) => leaks(redact(text), secret));
function expectHidden(forms: readonly Secret[]): void {
  must(!forms.every(isShown), () => `shown in ${JSON.stringify(redact(forms[0].text))}`);
}

/** Identifiers that a person needs, in the words in which they occur. */
const identifier = fc.oneof(
  of(HEX, 40).map((sha) => `commit ${sha}`),
  of(HEX, 64).map((digest) => `shop/api@sha256:${digest}`),
  fc.uuid().map((id) => `requestId: ${id}`),
  of(HEX, 32).map((id) => `(task ${id}) stopped`),
  of(HEX, 32).map((id) => `arn:aws:ecs:eu-west-1:123456789012:task/shop/${id}`),
  of(DIGITS, 19).map((id) => `ecs-svc/${id}`),
  of(HEX, 17).map((id) => `eni-${id}`),
  of(HEX, 16).map((id) => `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/${id}`),
  fc.tuple(of(LOWER, 4, 12), of(LOWER, 4, 12)).map(([a, b]) => `/usr/local/lib/${a}/${b}.js`),
);

/** Text of every kind: of programs, of AWS, of nobody. */
function anyText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...logLines(), ...awsTexts()),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    secretIn().map(({ text }) => text),
    fc.constantFrom('\ud800', '\udc00', '\u202e', '\u{e0041}', '\u200b', '\u0000', '\u001b]0;x\u0007', '##[error]', '::error::x', '##vso[task.x]', '##teamcity[x]', '\r\n', '"', "'", '\\', '://', '@', '=', ': ', '***', 'password', '-----BEGIN PRIVATE KEY-----'),
  );
  return fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
}

/** Characters that a terminal obeys or that no reader sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export const texts: readonly Property[] = [
  property('redaction answers', 2, anyText, (text) => { within(MOST_MS, () => redact(text)); }),
  property('redaction is done once', 1, () => fc.oneof(secretIn(), pair), ({ text }) => {
    const once = redact(text);
    const twice = redact(once);
    must(once === twice, () => `${JSON.stringify(once)} became ${JSON.stringify(twice)}`);
  }),
  property('a secret in a known notation does not leave', 3, threeIn, expectHidden),
  property('a secret beside its name does not leave', 2, () => pair, (one) => expectHidden([one])),
  property('an identifier stays', 2, () => fc.tuple(before, identifier, after), ([head, text, tail]) => {
    const clean = redact(head + text + tail);
    must(clean === head + text + tail, () => JSON.stringify(clean));
  }),
  property('a line is flat', 1, anyText, (text) => {
    const line = flat(text);
    must(!UNSEEN.test(line), () => `not flat: ${JSON.stringify(line)}`);
    must(!/##\w*\[|^::[a-z][\w-]*(?:\s[^:]*)?::/i.test(line), () => `a command: ${JSON.stringify(line)}`);
    must(wellFormed(text) === wellFormed(wellFormed(text)) && !/\p{Cs}/u.test(wellFormed(text)), () => 'half of a character');
  }),
];
