import { Frame } from '../../../facts/model';
import { definitionOf } from '../../read';
import { Hit, orBack } from '../kit';

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

/** execve(2) says that a file is not there when the interpreter of its first line or its dynamic linker is not. */
export const INTERPRETER = 'if the file is in the image, its interpreter is not: Windows line ends (CRLF) in the first line of a script,'
  + ' bash in an image without it, a binary for another libc';

/** Words of shells about a line of a script, `/entry.sh: line 97: setcap: not found`, and of env(1) about the program in a first line. */
const SHELL = /([\w./-]{1,100}): (?:line )?(\d+): (?:exec: )?([\w./+-]{1,200}): (?:command )?not found/;
const ENV = /\benv: (?:can't execute )?['\u2018]([\w.+-]+)/;
const CARRIAGE_RETURN = /\\r'|\^M|\r'/;

/** What a script of the image lacks, which the command of the task definition started; undefined: the line is not about one. */
export function lackOfScript(frame: Frame, name: string | undefined, line: string): string | undefined {
  if (CARRIAGE_RETURN.test(line)) return 'save the script with the line ends of Linux (LF; .gitattributes: * eol=lf)';
  const [, script = '', at, program = ENV.exec(line)?.[1]] = SHELL.exec(line) ?? [];
  const { entryPoint = [], command = [] } = definitionOf(frame, name) ?? {};
  if (!program || [...entryPoint, ...command].join(' ').includes(program)) return undefined;
  if (program.startsWith('/')) {
    return `if ${program} is in the image, its loader is not, as it was built for another libc: build and run on the same distribution and`
      + ` version; else copy it into the image${orBack({ frame, name })}`;
  }
  const place = /\.|entrypoint/.test(script) ? ` (line ${at} of ${script} runs it)` : '';
  const skip = program === 'setcap' ? `, or set SKIP_SETCAP=1 in environment of addContainer('${name}') (Vault)` : '';
  return `install ${program} in the image${place}${skip}`;
}
