import { wholeTokens } from '../../src/facts/whole-tokens';

test.each([
  ['short', 10, 'short'],
  ['connect to postgres://app:s3cr3t@db', 24, 'connect to'],
  ['two whole words', 9, 'two whole'],
  ['{"a":1,"dsn":"postgres://app:s3cr3t@db"}', 30, '{"a":1,"dsn":'],
  ['{"password":"correct horse battery staple"}', 30, '{"password":'],
  ['{"a":"b","n":123456}', 15, '{"a":"b","n'],
  ['{"a":"postgres://app:pa\\"ss@db"}', 26, '{"a":'],
  ['aaaaaaaaaaaaaaaaaaaa', 10, ''],
  [`"${'x '.repeat(1000)}postgres://app:s3cr3t@db"`, 2016, `"${'x '.repeat(1000)}`.trimEnd()],
])('%s', (text, max, expected) => {
  expect(wholeTokens(text, max)).toBe(expected);
});

test('V15: never half of a character', () => {
  for (let max = 0; max < 12; max++) expect(wholeTokens('a \u{1f680}\u{1f680} b\u{1f680}', max)).not.toMatch(/\p{Cs}/u);
});
