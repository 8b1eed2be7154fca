import { ChildProcess, spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
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
const closing: (() => void)[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const close of closing.splice(0)) close();
});

const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

async function untilShown(what: RegExp, visible: () => Promise<readonly string[]>): Promise<void> {
  const started = Date.now();
  while (!what.test((await visible()).join('\n'))) {
    if (Date.now() - started > 20_000) throw new Error(`not on the screen: ${what}\n${(await visible()).join('\n')}`);
    await pause(20);
  }
}

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
      // The command gets a signal.
      await pause(50);
    },
    type: (text) => { child.stdin.write(`${JSON.stringify({ input: text })}\n`); },
    until: async (what) => untilShown(what, visible),
  };
}

/** The command in a window of tmux, which wraps and moves what it shows in its own way; undefined: it is not installed here. */
export async function inTmux(lab: Lab, args: readonly string[], { columns, rows }: { columns: number; rows: number }): Promise<Pick<Screen, 'rows' | 'resize' | 'until'> | undefined> {
  const socket = join(mkdtempSync(join(tmpdir(), 'tmux-test-')), 'socket');
  const tmux = (...words: readonly string[]) => spawnSync('tmux', ['-S', socket, '-f', '/dev/null', ...words], { encoding: 'utf8', env: CLEAN_ENV });
  if (tmux('-V').error) return undefined;
  const companion = await lab.companion();
  const env = Object.entries({ ...LAB_AWS, AWS_ENDPOINT_URL: lab.endpoint, ...companion.environment }).map(([name, value]) => `${name}='${value}'`);
  const size = ['-x', String(columns), '-y', String(rows)];
  // The last word of the command line is run by a shell.
  const command = [process.execPath, BUNDLE, ...args].map((word) => `'${word}'`).join(' ');
  const settings = [';', 'set', '-g', 'status', 'off', ';', 'set', '-g', 'window-size', 'manual', ';', 'resize-window', ...size];
  const { status, stderr } = tmux('new-session', '-d', ...size, `env ${env.join(' ')} ${command}; tmux wait-for -S ended`, ...settings);
  if (status !== 0) throw new Error(`tmux: ${stderr}`);
  spawn('tmux', ['-S', socket, 'wait-for', 'ended'], { stdio: 'ignore', env: CLEAN_ENV }).on('close', companion.leave);
  closing.push(() => {
    tmux('kill-server');
    rmSync(dirname(socket), { recursive: true, force: true });
  });
  const visible = async () => tmux('capture-pane', '-p').stdout.trimEnd().split('\n');
  return {
    rows: visible,
    // Longer than it takes tmux to signal the change.
    resize: async (toColumns, toRows) => {
      tmux('resize-window', '-x', String(toColumns), '-y', String(toRows));
      await pause(350);
    },
    until: async (what) => untilShown(what, visible),
  };
}
