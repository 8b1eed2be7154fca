import { escape } from './escape';
import { DeploymentBar, Phase, TaskBar, Timeline } from './timeline';
import { duration, shortId } from '../../diagnosis/text';

const TOP = 44;
const ROW = 22;
const BAR = 12;
/** More rows than this tell nothing more. */
const MAX_ROWS = 40;

const PHASE_WORDS: { readonly [phase in Phase]: string } = {
  pending: 'pending', pulling: 'pulling the image', starting: 'starting', running: 'running', stopping: 'stopping',
};

interface Window {
  readonly from: number;
  readonly to: number;
  /** Where on the time axis, as a percentage: the picture is as wide as the page lets it, and its text stays as large. */
  x(at: number): number;
}

/**
 * Deployments, tasks from pending to stopped, health and events against time: as a picture, and the same as a table.
 * `about`: ids of the tasks that the diagnosis names. `diagnosedAt`: ISO 8601, the moment at which the cause was told.
 */
export function pictureOf(timeline: Timeline, id: string, clean: (text: string) => string, about: readonly string[], diagnosedAt?: string): string {
  const { rows, left } = shownRows(timeline, about);
  if (!rows.length) return '';
  const window = windowOf(timeline, rows);
  const events = timeline.events.filter((e) => e.at >= window.from && e.at <= window.to);
  const height = TOP + rows.length * ROW + 36;
  const told = diagnosedAt === undefined ? undefined : Date.parse(diagnosedAt);
  const summary = `${summaryOf(timeline)}${left}${told === undefined ? '' : ` Diagnosed at ${stamp(window, told)}.`}`;
  const y = (i: number) => TOP + i * ROW;
  return [
    '<h2>Timeline</h2>',
    `<figure><div class="picture"><svg class="labels" height="${height}" aria-hidden="true">`,
    ...rows.map((row, i) => labelOf(row, timeline, y(i))),
    `<text class="label" x="0" y="${height - 16}">events</text></svg>`,
    `<svg class="plot" height="${height}" role="img" aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">Timeline of the deployment</title><desc id="${id}-text">${escape(summary)}</desc>`,
    ...axis(window, height),
    ...rows.map((row, i) => ('phases' in row ? taskRow(row, window, y(i), clean) : deploymentRow(row, window, y(i)))),
    ...events.map((e) => `<line class="event" ${across(window.x(e.at))} y1="${height - 25}" y2="${height - 15}"><title>${escape(`${stamp(window, e.at)} ${clean(e.text)}`)}</title></line>`),
    ...(told === undefined ? [] : diagnosedLine(window, told, height)),
    '</svg></div>',
    `<figcaption>${escape(summary)} <span class="legend">${legend(rows)}</span></figcaption></figure>`,
    `<details><summary>Timeline as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Timeline as a table">${table(rows, events, window, clean)}</div></details>`,
  ].join('\n');
}

const percent = (x: number) => `${x.toFixed(2)}%`;
const across = (x: number) => `x1="${percent(x)}" x2="${percent(x)}"`;

/** What the deployments and tasks of this picture show, no more. */
function legend(rows: readonly Bar[]): string {
  const tasks = rows.flatMap((row) => ('phases' in row ? [row] : []));
  const health = tasks.flatMap((task) => task.health.map((h) => healthClass(h.text)));
  return [
    ...(['pending', 'pulling', 'starting', 'running', 'stopping'] as const).filter((phase) => tasks.some((t) => t.phases.some((p) => p.phase === phase)))
      .map((phase) => `<span class="${phase}">${PHASE_WORDS[phase]}</span>`),
    ...(health.includes('other') ? ['<span class="mark">○ first checks</span>'] : []),
    ...(health.includes('good') ? ['<span class="mark good">● healthy</span>'] : []),
    ...(health.includes('bad') ? ['<span class="mark bad">● unhealthy</span>'] : []),
    ...(tasks.some((t) => t.failedAt !== undefined) ? ['<span class="mark bad">× failed</span>'] : []),
  ].join(' ');
}

function healthClass(text: string): 'bad' | 'good' | 'other' {
  return /unhealthy/.test(text) ? 'bad' : /healthy/.test(text) ? 'good' : 'other';
}

/** From here on everybody could know. */
function diagnosedLine(window: Window, at: number, height: number): readonly string[] {
  const x = window.x(at);
  return [
    `<line class="told" ${across(x)} y1="22" y2="${height - 12}"/>`,
    `<text class="told" x="${percent(x)}" dx="${x > 60 ? -5 : 5}" y="32" text-anchor="${x > 60 ? 'end' : 'start'}">diagnosed ${stamp(window, at)}</text>`,
  ];
}

/** At the left; on a phone a shorter one. */
function labelOf(row: Bar, { deployments }: Timeline, y: number): string {
  if ('phases' in row) return `<text class="label task" x="12" y="${y + BAR}">task ${escape(shortId(row.id))}</text>`;
  const back = !row.watched && deployments.some((d) => d.watched && d.from < row.from) && deployments.some((d) => d.definition === row.definition && d.from < row.from);
  const name = back ? `rollback ${row.definition}` : row.definition;
  return ['wide', 'small'].map((size) => (
    `<text class="label ${size}${row.watched ? ' watched' : ''}" x="0" y="${y + BAR}">${escape(size === 'wide' ? cut(name, WIDE) : back ? 'rollback' : cut(name, SMALL))}</text>`
  )).join('');
}

type Bar = DeploymentBar | TaskBar;

/** Deployments, then tasks; of very many those that the diagnosis is about, those that failed, and the newest. `left`: what is not drawn, in words. */
function shownRows(timeline: Timeline, about: readonly string[]): { readonly rows: readonly Bar[]; readonly left: string } {
  const { deployments, tasks, forgotten } = timeline;
  const room = Math.max(0, MAX_ROWS - deployments.length);
  const named = tasks.filter((t) => about.includes(t.id)).slice(0, Math.ceil(room / 2));
  const kept = new Set(named);
  const newest = (from: readonly TaskBar[], upTo: number) => { for (const task of [...from].reverse()) if (kept.size < upTo) kept.add(task); };
  newest(tasks.filter((t) => t.failedAt !== undefined), Math.max(named.length, Math.ceil(room / 2)));
  newest(tasks, room);
  const drawn = tasks.filter((t) => kept.has(t));
  const rows = [...deployments, ...drawn];
  if (drawn.length === tasks.length && !forgotten.ids.length) return { rows, left: '' };
  const all = `${forgotten.ids.length ? 'at least ' : ''}${tasks.length + forgotten.tasks} tasks`;
  const onlyNewest = drawn[0] === tasks[tasks.length - drawn.length];
  return { rows, left: onlyNewest ? ` The newest ${drawn.length} of ${all} are drawn.` : ` ${drawn.length} of ${all} are drawn: ${named.length ? 'the first that the diagnosis names, ' : ''}the newest that failed, and the newest.` };
}

/** From the beginning of the deployment under watch; what began before is cut off there. */
function windowOf(timeline: Timeline, rows: readonly Bar[]): Window {
  const starts = rows.map((row) => ('phases' in row ? row.phases[0]?.from ?? timeline.to : row.from)).filter((at) => at > 0);
  const watched = timeline.deployments.filter((d) => d.watched).map((d) => d.from);
  const tasks = timeline.tasks.filter((t) => t.watched).map((t) => t.phases[0]?.from ?? timeline.to);
  const from = Math.min(...(watched.length ? watched : tasks.length ? tasks : starts));
  const to = Math.max(timeline.to, from + 10_000);
  return { from, to, x: (at) => 100 * Math.max(0, Math.min(to, at) - from) / (to - from) };
}

const STEPS = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400, 604_800].map((s) => s * 1000);

function axis(window: Window, height: number): readonly string[] {
  const span = window.to - window.from;
  const step = STEPS.find((s) => span / s <= 8) ?? span / 4;
  const marks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => window.from + i * step);
  return marks.map((at, i) => `<line class="grid" ${across(window.x(at))} y1="18" y2="${height - 28}"/><text class="tick${i % 2 ? ' odd' : ''}" x="${percent(window.x(at))}" y="12">${stamp(window, at)}</text>`);
}

/** Time since the beginning, m:ss or h:mm:ss. */
function stamp({ from }: Window, at: number): string {
  const s = Math.round((at - from) / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const h = Math.floor(Math.abs(s) / 3600), m = Math.floor(Math.abs(s) / 60) % 60;
  return `${s < 0 ? '-' : ''}${h ? `${h}:${pad(m)}` : m}:${pad(Math.abs(s) % 60)}`;
}

function deploymentRow(d: DeploymentBar, window: Window, y: number): string {
  const text = `deployment of ${d.definition}, ${d.state}`;
  return `<g><title>${escape(`${text}, ${d.id}`)}</title>${bar('deployment', window.x(d.from), window.x(d.to ?? window.to), y)}</g>`;
}

function taskRow(task: TaskBar, window: Window, y: number, clean: (text: string) => string): string {
  const parts = task.phases.filter((p) => (p.to ?? window.to) >= window.from).map((p) => bar(p.phase, window.x(p.from), window.x(p.to ?? window.to), y));
  const marks = task.health.map((h) => `<circle class="${healthClass(h.text)}" cx="${percent(window.x(h.at))}" cy="${y + BAR / 2 + 2}" r="4"><title>${escape(`${stamp(window, h.at)} ${h.text}`)}</title></circle>`);
  const cross = task.failedAt === undefined ? '' : `<text class="x" x="${percent(window.x(task.failedAt))}" y="${y + BAR + 2}">×</text>`;
  const said = task.stopped ? `stopped: ${clean(task.stopped.text)}` : task.phases[task.phases.length - 1]?.phase ?? '';
  return `<g><title>${escape(`task ${shortId(task.id)}, ${said}`)}</title>${parts.join('')}${marks.join('')}${cross}</g>`;
}

/** What stops is thinner: draining may take most of the time and tells least. */
function bar(name: string, from: number, to: number, y: number): string {
  const height = name === 'stopping' ? 4 : BAR;
  return `<rect class="${name}" x="${percent(from)}" y="${y + 2 + (BAR - height) / 2}" width="${percent(Math.max(0.25, to - from))}" height="${height}" rx="2"/>`;
}

/** Room for a label in its column (style.ts), in widths of its letters' size: 16rem at 12 px, 6rem at 11 px, less a gap. */
const WIDE = 20.5;
const SMALL = 8.2;

/** Out of the middle: the revision stands at the end. */
function cut(text: string, room: number): string {
  let short = text;
  for (let most = text.length - 1; width(short) > room && most > 4; most--) {
    const end = Math.floor((most - 3) / 2);
    short = `${text.slice(0, most - 3 - end)}...${text.slice(-end)}`;
  }
  return short;
}

/** Of bold letters in the widest of the usual fonts (DejaVu Sans), about. */
function width(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[WM@%]/.test(letter) ? 1.1 : /[mw]/.test(letter) ? 1 : /[ijlI.:'|]/.test(letter) ? 0.4 : /[A-Z]/.test(letter) ? 0.78 : 0.7), 0);
}

/** What was forgotten may have failed since: then these are lower bounds. */
function summaryOf({ tasks, deployments, to, forgotten }: Timeline): string {
  const watched = tasks.filter((t) => t.watched);
  const mine = watched.length + forgotten.tasks;
  const failed = watched.filter((t) => t.failedAt !== undefined).length + forgotten.failed;
  const began = deployments.find((d) => d.watched)?.from;
  const span = began === undefined ? '' : ` in ${duration(to - began)}`;
  return `${deployments.length} deployment${deployments.length === 1 ? '' : 's'}; ${forgotten.tasks ? 'at least ' : ''}${mine} task${mine === 1 ? '' : 's'} of the deployment in question${span}, ${failed} failed.`;
}

function table(rows: readonly Bar[], events: Timeline['events'], window: Window, clean: (text: string) => string): string {
  const lines = [
    ...rows.flatMap((row) => ('phases' in row ? [
      ...row.phases.map((p) => ({ at: p.from, who: `task ${shortId(row.id)}`, what: PHASE_WORDS[p.phase] })),
      ...row.health.map((h) => ({ at: h.at, who: `task ${shortId(row.id)}`, what: h.text })),
      ...(row.stopped ? [{ at: row.stopped.at, who: `task ${shortId(row.id)}`, what: `stopped${row.failedAt === undefined ? '' : ' (failed)'}: ${clean(row.stopped.text)}` }] : []),
    ] : [{ at: row.from, who: row.definition, what: `deployment begins (${row.id})` }])),
    ...events.map((e) => ({ at: e.at, who: 'service', what: clean(e.text) })),
  ].filter((line) => line.at >= window.from).sort((a, b) => a.at - b.at);
  const body = lines.map(({ at, who, what }) => `<tr><td>${stamp(window, at)}</td><th scope="row">${escape(who)}</th><td>${escape(what)}</td></tr>`);
  return `<table><thead><tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Happened</th></tr></thead><tbody>${body.join('')}</tbody></table>`;
}
