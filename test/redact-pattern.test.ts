import { compilePattern, matchesPlacesOnly } from '../src/redact-pattern';

describe('V1: what synthesis accepts is applied', () => {
  test.each([
    ['cust\\-\\d+', 'cust-4711'], ['[\\w-.]+@acme', 'jo.do@acme'], ['ssn\\_\\d+', 'ssn_123'], ['key\\:\\w+', 'key:abc'], ['acct\\#\\d+', 'acct#12'],
    ['{\\d+}', '{12}'], ['\\p{Lu}{3}\\d+', 'ÄBC12'], ['\\u{1f600}+', '\u{1f600}\u{1f600}'], ['(?<=user=)\\w+', 'abc'],
  ])('%s', (pattern, text) => {
    const compiled = compilePattern(pattern);
    if ('fault' in compiled) throw new Error(compiled.fault);
    const whole = pattern.startsWith('(?<=') ? `user=${text}` : text;
    expect(whole.replace(new RegExp(compiled.source, compiled.flags), '')).toBe(whole.slice(0, -text.length));
  });

  test.each([
    ['(', 'Unterminated group'], ['[', 'Unterminated character class'], ['a**', 'Nothing to repeat'],
    // without the flag `u`, these would match the text "p{L}-"
    ['\\p{L}\\-', 'Invalid escape'], ['\\p{Nope}', 'Invalid property name'],
  ])('%s is refused: %s', (pattern, fault) => {
    expect(compilePattern(pattern)).toEqual({ fault });
  });
});

test.each([
  ['\\b', true], ['(?=x)', true], ['(?<=token=)', true], ['^(?![)(])(?:\\b|$)', true], ['(?=(x)){2}', true], ['(?=[)x])\\B', true],
  ['\\btoken\\b', false], ['(?<=token=)\\S+', false], ['(?=x).', false], ['(?<name>[)])', false], ['(?:(?=a)|b)', false], ['(x)(?=\\1)', false], ['\\(', false], ['(?!a)\\d{2,}', false], ['{', false],
])('%s matches places only: %s', (pattern, expected) => {
  expect(matchesPlacesOnly(pattern)).toBe(expected);
});
