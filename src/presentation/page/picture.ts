import { escape } from './escape';
import { PHASE_WORDS, timelineTable } from './table';
import { DeploymentBar, Moment, TaskBar, Timeline } from './timeline';
import { Bar, shownRows, stamp, Window, windowOf } from './window';
import { count, duration, shortId } from '../../diagnosis/text';

const TOP = 44;
const ROW = 22;
const BAR = 12;
/**
 * Deployments, tasks from pending to stopped, health and events against time: as a picture, and the same as a table.
 * `named`: ids of the tasks that the diagnosis names. `diagnosedAt`: ISO 8601, when `ecs-why watch` printed the diagnosis.
 */
export function pictureOf(timeline: Timeline, id: string, named: readonly string[], diagnosedAt?: string): string {
  const { rows, left } = shownRows(timeline, named);
  if (!rows.length) return '';
  const window = windowOf(timeline, rows);
  const events = timeline.events.filter((e) => e.at >= window.from && e.at <= window.to);
  const height = TOP + rows.length * ROW + 36;
  const diagnosed = diagnosedAt === undefined ? undefined : Date.parse(diagnosedAt);
  const whenDiagnosed = diagnosed === undefined ? '' : ` Diagnosed at ${stamp(window, diagnosed)}.`;
  const summary = escape(summaryOf(timeline) + left + whenDiagnosed);
  const y = (i: number) => TOP + i * ROW;
  return [
    '<h2>Timeline</h2>',
    `<figure><div class="picture"><svg class="labels" height="${height}" aria-hidden="true">`,
    ...rows.map((row, i) => labelOf(row, timeline, y(i))),
    `<text class="label" x="0" y="${height - 16}">events</text></svg>`,
    `<svg class="plot" height="${height}" role="img" aria-labelledby="${id}-title ${id}-text">`
      + `<title id="${id}-title">Timeline of the deployment</title><desc id="${id}-text">${summary}</desc>`,
    ...axis(window, height),
    ...rows.map((row, i) => ('phases' in row ? taskRow(row, window, y(i)) : deploymentRow(row, window, y(i)))),
    ...events.map((event) => eventMark(event, window, height)),
    ...(diagnosed === undefined ? [] : diagnosedLine(window, diagnosed, height)),
    '</svg></div>',
    `<figcaption>${summary} <span class="legend">${legend(rows)}</span></figcaption></figure>`,
    '<details><summary>Timeline as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Timeline as a table">'
      + `${timelineTable(rows, events, window)}</div></details>`,
  ].join('\n');
}

function eventMark({ at, text }: Moment, window: Window, height: number): string {
  const title = escape(`${stamp(window, at)} ${text}`);
  return `<line class="event" ${across(window.x(at))} y1="${height - 25}" y2="${height - 15}"><title>${title}</title></line>`;
}

const percent = (x: number) => `${x.toFixed(2)}%`;
const across = (x: number) => `x1="${percent(x)}" x2="${percent(x)}"`;

/** Explains only the colours and marks that this picture has. */
function legend(rows: readonly Bar[]): string {
  const tasks = rows.flatMap((row) => ('phases' in row ? [row] : []));
  const health = tasks.flatMap((task) => task.health.map((h) => healthClass(h.text)));
  return [
    ...(['pending', 'pulling', 'starting', 'running', 'stopping'] as const)
      .filter((phase) => tasks.some((t) => t.phases.some((p) => p.phase === phase)))
      .map((phase) => `<span class="${phase}">${PHASE_WORDS[phase]}</span>`),
    ...(health.includes('other') ? ['<span class="mark">○ first checks</span>'] : []),
    ...(health.includes('good') ? ['<span class="mark good">● healthy</span>'] : []),
    ...(health.includes('bad') ? ['<span class="mark bad">● unhealthy</span>'] : []),
    ...(tasks.some((t) => t.failedAt !== undefined) ? ['<span class="mark bad">× failed</span>'] : []),
  ].join(' ');
}

function healthClass(text: string): 'bad' | 'good' | 'other' {
  if (/unhealthy/.test(text)) return 'bad';
  return /healthy/.test(text) ? 'good' : 'other';
}

/** From this moment on the cause was known. */
function diagnosedLine(window: Window, at: number, height: number): readonly string[] {
  const x = window.x(at);
  return [
    `<line class="diagnosed" ${across(x)} y1="22" y2="${height - 12}"/>`,
    `<text class="diagnosed" x="${percent(x)}" dx="${x > 60 ? -5 : 5}" y="32" text-anchor="${x > 60 ? 'end' : 'start'}">`
      + `diagnosed ${stamp(window, at)}</text>`,
  ];
}

/** At the left of a row; the style shows the small label on a phone. */
function labelOf(row: Bar, timeline: Timeline, y: number): string {
  if ('phases' in row) return `<text class="label task" x="12" y="${y + BAR}">task ${escape(shortId(row.id))}</text>`;
  const back = isRollback(row, timeline);
  const wide = cut(back ? `rollback ${row.definition}` : row.definition, WIDE);
  const small = back ? 'rollback' : cut(row.definition, SMALL);
  const label = (size: string, text: string) => `<text class="label ${size}" x="0" y="${y + BAR}">${escape(text)}</text>`;
  const watched = row.watched ? ' watched' : '';
  return label(`wide${watched}`, wide) + label(`small${watched}`, small);
}

/** It deploys what ran before the deployment under watch. */
function isRollback(row: DeploymentBar, { deployments }: Timeline): boolean {
  const earlier = deployments.filter((d) => d.from < row.from);
  return !row.watched && earlier.some((d) => d.watched) && earlier.some((d) => d.definition === row.definition);
}

const STEPS = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400, 604_800].map((s) => s * 1000);

function axis(window: Window, height: number): readonly string[] {
  const span = window.to - window.from;
  const step = STEPS.find((s) => span / s <= 8) ?? span / 4;
  const marks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => window.from + i * step);
  return marks.map((at, i) => (
    `<line class="grid" ${across(window.x(at))} y1="18" y2="${height - 28}"/>`
      + `<text class="tick${i % 2 ? ' odd' : ''}" x="${percent(window.x(at))}" y="12">${stamp(window, at)}</text>`
  ));
}

function deploymentRow(d: DeploymentBar, window: Window, y: number): string {
  const title = escape(`deployment of ${d.definition}, ${d.state}, ${d.id}`);
  return `<g><title>${title}</title>${bar('deployment', window.x(d.from), window.x(d.to ?? window.to), y)}</g>`;
}

function taskRow(task: TaskBar, window: Window, y: number): string {
  const parts = task.phases.filter((p) => (p.to ?? window.to) >= window.from)
    .map((p) => bar(p.phase, window.x(p.from), window.x(p.to ?? window.to), y));
  const marks = task.health.map((h) => {
    const title = escape(`${stamp(window, h.at)} ${h.text}`);
    const x = percent(window.x(h.at));
    return `<circle class="${healthClass(h.text)}" cx="${x}" cy="${y + BAR / 2 + 2}" r="4"><title>${title}</title></circle>`;
  });
  const cross = task.failedAt === undefined ? '' : `<text class="x" x="${percent(window.x(task.failedAt))}" y="${y + BAR + 2}">×</text>`;
  const state = task.stopped ? `stopped: ${task.stopped.text}` : task.phases[task.phases.length - 1]?.phase ?? '';
  const title = escape(`task ${shortId(task.id)}, ${state}`);
  return `<g><title>${title}</title>${parts.join('')}${marks.join('')}${cross}</g>`;
}

/** The bar of a stopping task is thin: draining can take most of the time and matters least. */
function bar(name: string, from: number, to: number, y: number): string {
  const height = name === 'stopping' ? 4 : BAR;
  const width = percent(Math.max(0.25, to - from));
  return `<rect class="${name}" x="${percent(from)}" y="${y + 2 + (BAR - height) / 2}" width="${width}" height="${height}" rx="2"/>`;
}

/** Room for a label in its column (style.ts), in multiples of the font size: 16rem at 12 px, 6rem at 11 px, less a gap. */
const WIDE = 20.5;
const SMALL = 8.2;

/** Cuts the middle: the revision is at the end. */
function cut(text: string, room: number): string {
  let short = text;
  for (let most = text.length - 1; widthOf(short) > room && most > 4; most--) {
    const end = Math.floor((most - 3) / 2);
    short = `${text.slice(0, most - 3 - end)}...${text.slice(-end)}`;
  }
  return short;
}

/** Widths of bold letters in the widest of the usual fonts (DejaVu Sans), approximate; the first match counts. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [[/[WM@%]/, 1.1], [/[mw]/, 1], [/[ijlI.:'|]/, 0.4], [/[A-Z]/, 0.78], [/./su, 0.7]];

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0), 0);
}

/** A task that is no longer kept may have failed since, so the counts may be lower bounds. */
function summaryOf({ tasks, deployments, to, forgotten }: Timeline): string {
  const watched = tasks.filter((t) => t.watched);
  const all = watched.length + forgotten.tasks;
  const failed = watched.filter((t) => t.failedAt !== undefined).length + forgotten.failed;
  const began = deployments.find((d) => d.watched)?.from;
  const span = began === undefined ? '' : ` in ${duration(to - began)}`;
  const tasksText = `${forgotten.tasks ? 'at least ' : ''}${count(all, 'task')}`;
  return `${count(deployments.length, 'deployment')}; ${tasksText} of the deployment in question${span}, ${failed} failed.`;
}
