import { Frame } from '../../../facts/model';

/** The program or file that could not be run. */
export function commandIn(text: string): string | undefined {
  return /(?:exec|stat|fork\/exec):? "?([^\s":,]+)"?/i.exec(text.replace(/exec user process/gi, ''))?.[1] ?? /: ([^\s:]+): (?:command )?not found/.exec(text)?.[1];
}

/** What the task definition asks to run, where it says so. */
export function commandFacts(frame: Frame, container: string | undefined): readonly string[] {
  const definition = frame.taskDefinition?.containerDefinitions?.find((d) => d.name === container);
  const words = (list: readonly string[] | undefined) => (list?.length ? JSON.stringify(list) : undefined);
  return [
    words(definition?.entryPoint) && `entryPoint in the task definition: ${words(definition?.entryPoint)}`,
    words(definition?.command) && `command in the task definition: ${words(definition?.command)}`,
  ].filter((f): f is string => Boolean(f));
}
