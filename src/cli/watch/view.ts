import { serviceName, WatchState } from './model';
import { countsText, groupText, newestEvents, stopGroups, Viewed, waitText } from './service-text';
import { largest } from '../../diagnosis/text';
import { elapsed } from '../../presentation/elapsed';
import { foreign } from '../../presentation/foreign';
import { Notices } from '../notices';
import { Paint, wrapLine } from '../output/terminal';
import { countsOf } from '../service-state';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
}

interface Row {
  readonly text: string;
  readonly style?: (text: string) => string;
  /** A long text continues in a second row; otherwise it is cut. */
  readonly whole?: boolean;
  /** If the window is too low, the row with the smallest weight goes first. */
  readonly weight: number;
  /** Only in the first row of a service: its status. */
  readonly status?: string;
}

const EVENTS = 3;
const GROUPS = 3;
/** Characters of a nested stack's name that are enough to recognise it. */
const STACK = 6;

/** One service in the live view. */
export interface ViewedService extends Viewed {
  readonly name: string;
  readonly startedAt: string;
  /** Its status, in a word. */
  readonly status: string;
  /** Of one that is over. */
  readonly ending?: 'good' | 'bad' | 'neither';
}

interface View {
  readonly head: string;
  /** Shown while there is no service. */
  readonly empty: string;
  readonly services: readonly ViewedService[];
  readonly notices: readonly string[];
}

/** The live part of the terminal: never wider or higher than the window, so that it can be redrawn in place. */
export function viewLines(state: WatchState, now: number, screen: Screen): readonly string[] {
  const { root } = state;
  return drawnView({
    head: `${elapsed((now - Date.parse(root.startedAt)) / 1000)}  ${root.name}  ${root.status}${throttledText(state)}`,
    empty: 'no ECS service is being deployed yet',
    services: [...state.services.values()].map((service) => ({
      ...service, name: serviceName(service, root.name), ending: endingOf(service.status),
    })),
    notices: state.notices,
  }, now, screen);
}

export function throttledText({ throttled }: Notices): string {
  return throttled ? '  (AWS throttles, looking less often)' : '';
}

function endingOf(status: string): ViewedService['ending'] {
  if (status.endsWith('_COMPLETE')) return 'good';
  return status.endsWith('_FAILED') ? 'bad' : 'neither';
}

export function drawnView({ head, empty, services, notices }: View, now: number, screen: Screen): readonly string[] {
  const { paint } = screen;
  const rows: Row[] = [{ text: head, style: paint.bold, weight: 10 }];
  if (!services.length) rows.push({ text: `  ${empty}`, style: paint.dim, weight: 8 });
  for (const row of services.flatMap((service) => serviceRows(service, now, screen))) rows.push(row);
  for (const line of notices.slice(-3)) rows.push({ text: `! ${line}`, style: paint.yellow, whole: true, weight: 5 });
  const cleaned = rows.map((row) => ({ ...row, text: cleanRow(row.text) }));
  const wrapped = cleaned.flatMap((row) => (row.whole ? wrap(row, screen.columns - 1) : [row]));
  return fit(wrapped.length < screen.rows ? wrapped : cleaned, screen.rows - 1).map(({ text, style }) => {
    const cut = cutTo(text, screen.columns - 1);
    return style ? style(cut) : cut;
  });
}

/** Before a row is wrapped or cut: half a secret would not be recognised. */
function cleanRow(text: string): string {
  return `${/^ */.exec(text)?.[0] ?? ''}${foreign(text)}`;
}

function wrap(row: Row, columns: number): readonly Row[] {
  return wrapLine(row.text, { tty: true, columns: () => columns }).split('\n').map((text) => ({ ...row, text }));
}

function serviceRows(service: ViewedService, now: number, { paint, columns }: Screen): readonly Row[] {
  const { frame, failed, over, status } = service;
  const counts = frame?.service ? countsOf(frame) : undefined;
  const age = elapsed((now - Date.parse(service.startedAt)) / 1000);
  const definition = counts?.taskDefinition ?? '';
  const head = (parts: readonly Part[]) => headText(service.name, parts, columns - 1);
  const revision = [definition, 4, definition.replace(/^.*:/, 'rev ')] as const;
  const countRows: readonly Row[] = counts ? [{ text: `  ${countsText(counts)}`, whole: true, weight: 7 }] : [];
  const stops = frame ? stopGroups(frame).slice(0, GROUPS).map((group): Row => (
    { text: `  ${groupText(group)}`, style: paint.yellow, weight: 5 }
  )) : [];
  if (failed) {
    const text = head([revision, [`failed: ${failed.causeId}`], [status, 3]]);
    const verdict: Row = { text, style: paint.red, weight: 9, status: 'failed' };
    // More tasks fail until CloudFormation ends the deployment.
    return [verdict, ...over ? [] : [...countRows, ...stops].map((row) => ({ ...row, weight: 3 }))];
  }
  if (over) {
    const style = service.ending === 'good' ? paint.green : paint.yellow;
    return [{ text: head([revision, [status]]), style, weight: service.ending === 'bad' ? 8.5 : 6, status }];
  }
  const waiting = waitText(service);
  const events = frame ? newestEvents(frame, service.startedAt, EVENTS) : [];
  return [
    { text: head([revision, [status], [age, 3], [counts?.deployment ?? '', 5]]), weight: 8, status },
    ...countRows,
    ...(waiting ? [{ text: `  waiting for ${waiting}`, style: paint.cyan, whole: true, weight: 6 }] : []),
    ...stops,
    ...events.map((e, i): Row => ({ text: `  ${e.at.slice(11, 19)} ${e.text}`, style: paint.dim, weight: 4 - i })),
  ];
}

/** In a narrow window the part with the highest `leave` is left out first; a part without it stays. `short` replaces the part at first. */
type Part = readonly [text: string, leave?: number, short?: string];

/** A name is cut down to this length before the last part is left out. */
const NAME = 10;

/** The first row of a service: its status and revision matter more than its whole name. */
function headText(name: string, all: readonly Part[], columns: number): string {
  const parts = all.filter(([text]) => text);
  const text = [name, ...parts.map(([part]) => part)].join('  ');
  if (text.length <= columns) return text;
  const leave = largest(parts.map(([, n]) => n ?? 0));
  const room = columns - (text.length - name.length);
  if (leave > LAST || (leave === LAST && room < NAME)) {
    return headText(name, parts.flatMap((part) => (part[1] === leave ? shortened(part) : [part])), columns);
  }
  return `${shortName(name, Math.max(8, room))}${text.slice(name.length)}`;
}

const LAST = 1;

function shortened([, , short]: Part): readonly Part[] {
  return short ? [[short, LAST]] : [];
}

/** First the nested stack loses its end, then the logical id loses the hash that CDK gave it, because services differ least in these. */
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

/** Drops the rows with the least weight, the later of two equal ones first. Services without any row are counted in a last row. */
function fit(rows: readonly Row[], max: number): readonly Row[] {
  if (rows.length <= max) return rows;
  const order = rows.map((row, i) => ({ row, i })).sort((a, b) => a.row.weight - b.row.weight || b.i - a.i).map(({ row }) => row);
  const dropped = new Set<Row>();
  const gone: string[] = [];
  for (const row of order) {
    const left = rows.length - dropped.size;
    if (left === 1 || left + (gone.length ? 1 : 0) <= max) break;
    dropped.add(row);
    if (row.status) gone.push(row.status);
  }
  const kept = rows.filter((row) => !dropped.has(row));
  if (!gone.length || max < 2) return kept;
  const counts = [...new Set(gone)].map((status) => `${gone.filter((one) => one === status).length} ${status}`);
  return [...kept, { text: `... and ${gone.length} more service${gone.length === 1 ? '' : 's'}: ${counts.join(', ')}`, weight: 0 }];
}

function cutTo(text: string, columns: number): string {
  const signs = [...text];
  return signs.length <= columns ? text : `${signs.slice(0, Math.max(0, columns - 3)).join('')}...`;
}
