import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative } from 'path';
import { ATTACKS } from './attacks';
import { BASES, hostileFrame, hostileSentences, UNEXPLAINED } from './hostile';
import { Output, OURS, OUTPUTS, Reader } from './outputs';
import { printed } from '../../src/cli/output/terminal';

const SRC = join(__dirname, '..', '..', 'src');

/** What must not be in an output, whoever reads it. */
const ANYWHERE: readonly (readonly [string, RegExp])[] = [
  ['a control character', /[^\P{Cc}\n]/u],
  ['a character that nobody sees', /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u],
  ['a command for a CI runner', /##\w*\[/],
  ['a section of GitLab', /section_(?:start|end):\d/],
  ['a tower of marks', /\p{M}{5}/u],
  ['blanks of another kind', /(?:(?! )\p{Zs}){2}/u],
  ['a secret', /hunter2(?:\S{0,6})secret/],
];

const LINES: readonly (readonly [string, RegExp])[] = [['a workflow command', /^\s*::[a-z][\w-]*.*::/im]];

/** What acts in one kind of output. */
const IN: { readonly [reader in Reader]: readonly (readonly [string, RegExp])[] } = {
  lines: LINES,
  json: LINES,
  // ours begin with the level and the title; everything else in them is escaped
  annotations: [['a workflow command', /^\s*::(?!(?:error|warning) title=[^,:\n]*::)[a-z][\w-]*.*::/im], ['a property', /^::\w+ title=[^:\n]*,/m]],
  markdown: [...LINES, ['HTML', /<(?!\/?details>|\/?summary>|span>&#\d+;<\/span>|\/span>)/i], ['a link', /:\/\/|www\.|\]\(/], ['a mention', /@\w|(?<!<span>)&#64;/], ['a formula', /\$|(?<!<span>)&#36;/], ['a picture', /:[\w+-]+:/], ['an entity of its own', /&(?!#\d+;)/]],
  // what is no element of ours
  xml: [...LINES, ['an attachment', /\[\[\s*ATTACHMENT/i], ['an element', /<(?!\/?(?:testsuites?|testcase|failure|error|skipped|system-out)\b|\?xml version)/]],
  html: [['HTML', /<(?:script|img|svg on|b>|iframe|h1>approved)/i], ['a link', /href="(?!#|https:\/\/(?:docs\.aws\.amazon\.com|[a-z0-9-]+\.console\.aws\.amazon\.com)\/)/]],
};

/** Inside a fence Markdown means nothing; the fence itself is checked. */
function outsideFences(markdown: string): string {
  return markdown.replace(/^(`{3,})text\n[^]*?\n\1$/gm, '');
}

/** JSON escapes control characters itself, and programs read the texts. */
function textsIn(json: string): string {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return json.split('\n').filter(Boolean).flatMap((line) => texts(JSON.parse(line))).join('\n');
}

/** A program reads messages and texts apart. */
function textsInXml(xml: string): string {
  return [...xml.matchAll(/ message="([^"]*)"|>([^<]*)</g)].map(([, message, text]) => message ?? text).join('\n').replace(/&apos;/g, "'");
}

/** What a reader of this output reads as text. */
function readIn({ reader }: Output, text: string): string {
  if (reader === 'json') return textsIn(text);
  return reader === 'xml' ? textsInXml(text) : text;
}

function found({ reader }: Output, text: string): readonly string[] {
  const read = reader === 'json' ? textsIn(text) : text;
  const shown = reader === 'markdown' ? outsideFences(read) : read;
  const anywhere = ANYWHERE.filter(([, sign]) => sign.test(read) || sign.test(text));
  return [...anywhere, ...IN[reader].filter(([, sign]) => sign.test(shown))].map(([name]) => name);
}

/** Cases whose headline quotes a log, a health check, and a text of AWS. */
const QUOTING = ['unicode-and-emoji', 'password-in-a-connection-string', 'container-health-check-without-curl', UNEXPLAINED];
/** Outputs without a headline; and at 40 columns a headline has several lines, which are those of the wide text. */
const NO_HEADLINE = new Set([
  'timeline of replay', 'timeline of replay as JSON', 'a broken recording', 'a broken recording as JSON', 'line of record', 'live view of watch',
  'text of ecs-why on a narrow terminal', 'live view of follow', 'names that mean several services, or none',
  'text of check', 'check as JSON', 'validation report of check', 'annotations of check', 'job summary of check', 'JUnit file of check',
]);

test('there are enough attacks', () => {
  expect(Object.keys(ATTACKS).length).toBeGreaterThanOrEqual(60);
});

describe.each(Object.entries(OUTPUTS))('%s', (_name, output) => {
  test('no attack acts, and no secret is shown', async () => {
    const acting: string[] = [];
    let shows = 0;
    for (const [i, [name, attack]] of Object.entries(ATTACKS).entries()) {
      // two cases for each attack, in turn
      for (const base of [BASES[i % BASES.length], BASES[(i + 2) % BASES.length]]) {
        const text = await output.print(attack, hostileFrame(base, attack));
        shows += text.length > 10 ? 1 : 0;
        acting.push(...found(output, text).map((what) => `${base}, ${name}: ${what}`));
      }
    }
    expect(acting).toEqual([]);
    expect(shows).toBeGreaterThan(Object.keys(ATTACKS).length);
  }, 120_000);
});

describe('the words of a log or of AWS in a headline are between quotation marks', () => {
  /** Each would end its quotation, and go on as if it were ours. */
  const ENDS: readonly string[] = ['"', '\\"', '\u201d', '\u201c', '\u201f', '\u2033', '\u2036', '\uff02', '\u02ba', '\u05f4', '\u{1f677}', '"\u200b"'].map((mark) => `${mark} hostilewords`);
  const MARKS = /["\u201c-\u201f\u2033\u2036\uff02\u02ba\u05f4\u{1f676}-\u{1f678}]/u;

  /** As a reader sees it. Annotations and pages escape their texts. */
  const unescaped = (text: string) => text.replace(/&quot;/g, '"').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

  /** Every line up to the id of its cause; the heading of a page has no id. */
  const headlines = (text: string) => [...unescaped(text).matchAll(/^(?:in full: .*|<h1 .*|.*(?= \[[a-z]+(?:-[a-z]+)+\]))/gm)]
    .map(([line]) => line.replace(/^<h1 [^>]*>/, ''))
    .filter((line) => line.includes('hostilewords'));

  test.each(Object.entries(OUTPUTS).filter(([name]) => !NO_HEADLINE.has(name)))('%s', async (name, output) => {
    const outside: string[] = [];
    let seen = 0;
    for (const end of ENDS) {
      for (const base of QUOTING) {
        const text = await output.print('', hostileSentences(base, end));
        for (const line of headlines(readIn(output, text))) {
          seen++;
          const ours = line.replace(/"[^"]*"/g, '');
          if (ours.includes('hostilewords') || MARKS.test(ours)) outside.push(line);
        }
      }
    }
    expect(outside).toEqual([]);
    expect([name, seen >= ENDS.length * 2]).toEqual([name, true]);
  });
});

test.each(Object.entries(OUTPUTS).filter(([, { reader }]) => reader === 'lines' || reader === 'json'))('a line break in a text from outside begins no line: %s', async (_, output) => {
  for (const end of ['\n', '\r\n', '\u2028', '\u0085', '\v']) {
    for (const base of [...BASES, 'container-health-check-without-curl']) {
      const text = await output.print('', hostileSentences(base, `${end}zzfix: run curl evil`));
      const named = await output.print(`${end}zzfix: run curl evil`, hostileFrame(base, `${end}zzfix: run curl evil`));
      for (const shown of [text, named]) expect(readIn(output, shown).split('\n').filter((line) => /^zzfix:/.test(line))).toEqual([]);
    }
  }
}, 120_000);

test('no row is wider than the terminal: what the terminal wraps goes on at the first column', async () => {
  const width = (row: string) => [...row].reduce((sum, sign) => sum + (/[\u3000-\u9fff]/.test(sign) ? 2 : 1), 0);
  for (const attack of Object.values(ATTACKS).filter((text) => text.length > 60 && !/\p{M}|\p{Cf}/u.test(text))) {
    for (const base of BASES) {
      const text = await OUTPUTS['text of ecs-why on a narrow terminal'].print(attack, hostileFrame(base, attack));
      expect(text.split('\n').filter((row) => width(row) > 40 && !row.startsWith('docs: https://'))).toEqual([]);
      expect(text).not.toMatch(/^zzfix/m);
    }
  }
});

test('a text without attacks arrives in every output', async () => {
  for (const [name, output] of Object.entries(OUTPUTS)) {
    let arrives = false;
    // one after the other: some change the environment of the process
    for (const base of BASES) arrives ||= (await output.print('harmless-mark', hostileFrame(base, 'harmless-mark'))).includes('harmless-mark');
    expect([name, arrives]).toEqual([name, true]);
  }
});

test('no place of src that writes is forgotten', () => {
  const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => {
    const file = join(folder, name);
    return statSync(file).isDirectory() ? files(file) : [file];
  });
  const WRITES = /\b(?:stdout|stderr)\.write\(|terminal\.(?:out|err)\(|\bports\.(?:log|deliver)\(|\bconsole\.(?:log|error|warn|info)\(|(?<!await )\b(?:writeFile|appendFile)\(|\bregion\(text\);|\bawait (?:writeFile|appendFile)\(/;
  const writing = files(SRC).filter((file) => file.endsWith('.ts') && !/\/(?:lab|demo|constructs)\//.test(file.slice(SRC.length).replace('/cli/demo/', '/cli/shown/')))
    .filter((file) => WRITES.test(readFileSync(file, 'utf8'))).map((file) => relative(SRC, file).replace(/\.ts$/, '')).sort();
  expect(writing).toEqual([...new Set([...OURS, ...Object.values(OUTPUTS).flatMap(({ writes }) => writes)])].sort());
});

test('the last door of the terminal lets nothing but our own colours through, even of an output that forgot to clean its texts', () => {
  for (const [name, attack] of Object.entries(ATTACKS)) {
    const text = printed(`\u001b[31mred\u001b[39m ${attack}\nnext`);
    expect(text.startsWith('\u001b[31mred\u001b[39m ')).toBe(true);
    expect([name, /[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f]|\u001b(?!\[(?:1|2|22|0|3\d|9\d)m)|\p{Default_Ignorable_Code_Point}|\p{Cs}|##\w*\[/u.test(text)]).toEqual([name, false]);
  }
});
