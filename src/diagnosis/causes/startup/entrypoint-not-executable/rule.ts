import { commandFacts } from '../../../read';
import { called, either, ended, guide, quoted, shortenable, stated } from '../../kit';
import { commandIn, INTERPRETER, lackOfScript, startingContainer } from '../command';

const INFO = {
  id: 'entrypoint-not-executable',
  family: 'startup',
  title: 'Start command is not executable',
  stage: 'start',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
} as const;

const FIX = 'make it executable in the Dockerfile (COPY --chmod=755, or RUN chmod +x), and run it as a user that is allowed to execute it';

export const entrypointNotExecutable = either(
  stated({
    ...INFO,
    containerOf: startingContainer,
    headline: (hit) => `${hit.who} cannot start: ${shortenable(commandIn(hit.text) ?? 'its start command')} is not executable`,
    facts: (hit) => [...commandFacts(hit.frame, hit.container)],
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} exits with code ${ending.exitCode}: ${line ? quoted(line) : 'command not executable'}`,
    facts: (ending, line) => [ending.exitCode === 126 && !line && 'exit code 126: by convention the command is not executable'],
    fix: ({ container: { name } }, line = '', frame) => (/required file not found|bad interpreter/.test(line)
      ? lackOfScript(frame, name, line) ?? INTERPRETER : FIX),
  }),
);
