import { ChildProcess, spawn } from 'child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { Lab } from '../../src/lab/lab';
import { BUNDLE, CLEAN_ENV, LAB_AWS, Ran } from '../cli/bundle';

const root = mkdtempSync(join(tmpdir(), 'recipes-'));
const children: ChildProcess[] = [];
let count = 0;
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });
afterAll(() => rmSync(root, { recursive: true, force: true }));

export function newFolder(): string {
  const folder = join(root, String(++count));
  mkdirSync(folder);
  return folder;
}

/** A text of an environment or an argument, for a script of bash. */
const quoted = (text: string) => `'${text.replace(/'/g, "'\\''")}'`;

/** How recipes and action.yml run the command: the only way that the tests know. */
const NPX = '--yes --legacy-peer-deps --package';
const PACKAGE = 'cdk-diagnosed-fargate@';

export interface Shell {
  /** Program and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Scripts of bash by the name of the program in whose place they are. */
  readonly instead?: { readonly [program: string]: string };
  /** A folder of programs that goes before PATH. */
  readonly tools?: string;
  /** The only process of Node.js that the program starts is the bundle: it needs no stand-in to be on the lab's clock. */
  readonly startsBundle?: boolean;
}

export interface Shelled {
  readonly ended: Promise<Ran & { readonly npx: string }>;
}

/**
 * A program against the lab, in whose PATH `npx` and `ecs-why` run the bundle of this repository. Only that bundle is on the lab's clock:
 * lab time stands still until it sleeps, and after it.
 */
export async function shellBeside(lab: Lab, { command, cwd, env = {}, instead = {}, tools, startsBundle }: Shell): Promise<Shelled> {
  const [program, ...args] = command;
  const companion = await lab.companion();
  const bin = newFolder();
  const log = join(bin, 'npx.log');
  const clock = Object.entries(companion.environment).map(([name, value]) => `export ${name}=${quoted(value)}`).join('\n');
  const bundle = `${clock}\nexec ${quoted(process.execPath)} ${quoted(BUNDLE)} "$@"`;
  const npx = [
    `[[ "$1 $2 $3" == ${quoted(NPX)} && $4 == ${PACKAGE}?* ]] || { echo "npx $*: not as documented" >&2; exit 99; }`,
    `printf %s "$4" > ${quoted(log)}`,
    'shift 4; [[ $1 == -- ]] && shift',
    '[[ $1 == ecs-why ]] || { echo "npx runs $1" >&2; exit 99; }',
    'shift', bundle,
  ].join('\n');
  for (const [name, script] of Object.entries({ 'npx': npx, 'ecs-why': bundle, ...instead })) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const path = [bin, ...tools ? [tools] : [], process.env.PATH].join(delimiter);
  const child = spawn(program, args, {
    cwd, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...CLEAN_ENV, ...LAB_AWS, AWS_ENDPOINT_URL: lab.endpoint, ...startsBundle && companion.environment, ...env, PATH: path },
  });
  children.push(child);
  let out = '', err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<Ran & { npx: string }>((resolve, reject) => {
    child.on('error', (error) => {
      companion.leave();
      reject(error);
    });
    child.on('close', (code) => {
      companion.leave();
      resolve({ code, out, err, npx: existing(log) });
    });
  });
  return { ended };
}

function existing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
