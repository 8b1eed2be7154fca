import { CommanderError } from 'commander';
import { Ended, EXIT, UsageError } from './exit';
import { Actions, makeProgram } from './program';

/**
 * What a command does is loaded when it runs, so that `--help` need not wait for the clients of AWS and the lab.
 * The extension is what Node's resolution asks of `import()`.
 */
const ACTIONS: Actions = {
  explain: async (...given) => (await import('./explain.js')).explain(...given),
  watch: async (...given) => (await import('./watch/command.js')).watch(...given),
  record: async (...given) => (await import('./record.js')).record(...given),
  replay: async (...given) => (await import('./replay.js')).replay(...given),
  causes: async (...given) => (await import('./causes.js')).causes(...given),
  demo: async (...given) => (await import('./demo.js')).demo(...given),
  completion: async (...given) => (await import('./completion.js')).completion(...given),
};

async function main(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = makeProgram(ACTIONS, (result) => { code = result; });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has printed its own message; help and version are no errors
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    process.stderr.write(`ecs-why: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof Ended) return error.code;
    return error instanceof UsageError ? EXIT.usage : EXIT.couldNotLook;
  }
}

// A reader that closes the pipe early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

void main(process.argv.slice(2)).then((code) => { process.exitCode = code; });
