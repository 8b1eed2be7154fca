import { DeploymentBar, TaskBar, Timeline } from './timeline';
import { smallest } from '../../diagnosis/text';
import { elapsed } from '../elapsed';

/** More rows would be hard to read. */
const MAX_ROWS = 40;

export type Bar = DeploymentBar | TaskBar;

export interface Window {
  readonly from: number;
  readonly to: number;
  /** Place on the time axis in percent: the picture is as wide as the page allows, and its text keeps its size. */
  x(at: number): number;
}

/**
 * Deployments, then tasks. If there are too many tasks: those that the diagnosis names (`taskIds`), failed ones, and the newest.
 * `left`: a sentence about the tasks that are not drawn.
 */
export function shownRows(timeline: Timeline, taskIds: readonly string[]): { readonly rows: readonly Bar[]; readonly left: string } {
  const { deployments, tasks, forgotten } = timeline;
  const room = Math.max(0, MAX_ROWS - deployments.length);
  const named = tasks.filter((t) => taskIds.includes(t.id)).slice(0, Math.ceil(room / 2));
  const kept = new Set(named);
  const newest = (from: readonly TaskBar[], upTo: number) => {
    for (const task of [...from].reverse()) if (kept.size < upTo) kept.add(task);
  };
  newest(tasks.filter((t) => t.failedAt !== undefined), Math.max(named.length, Math.ceil(room / 2)));
  newest(tasks, room);
  const drawn = tasks.filter((t) => kept.has(t));
  const rows = [...deployments, ...drawn];
  if (drawn.length === tasks.length && !forgotten.ids.length) return { rows, left: '' };
  const all = `${forgotten.ids.length ? 'at least ' : ''}${tasks.length + forgotten.tasks} tasks`;
  const onlyNewest = drawn[0] === tasks[tasks.length - drawn.length];
  if (onlyNewest) return { rows, left: ` The newest ${drawn.length} of ${all} are drawn.` };
  const first = named.length ? 'the first that the diagnosis names, ' : '';
  return { rows, left: ` ${drawn.length} of ${all} are drawn: ${first}the newest that failed, and the newest.` };
}

/** From the start of the deployment under watch; earlier bars are cut off there. */
export function windowOf(timeline: Timeline, rows: readonly Bar[]): Window {
  const starts = rows.map((row) => ('phases' in row ? row.phases[0]?.from ?? timeline.to : row.from)).filter((at) => at > 0);
  const watched = timeline.deployments.filter((d) => d.watched).map((d) => d.from);
  const tasks = timeline.tasks.filter((t) => t.watched).map((t) => t.phases[0]?.from ?? timeline.to);
  const from = smallest([watched, tasks, starts].find((times) => times.length) ?? []);
  const to = Math.max(timeline.to, from + 10_000);
  return { from, to, x: (at) => 100 * Math.max(0, Math.min(to, at) - from) / (to - from) };
}

/** Time since the start of the window, m:ss or h:mm:ss. */
export function stamp({ from }: Window, at: number): string {
  return elapsed((at - from) / 1000);
}
