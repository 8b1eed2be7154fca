import { Hit } from '../kit';

/** The program or file that could not be run. */
export function commandIn(text: string): string | undefined {
  return /(?:exec|stat|fork\/exec):? "?([^\s":,]+)"?/i.exec(text.replace(/exec user process/gi, '').replace(/\\+"/g, '"'))?.[1]
    ?? /: ([^\s:]+): (?:command )?not found/.exec(text)?.[1];
}

/** The container whose program the text names, when exactly one container runs it. */
export function startingContainer(hit: Hit): string | undefined {
  const program = commandIn(hit.text);
  const running = (hit.frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => program && [d.entryPoint?.[0], d.command?.[0]].includes(program));
  return running.length === 1 ? running[0].name : undefined;
}
