import { Command, CommanderError } from 'commander';
import { demoCommand } from './demo';
import { EXIT, UsageError } from './exit';
import { replayCommand } from './replay';

async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('ecs-why')
    .description('Why an Amazon ECS deployment fails: the root cause, with evidence and a fix')
    .showHelpAfterError('(ecs-why --help lists the commands)')
    .exitOverride();
  let code: number = EXIT.ok;
  const ended = (result: number) => { code = result; };
  program.addCommand(replayCommand(ended));
  program.addCommand(demoCommand(ended));
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has printed its own message; help and version are no errors
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof UsageError) {
      process.stderr.write(`ecs-why: ${error.message}\n`);
      return EXIT.usage;
    }
    process.stderr.write(`ecs-why: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.couldNotLook;
  }
}

// A reader that closes the pipe early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

void main(process.argv.slice(2)).then((code) => { process.exitCode = code; });
