import { holds, Limit, Section, Table } from './section';

/** A section as text: its method, its tables in Markdown, and what must hold. */
export function text({ title, method }: Section, tables: readonly Table[], limits: readonly Limit[] = []): string {
  const parts = [`## ${title}`, method, ...tables.map(table)];
  return [...parts, ...limits.map(limitLine)].join('\n\n');
}

export function table({ title, columns, rows, note }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => String(cell).replace(/\|/g, '\\|')));
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => (row[i] ?? '').length)));
  const numeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === '' || row[i] === '-'));
  const line = (row: readonly string[]) => `| ${widths.map((width, i) => (numeric[i] ? (row[i] ?? '').padStart(width) : (row[i] ?? '').padEnd(width))).join(' | ')} |`;
  const rules = widths.map((width, i) => '-'.repeat(width + 1) + (numeric[i] ? ':' : '-'));
  const rule = `|${rules.join('|')}|`;
  return [`### ${title}`, '', line(cells[0]), rule, ...cells.slice(1).map(line), ...note ? ['', note] : []].join('\n');
}

export function limitLine(limit: Limit): string {
  const { figure, value, atMost, atLeast } = limit;
  const bounds = [...atLeast === undefined ? [] : [`at least ${atLeast}`], ...atMost === undefined ? [] : [`at most ${atMost}`]].join(' and ');
  return `${holds(limit) ? 'holds' : 'DOES NOT HOLD'}: ${figure}: ${rounded(value)} (${bounds})`;
}

/** Three digits that count; more would claim more than was measured. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : value;
}
