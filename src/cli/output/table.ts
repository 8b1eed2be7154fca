import Table from 'cli-table3';
import { Terminal } from './terminal';
import { largest } from '../../diagnosis/text';

/** The last column is never narrower. */
const NARROWEST = 16;
const GAP = 2;

/** The borders of cli-table3, all but `middle`. */
const BORDERS = [
  'top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right',
  'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid',
];

type Row = readonly (string | number)[];

/** Columns without borders, so that a log shows them, too. On a terminal the last column wraps between words. */
export function plainTable(head: readonly string[], rows: readonly Row[], { tty, columns }: Pick<Terminal, 'tty' | 'columns'>): string {
  const all: readonly Row[] = [...head.length ? [head] : [], ...rows];
  const last = (all[0]?.length ?? 1) - 1;
  const widths = Array.from({ length: last }, (_, i) => largest(all.map((row) => String(row[i]).length)));
  const left = columns() - widths.reduce((sum, width) => sum + width + GAP, 0);
  const table = new Table({
    head: [...head],
    ...(tty && { colWidths: [...widths, Math.max(NARROWEST, left)], wordWrap: true }),
    chars: { ...Object.fromEntries(BORDERS.map((name) => [name, ''])), middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, 'head': [], 'border': [] },
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replace(/ +$/gm, '');
}
