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

export const entrypointNotFound = either(
  stated({
    ...INFO,
    containerOf: startingContainer,
    headline: (hit) => `${hit.who} cannot start: ${quoted(commandIn(hit.text) ?? 'its start command')} is not in the image`,
    facts: (hit) => [
      ...commandFacts(hit.frame, hit.container),
      mountsOver(hit.frame, commandIn(hit.text)) && 'a volume is mounted over that path and hides what the image has there',
    ],
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} exits with code ${ending.exitCode}: ${line ? quoted(line) : 'command not found'}`,
    facts: (ending, line) => [ending.exitCode === 127 && !line && 'exit code 127: by convention the command was not found'],
    fix: FIX,
  }),
);

function mountsOver(frame: Parameters<typeof commandFacts>[0], path: string | undefined): boolean {
  const definitions = frame.taskDefinition?.containerDefinitions ?? [];
  return Boolean(path?.startsWith('/'))
    && definitions.some((d) => d.mountPoints?.some((m) => m.containerPath && path?.startsWith(`${m.containerPath}/`)));
}
