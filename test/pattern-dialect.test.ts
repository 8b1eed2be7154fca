import { patternFault } from '../src/pattern-dialect';

test.each([
  ['\\Acust-\\d+', '\\A is the letter A in JavaScript; write ^'], ['cust-\\d+\\z', 'write $'], ['cust\\Z', 'write $'], ['[\\h,]+', 'write [ \\t]'],
  ['\\Qcust-4711\\E', 'a backslash before each sign'], ['x\\R', 'write \\r?\\n'], ['\\pL+', 'write \\p{L}'], ['\\x{41}', 'write \\x41'],
  ['[[:digit:]]{16}', '[:digit:] are single letters in JavaScript; write \\d'], ['[^[:space:]]+', 'write \\s'], ['[:alpha:]+', 'write [A-Za-z]'],
  ['/cust-\\d+/', 'write cust-\\d+,'], ['/cust-\\d+/i', 'write cust-\\d+,'], ['/a[/]b/g', 'write a[/]b,'],
  ['\\<cust', 'write \\b'], ['cust-\\K\\d+', '(?<=...)'], ['(\\w+)-\\k<name>', 'a group that the pattern does not have'], ['cust-\\1', 'a group'],
  ['\\d{,3}x', '{,3} is text in JavaScript; write {0,'], ['[a-z&&[^a]]', 'two classes'], ['\\w++', 'leave out the last +'], ['x{2,}+', 'leave out the last +'],
  ['(?i)cust', 'write [Aa] for both cases'], ['(?s)a.b', 'write [\\s\\S] for a dot'], ['(?m)^cust', 'write (?:^|\\n) for the beginning of a line and (?=\\n|$)'],
  ['(?x) cust # x', 'without blanks'], ['(?ms)^a.b', '(?=\\n|$) for its end, [\\s\\S]'], ['(?-i)cust', 'write the pattern without it'],
  ['acct-\\d+/g', '/g is the end of a literal; write acct-\\d+, or \\/g where it is text'], ['a\\/[/]b/gi', 'write a\\/[/]b,'], ['cust/i', 'write cust,'],
  ['(?i:cust)', '(?i: sets flags'], ['(?s-m:cust)', 'sets flags'], ['(?P<id>\\d+)', 'write (?<'], ['(?>a|b)c', 'write (?:'],
  ['cust(?#number)', 'comment'], ['\\ecust', 'write \\x1b'], ['(a)\\g{1}', 'write \\1'],
])('%s means something else in JavaScript: %s', (pattern, hint) => {
  const fault = patternFault(pattern);
  expect(fault?.must).toBe('be a JavaScript regular expression');
  expect(fault?.hint).toContain(hint);
});

test.each([
  'cust\\-\\d+', '[\\w-.]+@acme', '\\bcust\\b', '/home/\\w+/', '/home/\\w+', '\\/tmp\\/', '(?<id>x)\\k<id>', '(a)(b)\\2', '\\x41', '\\p{L}+', '\\u{1f600}+', '{\\d+}',
  '\\++x', '[+*]+', '\\\\A', '[[\\]:]x', '(?:a|b)+', '(?<=x)y', '(?<!x)y', '(?!x)y', '[<>]', 'c\\ust', '\\(?:x', '\\cAx', '[(?i)]x', 'a{2}?x', '\\(\\?P<', '[&]{2}\\[x',
  'https://acme/g', 'acct\\/g', 'acct[/]g', 'acct/gg', 'acct/go', 'acct/', 'a/b/s',
])('%s is one of JavaScript', (pattern) => {
  expect(patternFault(pattern)).toBeUndefined();
});

test.each([['x*', 'not match the empty string'], ['\\b', 'match text, not only a place in it'], ['(', 'be a valid JavaScript regular expression']])('%s must %s', (pattern, must) => {
  expect(patternFault(pattern)?.must).toBe(must);
});
