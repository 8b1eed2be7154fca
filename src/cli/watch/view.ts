import { ServiceWatch, serviceName, WatchState } from './model';
import { countsText, groupText, newestEvents, stopGroups, waitText } from './words';
import { clock } from '../clock';
import { countsOf } from '../service-state';
import { Paint, wrapLine } from '../terminal';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

interface Row {
  readonly text: string;
  readonly style?: (text: string) => string;
  /** It goes on in a second row rather than being cut. */
  readonly whole?: boolean;
  /** The smallest goes first when the window is too low. */
  readonly weight: number;
  /** Of the first row of a service: how it stands. */
  readonly status?: string;
}

const EVENTS = 3;
const GROUPS = 3;
/** So much of a nested stack's name still says which it is. */
const STACK = 6;

/** The live part of the screen: never wider or higher than the window, so that it can be redrawn in place. */
export function viewLines(state: WatchState, now: number, screen: Screen): readonly string[] {
  const { paint } = screen;
  const { root } = state;
  const elapsed = clock((now - Date.parse(root.startedAt)) / 1000);
  const rows: Row[] = [{ text: `${elapsed}  ${root.name}  ${root.status}${state.throttled ? '  (AWS throttles, looking less often)' : ''}`, style: paint.bold, weight: 10 }];
  const services = [...state.services.values()];
  if (!services.length) rows.push({ text: '  no ECS service has been touched yet', style: paint.dim, weight: 8 });
  for (const service of services) rows.push(...serviceRows(service, root.name, now, screen));
  for (const line of state.notices.slice(-3)) rows.push({ text: `! ${line}`, style: paint.yellow, whole: true, weight: 5 });
  const wrapped = rows.flatMap((row) => (row.whole ? wrap(row, screen.columns - 1) : [row]));
  return fit(wrapped.length < screen.rows ? wrapped : rows, screen.rows - 1).map(({ text, style }) => {
    const cut = cutTo(text, screen.columns - 1);
    return style ? style(cut) : cut;
  });
}

function wrap(row: Row, columns: number): readonly Row[] {
  return wrapLine(row.text, { tty: true, columns: () => columns }).split('\n').map((text) => ({ ...row, text }));
}

function serviceRows(service: ServiceWatch, root: string, now: number, { paint, columns }: Screen): readonly Row[] {
  const { frame, failed, over, status } = service;
  const counts = frame?.service ? countsOf(frame) : undefined;
  const age = clock((now - Date.parse(service.startedAt)) / 1000);
  const definition = counts?.taskDefinition ?? '';
  const head = (parts: readonly Part[]) => headText(serviceName(service, root), parts, columns - 1);
  const revision = [definition, 4, definition.replace(/^.*:/, 'rev ')] as const;
  const standing = counts ? [{ text: `  ${countsText(counts)}`, whole: true, weight: 7 }] : [];
  const stops = frame ? stopGroups(frame).slice(0, GROUPS).map((group) => (
    { text: `  ${groupText(group)}`, style: paint.yellow, weight: 5 }
  )) : [];
  if (over && !failed) return [{ text: head([revision, [status]]), style: /_COMPLETE$/.test(status) ? paint.green : paint.yellow, weight: /_FAILED$/.test(status) ? 8 : 6, status }];
  if (failed) {
    // Its tasks go on failing until CloudFormation gives it up.
    return [{ text: head([revision, [`failed: ${failed.causeId}`], [status, 3]]), style: paint.red, weight: 9, status: 'failed' }, ...over ? [] : [...standing, ...stops].map((row) => ({ ...row, weight: 3 }))];
  }
  const waiting = waitText(service);
  return [
    { text: head([revision, [status], [age, 3], [counts?.deployment ?? '', 5]]), weight: 8, status },
    ...standing,
    ...(waiting ? [{ text: `  waiting for ${waiting}`, style: paint.cyan, whole: true, weight: 6 }] : []),
    ...stops,
    ...(frame ? newestEvents(frame, service.startedAt, EVENTS).map((e, i) => ({ text: `  ${e.at.slice(11, 19)} ${e.text}`, style: paint.dim, weight: 4 - i })) : []),
  ];
}

/** The number says how soon it is left out of a narrow window, the highest first; without one it stays. `short` stands for it longer. */
type Part = readonly [text: string, leave?: number, short?: string];

/** How short a name may get to make room for what leaves last. */
const NAME = 10;

/** The first row of a service: how it stands, and of which revision, is worth more than its whole name. */
function headText(name: string, all: readonly Part[], columns: number): string {
  const parts = all.filter(([text]) => text);
  const text = [name, ...parts.map(([part]) => part)].join('  ');
  if (text.length <= columns) return text;
  const leave = Math.max(...parts.map(([, n]) => n ?? 0));
  const room = columns - (text.length - name.length);
  if (leave > LAST || (leave === LAST && room < NAME)) {
    return headText(name, parts.flatMap((part): Part[] => (part[1] !== leave ? [part] : part[2] ? [[part[2], LAST]] : [])), columns);
  }
  return `${shortName(name, Math.max(8, room))}${text.slice(name.length)}`;
}

const LAST = 1;

/** What tells services apart goes last: first the nested stack loses its end, then the logical id the hash that CDK gave it. */
function shortName(name: string, columns: number): string {
  const slash = name.lastIndexOf('/');
  const stack = name.slice(0, Math.max(0, slash));
  const logicalId = name.slice(slash + 1);
  const withStack = (id: string) => {
    const room = columns - id.length - 1;
    return stack.length <= room ? `${stack}/${id}` : `${cutTo(stack, room)}/${id}`;
  };
  if (name.length <= columns) return name;
  if (stack && columns - logicalId.length - 1 >= STACK) return withStack(logicalId);
  const short = logicalId.replace(/[0-9A-F]{8}$/, '');
  if (stack && columns - short.length - 1 >= STACK) return withStack(short);
  return cutTo(short, columns);
}

/** Drops the least telling rows, the later of two equal ones first; services that have gone altogether are counted. */
function fit(rows: readonly Row[], max: number): readonly Row[] {
  if (rows.length <= max) return rows;
  const kept = [...rows];
  const gone: string[] = [];
  while (kept.length + (gone.length ? 1 : 0) > Math.max(1, max)) {
    const least = Math.min(...kept.map((r) => r.weight));
    const [dropped] = kept.splice(kept.map((r) => r.weight).lastIndexOf(least), 1);
    if (dropped.status) gone.push(dropped.status);
    if (kept.length === 1) break;
  }
  if (!gone.length || max < 2) return kept;
  const counts = [...new Set(gone)].map((status) => `${gone.filter((one) => one === status).length} ${status}`);
  return [...kept, { text: `... and ${gone.length} more service${gone.length === 1 ? '' : 's'}: ${counts.join(', ')}`, weight: 0 }];
}

function cutTo(text: string, columns: number): string {
  const flat = [...text.replace(/\p{Cc}+/gu, ' ')];
  return flat.length <= columns ? flat.join('') : `${flat.slice(0, Math.max(0, columns - 3)).join('')}...`;
}
