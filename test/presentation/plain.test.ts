import { flat, flatLines } from '../../src/presentation/plain';

describe('commands of CI runners', () => {
  test.each([
    ['::stop-commands::tok', ': :stop-commands::tok'],
    ['  ::error file=a,line=1::pwned', ': :error file=a,line=1::pwned'],
    ['\u200e::add-mask::x', ': :add-mask::x'],
    ['text ##[error]pwned', 'text # #[error]pwned'],
    ['###[error]pwned', '## #[error]pwned'],
    ['##vso[task.setvariable variable=PATH]x', '# #vso[task.setvariable variable=PATH]x'],
    ['ready ::error::pwned', 'ready : :error::pwned'],
    ['section_start:1560896352:x', 'section start:1560896352:x'],
    ['#\ufe0f#[error]', '# #[error]'],
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
  ['noncharacter', 'a\uffffb'], ['noncharacter of a plane', 'a\u{1fffe}b'], ['noncharacter of Arabic forms', 'a\ufdd0b'],
  ['byte order mark', 'a\ufeffb'], ['line separator', 'a\u2028b'], ['escape', 'a\u001bb'], ['C1 control', 'a\u009bb'],
  ['Braille blank', 'a\u2800b'], ['Khitan filler', 'a\u{16fe4}b'], ['null notehead', 'a\u{1d159}b'],
  ['Hangul filler', 'a\u3164b'], ['choseong filler', 'a\u115fb'], ['jungseong filler', 'a\u1160b'], ['half-width filler', 'a\uffa0b'], ['Mongolian separator', 'a\u180eb'],
  ['grapheme joiner', 'a\u034fb'], ['variation selector', 'a\ufe01b'], ['variation selector supplement', 'a\u{e0100}b'], ['soft hyphen', 'a\u00adb'], ['line break', 'a\r\nb'],
])('%s becomes a space', (_, text) => {
  expect(flat(text)).toBe('a b');
});

test('a section of GitLab begins behind a letter, too', () => {
  expect(flat('Z6section_start:1:x')).toBe('Z6section start:1:x');
});

test('letters, signs and whole characters outside the first plane stay', () => {
  const text = 'Größe 日本語 عربى 😀 “x” € — é';
  expect(flat(text)).toBe(text);
});

test('a picture may lose what joins it to the next, and stays one without its variation selector', () => {
  expect(flat('\u26a0\ufe0f disk full \u{1f469}\u200d\u{1f692}')).toBe('\u26a0 disk full \u{1f469} \u{1f692}');
});

test('each line of a text', () => {
  expect(flatLines('one\n::error::two\nthree\u200e')).toBe('one\n: :error::two\nthree');
});
