import { plainHeadline } from './headline';
import { MessageContext, messageLines } from './message';
import { pastLines, RECOVERED, toldPast } from './past';
import { Diagnosis } from '../diagnosis/model';

/** What GitHub Actions is told about one deployment. */
export interface Told {
  /** `prod/web`, a file, ... */
  readonly name: string;
  readonly diagnosis: Diagnosis;
  readonly context?: MessageContext;
  /** What it recovered from. */
  readonly past?: Diagnosis;
  /** Another deployment has taken its place. */
  readonly replaced?: boolean;
}

/**
 * Workflow commands (GitHub documentation, workflow commands): an annotation is one line, its line breaks and signs escaped.
 * A failed deployment is an error; what went wrong in one that lives, a warning; what is awaited, nothing.
 */
export function annotations({ name, diagnosis, context, past, replaced }: Told): readonly string[] {
  const [top] = diagnosis.causes;
  const over = toldPast(diagnosis, past);
  if (over) return [command('warning', `${name}: recovered from: ${over.causes[0].title} [${over.causes[0].id}]`, pastLines(over, context).map((line) => line.text).join('\n'))];
  if (!top || top.waiting) return diagnosis.status === 'failed' ? [command('error', name, plainHeadline(diagnosis, context))] : [];
  const text = messageLines(diagnosis, context).map((line) => line.text).join('\n');
  return [command(diagnosis.status === 'healthy' || replaced ? 'warning' : 'error', `${name}: ${top.title} [${top.id}]`, text)];
}

function command(level: 'error' | 'warning', title: string, message: string): string {
  return `::${level} title=${property(title)}::${data(message)}`;
}

const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** GitHub Markdown for the job summary: verdict, then the message folded away. */
export function jobSummary({ name, diagnosis, context, past }: Told): string {
  const over = toldPast(diagnosis, past);
  const [head, ...rest] = over ? pastLines(over, context) : messageLines(diagnosis, context);
  const fix = rest.find((line) => line.kind === 'fix')?.text;
  return [
    `### ${markdown(name)}`,
    '',
    `**${markdown(`${over ? RECOVERED : ''}${head.text}`)}**`,
    ...(fix ? ['', markdown(fix)] : []),
    ...(rest.length ? ['', '<details><summary>Evidence</summary>', '', fenced(rest.map((line) => line.text).join('\n')), '', '</details>'] : []),
    '',
  ].join('\n');
}

/** Text from AWS or a log must not become a heading, a link, HTML or a mention. */
function markdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~!@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A fence is longer than any run of backticks within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
