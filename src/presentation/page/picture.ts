import { escape } from './escape';
import { DeploymentBar, Phase, TaskBar, Timeline } from './timeline';
import { duration, shortId } from '../../diagnosis/text';

const LEFT = 210;
const WIDTH = 960;
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
  x(at: number): number;
}

/** Deployments, tasks from pending to stopped, health and events against time: as a picture, and the same as a table. */
export function pictureOf(timeline: Timeline, id: string, clean: (text: string) => string): string {
  const rows = shownRows(timeline);
  if (!rows.length) return '';
  const window = windowOf(timeline, rows);
  const events = timeline.events.filter((e) => e.at >= window.from && e.at <= window.to);
  const height = 30 + rows.length * ROW + 40;
  const summary = summaryOf(timeline);
  return [
    '<h2>Timeline</h2>',
    `<figure><div class="scroll" tabindex="0" role="region" aria-label="Timeline, scrolls sideways"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-text">`,
    `<title id="${id}-title">Timeline of the deployment</title><desc id="${id}-text">${escape(summary)}</desc>`,
    ...axis(window, height),
    ...rows.map((row, i) => ('phases' in row ? taskRow(row, window, 30 + i * ROW, clean) : deploymentRow(row, window, 30 + i * ROW))),
    ...events.map((e) => `<path class="event" d="M${window.x(e.at).toFixed(1)} ${height - 28}v10"><title>${escape(`${stamp(window, e.at)} ${clean(e.text)}`)}</title></path>`),
    `<text class="label" x="0" y="${height - 19}">service events</text>`,
    '</svg></div>',
    `<figcaption>${escape(summary)} <span class="legend">${(['pending', 'pulling', 'starting', 'running', 'stopping'] as const).map((p) => `<span class="${p}">${PHASE_WORDS[p]}</span>`).join(' ')} <span class="good">● healthy</span> <span class="bad">● unhealthy</span> <span class="x">× failed</span></span></figcaption></figure>`,
    `<details><summary>Timeline as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Timeline as a table">${table(rows, events, window, clean)}</div></details>`,
  ].join('\n');
}

type Bar = DeploymentBar | TaskBar;

/** Deployments, then tasks; of very many tasks those that failed and the newest. */
function shownRows({ deployments, tasks }: Timeline): readonly Bar[] {
  const room = Math.max(0, MAX_ROWS - deployments.length);
  const failed = tasks.filter((t) => t.failedAt !== undefined).slice(-Math.ceil(room / 2));
  const others = tasks.filter((t) => !failed.includes(t)).slice(-(room - failed.length) || tasks.length);
  const kept = new Set([...failed, ...others]);
  return [...deployments, ...tasks.filter((t) => kept.has(t))];
}

/** From the beginning of the deployment under watch; what began before is cut off there. */
function windowOf(timeline: Timeline, rows: readonly Bar[]): Window {
  const starts = rows.map((row) => ('phases' in row ? row.phases[0]?.from ?? timeline.to : row.from)).filter((at) => at > 0);
  const watched = timeline.deployments.filter((d) => d.watched).map((d) => d.from);
  const tasks = timeline.tasks.filter((t) => t.watched).map((t) => t.phases[0]?.from ?? timeline.to);
  const from = Math.min(...(watched.length ? watched : tasks.length ? tasks : starts));
  const to = Math.max(timeline.to, from + 10_000);
  const scale = (WIDTH - LEFT - 20) / (to - from);
  return { from, to, x: (at) => LEFT + Math.max(0, Math.min(to, at) - from) * scale };
}

const STEPS = [5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400, 604_800].map((s) => s * 1000);

function axis(window: Window, height: number): readonly string[] {
  const span = window.to - window.from;
  const step = STEPS.find((s) => span / s <= 8) ?? span / 4;
  const marks = Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => window.from + i * step);
  return marks.map((at) => `<path class="grid" d="M${window.x(at).toFixed(1)} 18V${height - 30}"/><text class="tick" x="${window.x(at).toFixed(1)}" y="12">${stamp(window, at)}</text>`);
}

/** Time since the beginning, m:ss or h:mm:ss. */
function stamp({ from }: Window, at: number): string {
  const s = Math.round((at - from) / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const h = Math.floor(Math.abs(s) / 3600), m = Math.floor(Math.abs(s) / 60) % 60;
  return `${s < 0 ? '-' : ''}${h ? `${h}:${pad(m)}` : m}:${pad(Math.abs(s) % 60)}`;
}

function deploymentRow(d: DeploymentBar, window: Window, y: number): string {
  const end = d.to ?? window.to;
  const text = `deployment of ${d.definition}, ${d.state}`;
  return `<g><title>${escape(`${text}, ${d.id}`)}</title><text class="label${d.watched ? ' watched' : ''}" x="0" y="${y + BAR}">${escape(cut(d.definition))}</text>`
    + `${bar('deployment', window.x(d.from), window.x(end), y)}</g>`;
}

function taskRow(task: TaskBar, window: Window, y: number, clean: (text: string) => string): string {
  const parts = task.phases.filter((p) => (p.to ?? window.to) >= window.from).map((p) => bar(p.phase, window.x(p.from), window.x(p.to ?? window.to), y));
  const marks = task.health.map((h) => `<circle class="${/unhealthy/.test(h.text) ? 'bad' : /healthy/.test(h.text) ? 'good' : 'other'}" cx="${window.x(h.at).toFixed(1)}" cy="${y + BAR / 2 + 2}" r="4"><title>${escape(`${stamp(window, h.at)} ${h.text}`)}</title></circle>`);
  const stop = task.stopped;
  const cross = task.failedAt === undefined ? '' : `<text class="x" x="${window.x(task.failedAt).toFixed(1)}" y="${y + BAR + 2}">×</text>`;
  const said = stop ? `stopped: ${clean(stop.text)}` : task.phases[task.phases.length - 1]?.phase ?? '';
  return `<g><title>${escape(`task ${shortId(task.id)}, ${said}`)}</title><text class="label" x="12" y="${y + BAR}">task ${escape(shortId(task.id))}</text>${parts.join('')}${marks.join('')}${cross}</g>`;
}

function bar(name: string, from: number, to: number, y: number): string {
  return `<rect class="${name}" x="${from.toFixed(1)}" y="${y + 2}" width="${Math.max(1.5, to - from).toFixed(1)}" height="${BAR}" rx="2"/>`;
}

function cut(text: string): string {
  return text.length > 30 ? `${text.slice(0, 14)}...${text.slice(-13)}` : text;
}

function summaryOf({ tasks, deployments, to }: Timeline): string {
  const mine = tasks.filter((t) => t.watched);
  const failed = mine.filter((t) => t.failedAt !== undefined).length;
  const began = deployments.find((d) => d.watched)?.from;
  const span = began === undefined ? '' : ` in ${duration(to - began)}`;
  return `${deployments.length} deployment${deployments.length === 1 ? '' : 's'}; ${mine.length} task${mine.length === 1 ? '' : 's'} of the deployment in question${span}, ${failed} failed.`;
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
