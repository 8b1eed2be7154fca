import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { diagnose } from '../../src/diagnosis/engine';
import { quotation, readElastic } from '../../src/diagnosis/text';
import { at, crashed, frame, id } from '../decision/frames';

/** Outputs of failing programs; before each: `== name | exit code | words that the quoted line must have (a ~ b: either)`. */
const FOLDER = join(__dirname, '..', 'corpus', 'lifted');
const HEAD = /^== ([^|]+) \| (\d+) \| (.+)$/;

interface Output {
  readonly name: string;
  readonly exitCode: number;
  readonly words: readonly string[];
  readonly lines: readonly string[];
}

const outputsIn = (file: string) => readFileSync(join(FOLDER, file), 'utf8').split(/^(?=== [^|\n]+ \| \d+ \| )/m).slice(1).map((block): Output => {
  const [head, ...lines] = block.trimEnd().split('\n');
  const [, name, exitCode, words] = HEAD.exec(head) ?? [];
  return { name, exitCode: Number(exitCode), words: words.split(' ~ '), lines };
});

const inQuotation = (words: string) => readElastic(quotation(words)).text.slice(1, -1);

function quoted({ exitCode, lines }: Output) {
  const task = crashed(1, 20);
  const { causes: [top], log } = diagnose(frame(60, {
    tasks: [{ ...task, containers: [{ ...task.containers?.[0], exitCode }] }],
    logs: { web: { [id(1)]: lines.map((message, i) => ({ timestamp: Date.parse(at(15)) + i, message })) } },
  }));
  return { headline: top.headline, marked: inQuotation(log?.error ?? '') };
}

const files = readdirSync(FOLDER).filter((file) => file !== 'open.txt');

test.each(files.flatMap(outputsIn))('$name: the line that an engineer would quote', (output) => {
  const { headline, marked } = quoted(output);
  const words = output.words.map(inQuotation);
  expect(words.some((one) => headline.includes(one)) ? words[0] : headline).toBe(words[0]);
  expect(words.some((one) => marked.includes(one)) ? words[0] : marked).toBe(words[0]);
});

/** One that is quoted moves to another file. */
test.each(outputsIn('open.txt'))('open: $name', (output) => {
  const { headline } = quoted(output);
  expect(output.words.map(inQuotation).filter((one) => headline.includes(one))).toEqual([]);
});
