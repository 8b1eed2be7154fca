import fc from 'fast-check';
import { redactor, MASK } from '../../src/presentation/redact';

const redact = redactor();

/** A text that was redacted is redacted again: the answer in a stack event by `ecs-why STACK`, a recording by `replay`. */
test.each([
  'Authorization: Bearer abcDEF123456ghiJKL', '"Authorization": "Bearer abcDEF123456ghiJKL"', 'curl -H "Authorization: Bearer abcDEF123456ghiJKL" https://a/b',
  'Authorization: Basic dXNlcjpwYXNzd29yZDE=', 'Bearer abcDEF123456ghiJKL failed', 'Proxy-Authorization: Digest username="u", response="0a1b2c3d4e5f"',
  'Authorization: Token token="abcDEF123456", nonce="x"', 'Set-Cookie: sid=abcDEF123456; Path=/', 'postgres://app:hunter2secret@db/app', 'password=hunter2secret', 'args: --token abc,--port,80', 'password=ApiKey Aa+AA0bcdef',
])('%s', (text) => {
  const once = redact(text);
  expect(once).toContain(MASK);
  expect(redact(once)).toBe(once);
});

const NAMES = ['password', 'DB_PASSWORD', 'apiKey', 'Authorization', 'token', 'Cookie', 'secret', '--password', 'client_secret', 'X-Api-Key', 'passphrase'];
const SIGNS = ['=', ': ', ':', ' = ', ' ', '="', '": "', ' is ', "='", ' => '];
const SCHEMES = ['', 'Bearer ', 'Basic ', 'Token ', 'ApiKey ', 'Digest ', '*** ', '***'];
const BEHIND = ['', '"', "'", ' failed', ', next=1', ';', ' ***', '\n', '&a=b', ')'];
const value = fc.oneof(fc.stringMatching(/^[A-Za-z0-9+/_.-]{6,30}$/), fc.constantFrom('hunter2secret', '***', 'abcDEF123456ghiJKL', 'a b c', 'correct horse battery staple'));
const text = fc.tuple(fc.constantFrom('', 'error: ', '{"', 'curl -H "', 'x ', '?'), fc.constantFrom(...NAMES), fc.constantFrom(...SIGNS), fc.constantFrom(...SCHEMES), value, fc.constantFrom(...BEHIND))
  .map((parts) => parts.join(''));

test('what was redacted does not change when it is redacted again', () => {
  fc.assert(fc.property(text, (one) => {
    const once = redact(one);
    expect(redact(once)).toBe(once);
  }), { numRuns: 5000 });
});
