import { flat, flatLines } from '../../src/presentation/plain';

describe('commands of CI runners', () => {
  test.each([
    ['::stop-commands::tok', ': :stop-commands::tok'],
    ['  ::error file=a,line=1::pwned', ': :error file=a,line=1::pwned'],
    ['\u200e::add-mask::x', ': :add-mask::x'],
    ['text ##[error]pwned', 'text # #[error]pwned'],
    ['###[error]pwned', '## #[error]pwned'],
    ['##vso[task.setvariable variable=PATH]x', '# #vso[task.setvariable variable=PATH]x'],
    ['a ##teamcity[buildStop]', 'a # #teamcity[buildStop]'],
  ])('%j is no command any more', (text, line) => {
    expect(flat(text)).toBe(line);
    expect(flat(flat(text))).toBe(line);
  });

  test.each(['::1 - - "GET /" 200', '[::]:8080', 'std::bad_alloc', 'listens on ::', '## heading', '#[derive]'])('%j stays', (text) => {
    expect(flat(text)).toBe(text);
  });
});

test.each([
  ['left-to-right mark', 'a\u200eb'], ['Arabic letter mark', 'a\u061cb'], ['override', 'a\u202eb'], ['isolate', 'a\u2066b'],
  ['tag characters', 'a\u{e0041}\u{e007f}b'], ['half of a character', 'a\ud83db'], ['other half', 'a\ude00b'], ['word joiner', 'a\u2060b'],
  ['byte order mark', 'a\ufeffb'], ['line separator', 'a\u2028b'], ['escape', 'a\u001bb'], ['C1 control', 'a\u009bb'], ['line break', 'a\r\nb'],
])('%s becomes a space', (_, text) => {
  expect(flat(text)).toBe('a b');
});

test('letters, signs and whole characters outside the first plane stay', () => {
  const text = 'Größe 日本語 عربى 😀 “x” € — é';
  expect(flat(text)).toBe(text);
});

test('each line of a text', () => {
  expect(flatLines('one\n::error::two\nthree\u200e')).toBe('one\n: :error::two\nthree');
});
