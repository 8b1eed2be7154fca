import { ChildProcess, spawn, spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createLab, Lab, LabOptions } from '../../src/lab/lab';
import { spares } from '../lab/spares';

export const BUNDLE = join(__dirname, '..', '..', 'assets', 'ecs-why', 'ecs-why.js');
if (!existsSync(BUNDLE)) throw new Error('assets/ecs-why/ecs-why.js is missing: run npm run bundle');

/** Nothing of this machine's AWS configuration, CI or terminal settings. */
const home = mkdtempSync(join(tmpdir(), 'ecs-why-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
export const CLEAN_ENV: NodeJS.ProcessEnv = {
  PATH: process.env.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', TERM: 'xterm-256color',
};

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command in a process of its own, on the wall clock. */
export function ecsWhy(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLE, ...args], { encoding: 'utf8', maxBuffer: 64_000_000, env: { ...CLEAN_ENV, ...env } });
  return { code: status, out: stdout, err: stderr };
}

const labs: Lab[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

export async function openLab(options: LabOptions): Promise<Lab> {
  const lab = await createLab({ spares, ...options });
  labs.push(lab);
  return lab;
}

export interface Line {
  /** Lab milliseconds. */
  readonly at: number;
  readonly text: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly lines: Line[];
  readonly heap: readonly number[];
  readonly ended: Promise<Ran>;
}

export const LAB_AWS = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'lab' };

/** The command in a process of its own, on the lab's clock and against the lab. */
interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** Options of Node.js. */
  readonly node?: readonly string[];
  /** File descriptor in place of a pipe for the standard output, whose `lines` and `out` are empty then. */
  readonly output?: number;
}

export async function beside(lab: Lab, args: readonly string[], { env = {}, node = [], output }: Surroundings = {}): Promise<Running> {
  const companion = await lab.companion();
  const child = spawn(process.execPath, [...node, BUNDLE, ...args], {
    env: { ...CLEAN_ENV, ...LAB_AWS, AWS_ENDPOINT_URL: lab.endpoint, ...env, ...companion.environment }, stdio: ['ignore', output ?? 'pipe', 'pipe'],
  });
  children.push(child);
  const lines: Line[] = [];
  let out = '', err = '', rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => ({ at: lab.clock.now(), text: part })));
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<Ran>((resolve) => child.on('close', (code) => {
    companion.leave();
    resolve({ code, out, err });
  }));
  return { child, lines, heap: companion.heap, ended };
}
