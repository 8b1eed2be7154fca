import { called, either, ended, guide, quoted, stated } from '../../kit';
import { commandFacts, commandIn, startingContainer } from '../command';

const INFO = {
  id: 'entrypoint-not-found',
  family: 'startup',
  title: 'Start command not found in the image',
  stage: 'start',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
} as const;

const FIX = 'correct command / entryPoint in addContainer() or CMD / ENTRYPOINT in the Dockerfile, or copy the file into the image';
/** The kernel says the same when the file is there, and the interpreter of its first line or its dynamic linker is not (execve(2)). */
const EXEC = /\bexec\b.{0,200}no such file or directory/i;
const INTERPRETER = 'if the file is in the image, its interpreter is not: Windows line ends (CRLF) in the first line of a script, bash in'
  + ' an image without it, a binary for another libc';

function fixFor(text: string | undefined): string {
  return text && EXEC.test(text) ? `${FIX}; ${INTERPRETER}` : FIX;
}

export const entrypointNotFound = either(
  stated({
    ...INFO,
    containerOf: startingContainer,
    headline: (hit) => `${hit.who} cannot start: ${quoted(commandIn(hit.text) ?? 'its start command')} is not in the image`,
    facts: (hit) => [
      ...commandFacts(hit.frame, hit.container),
      mountsOver(hit.frame, commandIn(hit.text)) && 'a volume is mounted over that path and hides what the image has there',
    ],
    fix: ({ text }) => fixFor(text),
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} exits with code ${ending.exitCode}: ${line ? quoted(line) : 'command not found'}`,
    facts: (ending, line) => [ending.exitCode === 127 && !line && 'exit code 127: by convention the command was not found'],
    fix: (_, line) => fixFor(line),
  }),
);

function mountsOver(frame: Parameters<typeof commandFacts>[0], path: string | undefined): boolean {
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  return Boolean(path?.startsWith('/'))
    && definitions.some((d) => d.mountPoints?.some((m) => m.containerPath && path?.startsWith(`${m.containerPath}/`)));
}
