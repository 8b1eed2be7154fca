import { ChildProcess, spawn } from 'child_process';
import { join } from 'path';
import { Terminal } from '@xterm/headless';
import { BUNDLE, CLEAN_ENV, LAB_AWS } from './bundle';
import { Lab } from '../../src/lab/lab';

/** The command before a real pseudo-terminal, and what a person sees on it. */
export interface Screen {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** Everything that was sent to the terminal. */
  raw(): string;
  /** Rows that are visible now, without trailing blanks; the last empty ones left out. */
  rows(): Promise<string[]>;
  /** Everything, what has scrolled away too; wrapped rows are one line. */
  lines(): Promise<string[]>;
  /** Rows that the terminal had to wrap. */
  wrapped(): Promise<string[]>;
  resize(columns: number, rows: number): Promise<void>;
  type(text: string): void;
  /** Resolves once the screen shows it. */
  until(what: RegExp): Promise<void>;
}

const children: ChildProcess[] = [];
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });

export async function onScreen(lab: Lab, args: readonly string[], { columns = 100, rows = 30, env = {}, clock = true }: {
  columns?: number; rows?: number; env?: NodeJS.ProcessEnv; clock?: boolean;
} = {}): Promise<Screen> {
  const companion = clock ? await lab.companion() : undefined;
  const child = spawn('python3', [join(__dirname, 'pseudo_terminal.py'), String(columns), String(rows), process.execPath, BUNDLE, ...args], {
    env: { ...CLEAN_ENV, ...LAB_AWS, AWS_ENDPOINT_URL: lab.endpoint, ...env, ...companion?.environment }, stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const terminal = new Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true });
  let raw = '';
  child.stdout.on('data', (data: Buffer) => {
    raw += data.toString('utf8');
    terminal.write(data);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`the pseudo-terminal needs python3: ${error.message}`)));
    child.on('close', (code) => {
      companion?.leave();
      resolve(code);
    });
  });
  const drawn = () => new Promise<void>((resolve) => terminal.write('', resolve));
  const buffer = () => terminal.buffer.active;
  const rowsFrom = (from: number) => Array.from({ length: buffer().length - from }, (_, i) => buffer().getLine(from + i)!);
  const visible = async () => {
    await drawn();
    const texts = rowsFrom(buffer().baseY).map((row) => row.translateToString(true));
    while (texts.length && !texts.at(-1)) texts.pop();
    return texts;
  };
  return {
    child,
    ended,
    raw: () => raw,
    rows: visible,
    lines: async () => {
      await drawn();
      const lines: string[] = [];
      for (const row of rowsFrom(0)) {
        if (row.isWrapped && lines.length) lines[lines.length - 1] += row.translateToString(true);
        else lines.push(row.translateToString(true));
      }
      return lines.filter(Boolean);
    },
    wrapped: async () => {
      await drawn();
      return rowsFrom(0).filter((row) => row.isWrapped).map((row) => row.translateToString(true));
    },
    resize: async (toColumns, toRows) => {
      await drawn();
      terminal.resize(toColumns, toRows);
      child.stdin.write(`${JSON.stringify({ resize: [toColumns, toRows] })}\n`);
    },
    type: (text) => { child.stdin.write(`${JSON.stringify({ input: text })}\n`); },
    until: async (what) => {
      const started = Date.now();
      while (!what.test((await visible()).join('\n'))) {
        if (Date.now() - started > 20_000) throw new Error(`not on the screen: ${what}\n${(await visible()).join('\n')}`);
        await new Promise((resolve) => { setTimeout(resolve, 20); });
      }
    },
  };
}
