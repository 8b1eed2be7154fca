import { Audience, WatchState } from './model';
import { newsText } from './tell';
import { viewLines } from './view';
import { paintOf, STYLES, Terminal } from '../terminal';

/** What `log-update` gives: text that replaces itself, and a way to write above it. */
export interface LiveRegion {
  (text: string): void;
  clear(): void;
  done(): void;
  /** Empties the row of the cursor and goes up, so many times. */
  eraseUp(rows: number): void;
}

/**
 * A screen: what matters stays above, the state below is redrawn in place, and only when it differs.
 * Counts are in the state below, so their changes are no lines of their own.
 */
export function liveAudience(terminal: Terminal, region: LiveRegion, onResize: (redraw: () => void) => () => void): Audience {
  let last: { readonly state: WatchState; readonly now: number } | undefined;
  let shown = '';
  const draw = () => {
    if (!last) return;
    const text = viewLines(last.state, last.now, { columns: terminal.columns(), rows: terminal.rows(), paint: paintOf(terminal) }).join('\n');
    if (text === shown) return;
    // log-update patches the rows that differ and takes those below for unmoved, which they are only while there are as many.
    if (text.split('\n').length !== shown.split('\n').length) region.clear();
    region(text);
    shown = text;
  };
  const forget = onResize(() => {
    // A window that got narrower has wrapped the old lines by itself: there are more of them than were drawn.
    const columns = terminal.columns();
    const more = shown.split('\n').reduce((sum, line) => sum + Math.max(0, Math.ceil(line.replace(STYLES, '').length / columns) - 1), 0);
    region.eraseUp(more);
    region.clear();
    shown = '';
    draw();
  });
  return {
    tell: (news, state) => {
      if (news.kind === 'service') return;
      const text = newsText(news, state, terminal);
      if (text === undefined) return;
      region.clear();
      shown = '';
      terminal.out(text);
    },
    show: (state, now) => {
      last = { state, now };
      draw();
    },
    close: () => {
      forget();
      region.clear();
      region.done();
    },
  };
}
