import { escape } from './escape';
import { consoleLinks } from './links';
import { pictureOf } from './picture';
import { cleanedTimeline, Timeline } from './timeline';
import { Diagnosis } from '../../diagnosis/model';
import { Frame } from '../../facts/model';
import { foreign } from '../foreign';
import { Kind, Line, MessageContext, messageLines } from '../message';
import { redacted } from '../own-patterns';
import { flat } from '../plain';
import { RECOVERED, recoveredLines, recoveredToShow } from '../recovered';
import { Redactor } from '../redact';

/** One deployment on the page. */
export interface PageReport {
  readonly name: string;
  readonly frame: Frame;
  readonly timeline: Timeline;
  readonly diagnosis: Diagnosis;
  readonly lines: readonly string[];
  readonly context?: MessageContext;
  /** What a healthy deployment recovered from. */
  readonly recovered?: Diagnosis;
  /** When `ecs-why watch` printed the diagnosis, ISO 8601; absent: the deployment was diagnosed later. */
  readonly diagnosedAt?: string;
}

const STATUS: { readonly [status in Diagnosis['status']]: string } = {
  'failed': 'Failed', 'in-progress': 'In progress', 'healthy': 'Healthy', 'paused': 'Paused', 'unknown': 'Unknown',
};

export function slug({ name }: PageReport, index: number): string {
  return `report-${index + 1}-${foreign(name).toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** A watch that has diagnosed a failure gives a context, though ECS may still be trying. */
export function statusOf({ context, diagnosis }: PageReport): Diagnosis['status'] {
  return context !== undefined ? 'failed' : diagnosis.status;
}

/** First the verdict, then the fix, then the evidence. */
export function section(report: PageReport, index: number): string {
  const { context, diagnosis } = report;
  return redacted(context?.redact, MATCH_MS, ({ redact }) => sectionOf(report, index, redact), {
    from: diagnosis.logged, given: diagnosis.given,
  }).made;
}

/** Time for the user's patterns. A text that takes longer is masked. */
const MATCH_MS = 1000;

function sectionOf(report: PageReport, index: number, redact: Redactor): string {
  const { diagnosis, frame, timeline, context, name } = report;
  const id = slug(report, index);
  const recovered = recoveredToShow(diagnosis, report.recovered);
  const found = recovered ?? diagnosis;
  const [head, ...rest] = (recovered ? recoveredLines : messageLines)(found, { ...context, logLines: 100 });
  const [top] = found.causes;
  const clean = (text: string) => flat(redact(text));
  const status = statusOf(report);
  const of = (...kinds: readonly Kind[]) => rest.filter((line) => kinds.includes(line.kind));
  return [
    `<section id="${id}" aria-labelledby="${id}-head">`,
    `<p class="name">${escape(clean(name))}</p>`,
    `<p class="status ${status}">${STATUS[status]}</p>`,
    `<h1 id="${id}-head">${recovered ? RECOVERED : ''}${escape(top ? head.text.replace(/ \[[a-z0-9-]+\]$/, '') : head.text)}</h1>`,
    ...(top ? [`<p class="cause"><a href="${escape(top.docs)}">${escape(top.title)}</a> <code>${escape(top.id)}</code></p>`] : []),
    ...report.lines.map((line) => `<p>${escape(clean(line))}</p>`),
    ...of('fix').map(({ text }) => `<p class="fix"><strong>Fix</strong> ${escape(text.replace(/^fix: /, ''))}</p>`),
    ...list('What was seen', of('blamed', 'stopped-tasks', 'fact', 'over', 'impact', 'change', 'why', 'full')),
    ...logBlock(of('error', 'log'), found, clean),
    pictureOf(cleanedTimeline(timeline, clean), `${id}-picture`, (top?.tasks ?? []).map(clean), report.diagnosedAt),
    ...list('What AWS said', of('aws', 'more-aws').map((line) => ({ ...line, text: line.text.replace(/^aws: /, '') })), 'quotes'),
    ...list('Also seen', of('also').map((line) => ({ ...line, text: line.text.replace(/^also seen: /, '') }))),
    ...list('Not readable', of('unread').map((line) => ({ ...line, text: line.text.replace(/^not readable: /, '') }))),
    ...links(frame, found, clean),
    '</section>',
  ].join('\n');
}

function list(title: string, lines: readonly Line[], name = 'seen'): readonly string[] {
  if (!lines.length) return [];
  const items = lines.map((line) => `<li>${escape(line.text)}</li>`);
  return [`<h2>${title}</h2>`, `<ul class="${name}">${items.join('')}</ul>`];
}

/** The log scrolls inside the page, so the keyboard must be able to reach it (`tabindex`). */
function logBlock(lines: readonly Line[], { log }: Diagnosis, clean: Redactor): readonly string[] {
  if (!lines.length) return [];
  const name = log ? clean(`Log of ${log.container}`) : 'Log';
  const text = lines.map(({ text: line, decisive }) => {
    const shown = escape(line.replace(/^log \([^)]*\)(?: task \w+)?: /, ''));
    return decisive ? `<mark>${shown}</mark>` : shown;
  }).join('\n');
  return [`<h2>${escape(name)}</h2>`, `<pre tabindex="0" role="region" aria-label="${escape(name)}">${text}</pre>`];
}

function links(frame: Frame, { causes: [top], log }: Diagnosis, clean: Redactor): readonly string[] {
  const found = consoleLinks(frame, log?.container ?? top?.container, log?.task ?? top?.tasks[0]);
  const all = [...found, ...(top && !top.waiting ? [{ text: 'documentation of AWS', url: top.docs }] : [])];
  if (!all.length) return [];
  const items = all.map(({ text, url }) => `<li><a href="${escape(url)}" rel="noreferrer">${escape(clean(text))}</a></li>`);
  return ['<h2>Where to look</h2>', `<ul>${items.join('')}</ul>`];
}
