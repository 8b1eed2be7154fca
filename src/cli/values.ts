import { Command, Option } from 'commander';
import { DEFAULT_COMMAND } from './program';

/**
 * Throws, as for any wrong option, if an option that takes a value is followed by a text in the form of an option: a variable that is
 * empty, or a name that begins with `-`. commander would take `--help` after `--html` as the name of a file or as a wish for the help, and
 * exit with 0. `--option=-value` gives such a value all the same.
 */
export function checkValues(program: Command, argv: readonly string[]): void {
  const command = program.commands.find((one) => one.name() === argv[0]) ?? program.commands.find(isDefault);
  if (!command) return;
  for (let i = 0; i < argv.length && argv[i] !== '--'; i++) {
    const option = command.options.find(({ long, short }) => argv[i] === long || argv[i] === short);
    if (!option?.required) continue;
    const value = argv[++i];
    // `-` is the standard output, and each command says whether it takes that.
    if (value?.startsWith('-') && value !== '-') command.error(refusal(option, value));
  }
}

const isDefault = (command: Command) => command.name() === DEFAULT_COMMAND;

function refusal({ flags, long, short }: Option, value: string): string {
  const name = long ?? `${short}`;
  return `error: option '${flags}' takes a value, and "${value}" has the form of an option; if it is the value, write ${name}=${value}`;
}
