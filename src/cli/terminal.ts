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

/** A message as `renderFull` gives it, for a terminal: wrapped where a person reads it, untouched where a program does. */
export function showMessage(text: string, terminal: Pick<Terminal, 'tty' | 'color' | 'columns'>): string {
  const paint = paintOf(terminal);
  return text.split('\n').map((line, i) => {
    const wrapped = terminal.tty ? wrapAnsi(line, Math.max(20, Math.min(terminal.columns(), 140)), { hard: true, trim: false }) : line;
    return i === 0 ? paint.bold(wrapped) : /^fix: /.test(line) ? paint.green(wrapped) : /^(aws|docs|in full): /.test(line) ? paint.dim(wrapped) : wrapped;
  }).join('\n');
}
