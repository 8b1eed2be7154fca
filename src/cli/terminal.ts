import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';

/** Where a command writes. Columns and rows are asked anew each time: windows are resized. */
export interface Terminal {
  readonly tty: boolean;
  readonly color: boolean;
  columns(): number;
  rows(): number;
  out(text: string): void;
  err(text: string): void;
}

/** NO_COLOR (no-color.org) and FORCE_COLOR as other tools have them; `--no-color` goes before both. */
export function processTerminal(color: boolean | undefined, env: NodeJS.ProcessEnv = process.env): Terminal {
  const tty = process.stdout.isTTY === true;
  const forced = Boolean(env.FORCE_COLOR) && env.FORCE_COLOR !== '0';
  return {
    tty,
    color: color !== false && !env.NO_COLOR && (forced || (tty && env.TERM !== 'dumb')),
    columns: () => (tty ? process.stdout.columns || 80 : 120),
    rows: () => (tty ? process.stdout.rows || 24 : Infinity),
    out: (text) => { process.stdout.write(`${text}\n`); },
    err: (text) => { process.stderr.write(`${text}\n`); },
  };
}

export type Paint = ReturnType<typeof pc.createColors>;

export function paintOf(terminal: Pick<Terminal, 'color'>): Paint {
  return pc.createColors(terminal.color);
}

/** Colours and weights, which take no room. */
export const STYLES = /\u001b\[[\d;]*m/g;
/** Anything narrower is treated as this wide. */
const NARROWEST = 20;
/** Longer rows than this are hard to read. */
const WIDEST = 140;

/**
 * Wrapped between words where a person reads it, what follows the first row indented by so many columns more; untouched where a program
 * reads it. A word longer than a row, such as an address, is left to the terminal: so it can be followed and copied.
 */
export function wrapLine(line: string, { tty, columns }: Pick<Terminal, 'tty' | 'columns'>, hanging = 2): string {
  if (!tty) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const width = Math.max(NARROWEST, Math.min(columns(), WIDEST));
  if (line.replace(STYLES, '').length <= width) return line;
  const [first, ...more] = wrapAnsi(line.slice(indent.length), width - indent.length - hanging, { hard: false }).split('\n');
  return [`${indent}${first}`, ...more.map((row) => `${indent}${' '.repeat(hanging)}${row}`)].join('\n');
}

/** A message as `renderFull` gives it, for a terminal. */
export function showMessage(text: string, terminal: Pick<Terminal, 'tty' | 'color' | 'columns'>): string {
  const paint = paintOf(terminal);
  return text.split('\n').map((line, i) => {
    const wrapped = wrapLine(line, terminal);
    return i === 0 ? paint.bold(wrapped) : /^fix: /.test(line) ? paint.green(wrapped) : /^(aws|docs|in full): /.test(line) ? paint.dim(wrapped) : wrapped;
  }).join('\n');
}
