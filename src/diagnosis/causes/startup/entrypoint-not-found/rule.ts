import { commandFacts, definitionOf, HiddenFile, hiddenByMount, hiddenInWords } from '../../../read';
import { called, either, ended, guide, hides, Hit, quoted, shortenable, stated } from '../../kit';
import { commandIn, INTERPRETER, lackOfScript, startingContainer } from '../command';

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

function fixFor(text: string | undefined): string {
  return text && EXEC.test(text) ? `${FIX}; ${INTERPRETER}` : FIX;
}

export const entrypointNotFound = either(
  stated({
    ...INFO,
    containerOf: startingContainer,
    headline: (hit) => {
      const hidden = hiddenFile(hit);
      const command = shortenable(commandIn(hit.text) ?? 'its start command');
      return `${hit.who} cannot start: ${hidden ? hides(hidden) : command}${hidden ? '' : ' is not in the image'}`;
    },
    facts: (hit) => {
      const hidden = hiddenFile(hit);
      return [hidden && hiddenInWords(hidden).fact, ...commandFacts(hit.frame, hit.container)];
    },
    fix: (hit) => {
      const hidden = hiddenFile(hit);
      return hidden ? hiddenInWords(hidden).fix : optionFix(hit) ?? fixFor(hit.text);
    },
  }),
  ended({
    ...INFO,
    headline: (ending, line) =>
      `${called(ending.container.name)} exits with code ${ending.exitCode}: ${line ? quoted(line) : 'command not found'}`,
    facts: (ending, line) => [ending.exitCode === 127 && !line && 'exit code 127: by convention the command was not found'],
    fix: ({ container: { name } }, line, frame) => lackOfScript(frame, name, line ?? '') ?? fixFor(line),
  }),
);

/** An image without ENTRYPOINT: the first word of the command is the program (OCI image specification, `Entrypoint`). */
function optionFix({ frame, container, text }: Hit): string | undefined {
  const option = commandIn(text);
  const image = definitionOf(frame, container)?.image;
  return option?.startsWith('-')
    ? `${option} is an option, and image ${image ?? 'of the container'} has no ENTRYPOINT that takes it: use the image of the program,`
      + ' or put the program first, in entryPoint of addContainer()'
    : undefined;
}

/** A volume is mounted over the start command. */
function hiddenFile({ frame, container, text }: Hit): HiddenFile | undefined {
  const command = commandIn(text);
  return hiddenByMount(frame, container, command && `${command}: not found`);
}
