import { foreign } from './foreign';
import { largest } from '../diagnosis/text';

type Level = 'error' | 'warning';

/** The annotation of a diagnosis that was made earlier, or of an end without one: only a text is known, which is redacted. */
export function textAnnotation(title: string, lines: readonly string[], level: Level = 'error'): string {
  return command(level, title, lines.join('\n'));
}

/** The same for the job summary: a headline, and what is folded away below it. */
export function textSummary(name: string, [head = '', ...rest]: readonly string[]): string {
  return [
    `### ${markdown(foreign(name))}`, '', `**${markdown(head)}**`,
    ...(rest.length ? ['', '<details><summary>Evidence</summary>', '', fenced(rest.join('\n')), '', '</details>'] : []), '',
  ].join('\n');
}

export function command(level: Level, title: string, message: string): string {
  return `::${level} title=${property(foreign(title))}::${data(message)}`;
}

const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/**
 * A text from AWS or from a log is not allowed to become a heading, a link, HTML or a mention. GitHub makes links of bare addresses, too
 * (GitHub Flavored Markdown Spec, autolinks).
 */
export function markdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~!&]|:(?=\/\/)|(?<=www)\./gi, code).replace(/&#\d+;|[#$@]|:(?=[\w+-]+:)/g, apart);
}

const code = (sign: string) => `&#${sign.charCodeAt(0)};`;

/**
 * GitHub makes mentions, references, formulas and pictures (`@name`, `#1`, `$$x$$`, `:tada:`) of the text that the HTML has, where an
 * entity is its sign again. Such a text does not reach over an element (GitHub Docs, writing mathematical expressions: `<span>$</span>`).
 */
const apart = (sign: string) => (sign.length > 1 ? sign : `<span>${code(sign)}</span>`);

/** The fence is longer than any run of backticks in the text. */
export function fenced(text: string): string {
  const longest = largest((text.match(/`+/g) ?? []).map((run) => run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
