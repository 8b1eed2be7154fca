import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { EXIT } from './exit';
import { likeOneOf } from './find/alike';
import { listenEarly } from './interrupt';
import { Actions, makeProgram } from './program';
import { checkValues } from './values';
import { packageVersion } from './version';
import { flat } from '../presentation/plain';

/**
 * Loads the code of the commands when one runs: `--help` and a mistyped option must not wait for the AWS clients and the lab.
 * Not by `import()`: for that, Node.js reads the whole file in search of its exports, which is half of the time of `ecs-why causes`.
 */
function load(): Omit<Actions, 'check'> {
  return loadFile<typeof import('./actions')>('actions.js', 'copy ecs-why.js, actions.js and (for the demo) demo-app.js together').actions;
}

function loadFile<Module>(name: string, remedy: string): Module {
  try {
    return createRequire(__filename)(`./${name}`) as Module;
  } catch (error) {
    const file = join(__dirname, name);
    if (existsSync(file)) throw error;
    process.stderr.write(`ecs-why: ${file} is missing: ${remedy}\n`);
    process.exit(EXIT.couldNotLook);
  }
}

/** Of the commands that write files and a last line, however they end. */
const left = ['follow', 'watch'].includes(process.argv[2]) ? listenEarly() : undefined;

/** The exit code of the command says how a deployment ended: who reads it waits for that, also when nobody reads the output any more. */
let isCodeAwaited = false;

const ACTIONS: Actions = {
  explain: async (...given) => load().explain(...given),
  follow: async (cluster, service, options) => {
    isCodeAwaited = true;
    return load().follow(cluster, service, options, left);
  },
  watch: async (stack, options) => {
    isCodeAwaited = true;
    return load().watch(stack, options, left);
  },
  check: async (...given) => (
    loadFile<typeof import('./check/actions')>('check.js', 'copy it together with ecs-why.js').check(...given)
  ),
  record: async (...given) => load().record(...given),
  replay: async (...given) => load().replay(...given),
  causes: async (...given) => load().causes(...given),
  demo: async (...given) => load().demo(...given),
  completion: async (...given) => load().completion(...given),
};

/** The arguments have led to nothing. */
const NOTHING_DONE: ReadonlySet<number> = new Set([EXIT.usage, EXIT.notFound, EXIT.couldNotLook, EXIT.credentials]);

async function main(argv: readonly string[]): Promise<number> {
  if (/^(-V|--version)$/.test(argv[0])) {
    process.stdout.write(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  let code: number = EXIT.ok;
  const noCommand = () => (meant ? `ecs-why: "${flat(argv[0])}" is no command. ${hint}` : '');
  const program = makeProgram(ACTIONS, (result) => { code = result; }, noCommand);
  // What is no command is the name of a cluster or a stack. If that leads to nothing, it may have been a command.
  const meant = likeOneOf(argv[0] ?? '', program.commands.map((command) => command.name()));
  const hint = `(Did you mean ecs-why ${meant}?)\n`;
  try {
    checkValues(program, argv);
    await program.parseAsync([...argv], { from: 'user' });
    if (meant && NOTHING_DONE.has(code)) process.stderr.write(hint);
    return code;
  } catch (error) {
    // commander has printed its message; help exits with 0
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}

/** `EIO`: of a terminal that is closed. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO']);

let isToldBroken = false;

/**
 * A reader may close the pipe early (`| head`): that is no failure. One line tells of an output that is full (`ENOSPC`) or broken, once,
 * because each later write fails, too. A deployment is followed to its end all the same, and the code says how it ended.
 */
function onBrokenOutput(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code) && !isToldBroken) {
    isToldBroken = true;
    process.stderr.write(`ecs-why: the output cannot be written: ${flat(error.message)}\n`);
  }
  if (!isCodeAwaited) process.exit(GONE.has(error.code) ? EXIT.ok : EXIT.couldNotLook);
}

for (const output of [process.stdout, process.stderr]) output.on('error', onBrokenOutput);

/** What a person has left does not go on, once its last line is written: a source of credentials may get no answer for a minute. */
function exitWhenWritten(code: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  if (code === EXIT.interrupted) exitWhenWritten(code);
});
