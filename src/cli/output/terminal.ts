import pc from 'picocolors';
import wrapAnsi from 'wrap-ansi';
import { Diagnosis } from '../../diagnosis/model';
import { MessageContext, messageLines } from '../../presentation/message';
import { harmless } from '../../presentation/plain';

/** The output of a command. Columns and rows are functions, because a window can be resized. */
export interface Terminal {
  readonly tty: boolean;
  readonly color: boolean;
  columns(): number;
  rows(): number;
  out(text: string): void;
  err(text: string): void;
}

/** `--no-color` wins over NO_COLOR (no-color.org), and NO_COLOR over FORCE_COLOR. */
export function processTerminal(color: boolean | undefined, env: NodeJS.ProcessEnv = process.env): Terminal {
  const tty = process.stdout.isTTY === true;
  const forced = Boolean(env.FORCE_COLOR) && env.FORCE_COLOR !== '0';
  return {
    tty,
    color: color !== false && !env.NO_COLOR && (forced || (tty && env.TERM !== 'dumb')),
    columns: () => (tty ? process.stdout.columns || 80 : 120),
    rows: () => (tty ? process.stdout.rows || 24 : Infinity),
    out: (text) => { process.stdout.write(`${printed(text)}\n`); },
    err: (text) => { process.stderr.write(`${printed(text)}\n`); },
  };
}

/** The sequences of `picocolors`: bold, dim, colours, and their ends. None of them hides a text. */
const OWN_STYLES = /(\u001b\[(?:0|1|2|22|3\d|9[0-7])m)/;

/** The last door of the terminal: but for our own colours, nothing leaves that it obeys or that no person sees. */
export function printed(text: string): string {
  return text.split(OWN_STYLES).map((part, i) => (i % 2 ? part : harmless(part))).join('');
}

export type Paint = ReturnType<typeof pc.createColors>;

export function paintOf(terminal: Pick<Terminal, 'color'>): Paint {
  return pc.createColors(terminal.color);
}

/** Escape sequences for colours and bold text; they take no columns. */
export const STYLES = /\u001b\[[\d;]*m/g;
/** Columns. A narrower window is treated as this wide. */
const NARROWEST = 20;
/** Columns. Longer rows are hard to read. */
const WIDEST = 140;

/** A line of ours with an address: the terminal wraps it, so that the address can be clicked and copied. */
const OWN_ADDRESS = /^\s*docs: https:\/\/[\w./#-]+$/;

/**
 * Wraps a line between words on a terminal and leaves it alone in a pipe. Further rows are indented by `hanging` more columns. A word
 * longer than a row is cut: what the terminal itself wraps goes on at the first column, where only our lines begin.
 */
export function wrapLine(line: string, { tty, columns }: Pick<Terminal, 'tty' | 'columns'>, hanging = 2): string {
  if (!tty || OWN_ADDRESS.test(line.replace(STYLES, ''))) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const width = Math.max(NARROWEST, Math.min(columns(), WIDEST));
  if (!wrapAnsi(line, width, { hard: true, trim: false }).includes('\n')) return line;
  const [first, ...more] = wrapAnsi(line.slice(indent.length), width - indent.length - hanging, { hard: true }).split('\n');
  return [`${indent}${first}`, ...more.map((row) => `${indent}${' '.repeat(hanging)}${row}`)].join('\n');
}

/** The message of `renderFull` with colours, wrapped for a terminal. `marked`: lines that are marked on a terminal. */
export function showMessage(
  text: string, terminal: Pick<Terminal, 'tty' | 'color' | 'columns'>, marked: ReadonlySet<string> = new Set(),
): string {
  const paint = paintOf(terminal);
  return text.split('\n').map((line, i) => {
    const isMarked = marked.has(line);
    const wrapped = wrapLine(isMarked && terminal.tty ? line.replace(/^(log \([^)]*\)): /, '$1 > ') : line, terminal);
    if (i === 0 || isMarked) return paint.bold(wrapped);
    if (line.startsWith('fix: ')) return paint.green(wrapped);
    return /^(aws|docs|in full): /.test(line) ? paint.dim(wrapped) : wrapped;
  }).join('\n');
}

/** The message of a diagnosis. The log line that gave the cause away is marked. */
export function showDiagnosis(
  diagnosis: Diagnosis, context: MessageContext | undefined, terminal: Pick<Terminal, 'tty' | 'color' | 'columns'>,
): string {
  const lines = messageLines(diagnosis, context);
  const marked = new Set(lines.filter(({ decisive }) => decisive).map((line) => line.text));
  return showMessage(lines.map((line) => line.text).join('\n'), terminal, marked);
}
