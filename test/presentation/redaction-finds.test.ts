import { redactor } from '../../src/presentation/redact';

const redact = redactor();

/** What `npm run fuzz` has found: a known notation in another place, or with a value of another make. */
test.each([
  ['behind a password, the next line begins', 'htpasswd -nb ada Kc2Pr4vBR2\nexit 1', 'htpasswd -nb ada ***\nexit 1'],
  ['a value that has the name of a secret in it', ' user | password \n------+----------\n a | Eb8HNvPin0', ' user | password \n------+----------\n a | ***'],
  ['a line of dots behind the words of a logger', '[app] password ... Hq7aBcDeF3', '[app] password ... ***'],
  ['the same with a level', 'ts=1 level=error password ... Hq7aBcDeF3', 'ts=1 level=error password ... ***'],
  ['chap-secrets behind the words of a logger', '2026-11-23T10:00:00Z INFO "ada" * "Hq7aBcDeF3" *', '2026-11-23T10:00:00Z INFO "ada" * "***" *'],
])('%s', (_, text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  ['DB_PASSWORD=[brk]99xyz', 'DB_PASSWORD=***'], ['DB_PASSWORD=(paren)9', 'DB_PASSWORD=***'], ['DB_PASSWORD={brc}99', 'DB_PASSWORD=***'], ['password: [Ab]c.9, user: app', 'password: ***, user: app'],
  ['"Env":["DB_PASSWORD=[brk]99xyz","A=b"]', '"Env":["DB_PASSWORD=***","A=b"]'], ['token=(x)Yz7', 'token=***'],
])('a closed bracket is only the beginning of a secret: %s', (text, expected) => expect(redact(text)).toBe(expected));

test.each(['DB_PASSWORD=[hidden]', 'DB_PASSWORD=(empty), next', 'password=[REDACTED] 9', 'credentials: [a, b9]', 'token: (none).'])('but a whole bracket is none: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test.each([
  ['password = cfg.pw || "Hunter2x9"', /Hunter/], ['password: process.env.DB_PASSWORD || "Hunter2x9"', /Hunter/], ['token: env.TOKEN ?? "Hunter2x9"', /Hunter/], ['token = argv.token || \'Hunter2x9\'', /Hunter/],
])('a default behind an expression is a secret: %s', (text, secret) => expect(redact(text)).not.toMatch(secret));

test.each(['password = process.env.PW || "none"', 'test -n "$PASSWORD" || "/usr/bin/false"'])('but a word and a program are none: %s', (text) => {
  expect(redact(text)).toBe(text);
});
