import { Output } from './model';
import { Screen } from './view';
import { paintOf, STYLES, Terminal } from '../output/terminal';

/** What a live view shows: the text of each news above, undefined for one that only the view shows; and the view itself. */
export interface Drawing<N, S> {
  text(news: N, state: S | undefined): string | undefined;
  view(state: S, now: number, screen: Screen): readonly string[];
}

/** The part of `log-update` that is used: text that replaces itself, and a way to write above it. */
interface LiveRegion {
  (text: string): void;
  clear(): void;
  done(): void;
  /** Empties the window row by row and moves to its top. Some terminals keep a window that is erased as a whole in their scrollback. */
  eraseWindow(): void;
}

/** A window whose size changes. */
interface Resizing {
  /** The size changes; the new size may be known only later. */
  moving(): void;
  /** The size has not changed for a while. */
  calm(): void;
}

/**
 * A terminal: news stay above, the state below them is redrawn in place, and only when it differs.
 *
 * When its window changes, every terminal wraps and moves its rows in its own way, and reports the new size later (tmux up to 250 ms).
 * Therefore nothing is written until the window is calm. Rows of the view that were wrapped or pushed out of the window are at an unknown
 * place and may come back when the window grows. In that case the window is emptied, and the lines above the view are written again.
 *
 * `onAside` brings the lines that are not news: they are written above the view, too, and are seen there unless they go to a file.
 */
export function liveOutput<N, S>(
  terminal: Terminal, region: LiveRegion, drawing: Drawing<N, S>, onResize: (resizing: Resizing) => () => void,
  onAside: (write: (line: string, isSeen: boolean) => void) => () => void = () => () => undefined,
): Output<N, S> {
  let last: { readonly state: S; readonly now: number } | undefined;
  let shown = '';
  let written: readonly string[] = [];
  let scattered = false;
  let held: (() => void)[] | undefined;

  const keep = (text: string) => { written = [...written, ...text.split('\n')].slice(-KEPT_LINES); };
  const view = () => {
    if (!last) return [];
    return drawing.view(last.state, last.now, { columns: terminal.columns(), rows: terminal.rows(), paint: paintOf(terminal) });
  };
  const draw = () => {
    if (!last || held) return;
    const text = view().join('\n');
    if (text === shown) return;
    // log-update patches the rows that differ. It expects the rows below in their old place, which needs an equal number of rows.
    if (text.split('\n').length !== shown.split('\n').length) region.clear();
    region(text);
    shown = text;
  };
  const write = (news: N, state: S | undefined) => {
    const text = drawing.text(news, state);
    if (text === undefined) return;
    region.clear();
    shown = '';
    terminal.out(text);
    keep(text);
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
    for (const writeNext of waiting) writeNext();
    draw();
  };
  const forget = onResize({ moving: () => { held ??= []; }, calm });
  const whenCalm = (writeNext: () => void) => {
    if (held) held.push(writeNext);
    else writeNext();
  };
  const letGo = onAside((line, isSeen) => whenCalm(() => {
    region.clear();
    shown = '';
    terminal.err(line);
    if (isSeen) keep(line);
    draw();
  }));
  return {
    print: (news, state) => whenCalm(() => write(news, state)),
    show: (state, now) => {
      last = { state, now };
      draw();
    },
    close: () => {
      forget();
      letGo();
      if (held) calm();
      region.clear();
      region.done();
    },
  };
}

/** More lines than any window shows. */
const KEPT_LINES = 300;

/** Rows that a line takes in the terminal. */
function heightOf(line: string, { columns }: Pick<Terminal, 'columns'>): number {
  return Math.max(1, Math.ceil(line.replace(STYLES, '').length / columns()));
}

function lastRows(lines: readonly string[], rows: number, terminal: Pick<Terminal, 'columns'>): readonly string[] {
  let from = lines.length;
  for (let left = rows; from > 0 && (left -= heightOf(lines[from - 1], terminal)) >= 0;) from--;
  return lines.slice(from);
}
