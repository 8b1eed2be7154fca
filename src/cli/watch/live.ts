import { Audience, News, WatchState } from './model';
import { newsText } from './tell';
import { viewLines } from './view';
import { paintOf, STYLES, Terminal } from '../terminal';

/** What `log-update` gives: text that replaces itself, and a way to write above it. */
export interface LiveRegion {
  (text: string): void;
  clear(): void;
  done(): void;
  /** Empties the window, row by row (what is erased as a whole some terminals keep above), and begins at its top. */
  eraseWindow(): void;
}

/** A window whose size changes. */
export interface Resizing {
  /** It changes; how large it is now may be known only later. */
  moving(): void;
  /** It has stayed as it is for a while. */
  calm(): void;
}

/**
 * A screen: what matters stays above, the state below is redrawn in place, and only when it differs.
 * Counts are in the state below, so their changes are no lines of their own.
 *
 * A terminal wraps and moves what it shows as soon as its window changes, each in its own way, and tells of it later (tmux up to 250 ms). So
 * nothing is written until the window is calm; and once rows of the view were wrapped or pushed out of a window, nobody knows where they are,
 * or come back when it grows: then it is emptied, and what stood above the view is written again.
 */
export function liveAudience(terminal: Terminal, region: LiveRegion, onResize: (resizing: Resizing) => () => void): Audience {
  let last: { readonly state: WatchState; readonly now: number } | undefined;
  let shown = '';
  let written: readonly string[] = [];
  let scattered = false;
  let held: [News, WatchState | undefined][] | undefined;

  const view = () => (last ? viewLines(last.state, last.now, { columns: terminal.columns(), rows: terminal.rows(), paint: paintOf(terminal) }) : []);
  const draw = () => {
    if (!last || held) return;
    const text = view().join('\n');
    if (text === shown) return;
    // log-update patches the rows that differ and takes those below for unmoved, which they are only while there are as many.
    if (text.split('\n').length !== shown.split('\n').length) region.clear();
    region(text);
    shown = text;
  };
  const write = (news: News, state: WatchState | undefined) => {
    const text = news.kind === 'service' ? undefined : newsText(news, state, terminal);
    if (text === undefined) return;
    region.clear();
    shown = '';
    terminal.out(text);
    written = [...written, ...text.split('\n')].slice(-KEPT_LINES);
  };
  const redraw = () => {
    const rows = shown.split('\n');
    scattered ||= rows.length >= terminal.rows() || rows.some((row) => heightOf(row, terminal) > 1);
    region.clear();
    shown = '';
    if (scattered) {
      region.eraseWindow();
      const fitting = lastRows(written, terminal.rows() - 1 - view().length, terminal);
      if (fitting.length) terminal.out(fitting.join('\n'));
    }
  };
  const calm = () => {
    const waiting = held ?? [];
    held = undefined;
    redraw();
    for (const [news, state] of waiting) write(news, state);
    draw();
  };
  const forget = onResize({ moving: () => { held ??= []; }, calm });
  return {
    tell: (news, state) => {
      if (held) held.push([news, state]);
      else write(news, state);
    },
    show: (state, now) => {
      last = { state, now };
      draw();
    },
    close: () => {
      forget();
      if (held) calm();
      region.clear();
      region.done();
    },
  };
}

/** More than any window shows. */
const KEPT_LINES = 300;

/** Rows that the terminal makes of a line. */
function heightOf(line: string, { columns }: Pick<Terminal, 'columns'>): number {
  return Math.max(1, Math.ceil(line.replace(STYLES, '').length / columns()));
}

function lastRows(lines: readonly string[], rows: number, terminal: Pick<Terminal, 'columns'>): readonly string[] {
  let from = lines.length;
  for (let left = rows; from > 0 && (left -= heightOf(lines[from - 1], terminal)) >= 0;) from--;
  return lines.slice(from);
}
