import wrapAnsi from 'wrap-ansi';
import { Terminal } from './terminal';
import { largest } from '../../diagnosis/text';

/** The last column is never narrower. */
const NARROWEST = 16;
const GAP = 2;

type Row = readonly (string | number)[];

/** Columns without borders, so that a log shows them, too. On a terminal the last column wraps between words. */
export function plainTable(head: readonly string[], rows: readonly Row[], { tty, columns }: Pick<Terminal, 'tty' | 'columns'>): string {
  const all: readonly Row[] = [...head.length ? [head] : [], ...rows];
  const last = (all[0]?.length ?? 1) - 1;
  const widths = Array.from({ length: last }, (_, i) => largest(all.map((row) => String(row[i]).length)) + GAP);
  const before = widths.reduce((sum, width) => sum + width, 0);
  const room = Math.max(NARROWEST, columns() - before);
  return all.map((row) => {
    const start = widths.map((width, i) => String(row[i]).padEnd(width)).join('');
    const text = String(row[last]);
    const lines = tty ? wrapAnsi(text, room).split('\n') : [text];
    return lines.map((line, i) => `${i ? ' '.repeat(before) : start}${line}`.trimEnd()).join('\n');
  }).join('\n');
}
