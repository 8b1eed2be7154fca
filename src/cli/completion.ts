import { Command, Option } from 'commander';
import { SCENARIO_NAMES } from './demo/command';
import { EXIT, UsageError } from './exit';
import { CAUSE_IDS } from '../contract';

/** What follows an option: one of these words, a profile of the AWS configuration, a file, or a value that cannot be completed. */
type Value = readonly string[] | 'profile' | 'file' | 'other';

interface Named {
  readonly name: string;
  readonly description: string;
}

interface Flag extends Named {
  /** Absent: the option takes no value. */
  readonly value?: Value;
}

interface Known extends Named {
  readonly flags: readonly Flag[];
  /** Arguments that can be completed. */
  readonly words: readonly string[];
}

const SHELLS = { bash, zsh, fish } as const;
const SHELL_NAMES = ['bash', 'zsh', 'fish'] as const;
const HELP: Named = { name: 'help', description: 'display help for a command' };
const WORDS: { readonly [command: string]: readonly string[] } = { causes: CAUSE_IDS, completion: SHELL_NAMES, demo: SCENARIO_NAMES };

/** Names of the profiles, as the AWS CLI lists them. */
const PROFILES = '{ sed -n "s/^\\[profile \\(.*\\)\\]/\\1/p;s/^\\[\\(default\\)\\]/\\1/p" "${AWS_CONFIG_FILE:-$HOME/.aws/config}"; '
  + 'sed -n "s/^\\[\\(.*\\)\\]/\\1/p" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; } 2>/dev/null | sort -u';

/** Prints the script for a shell. It is made from the commands, so it cannot lack one. */
export async function completion(shell: string, program: Command): Promise<number> {
  const known = SHELL_NAMES.find((name) => name === shell);
  if (!known) throw new UsageError(`there is no completion for "${shell}": bash, zsh or fish`);
  process.stdout.write(`${SHELLS[known](program.commands.map(knownOf))}\n`);
  return EXIT.ok;
}

function knownOf(command: Command): Known {
  const flags = command.options.map((option): Flag => {
    const value = valueOf(option);
    return { name: option.long ?? option.short ?? '', description: option.description, ...(value && { value }) };
  });
  return {
    name: command.name(),
    description: command.description(),
    flags: [...flags, { name: '--help', description: 'display help for command' }],
    words: WORDS[command.name()] ?? [],
  };
}

function valueOf({ argChoices, flags, required }: Option): Value | undefined {
  if (argChoices) return argChoices;
  if (flags.includes('<name>')) return 'profile';
  if (flags.includes('<file>') || flags.includes('<folder>')) return 'file';
  return required ? 'other' : undefined;
}

/** The cases of a shell's `case` for all options with a value. The same option has the same values in every command. */
function valueCases(commands: readonly Known[], complete: (value: Value) => string): readonly string[] {
  const values = new Map(commands.flatMap(({ flags }) => flags.flatMap(({ name, value }) => (value ? [[name, value] as const] : []))));
  return [...values].map(([name, value]) => `    ${name}) ${complete(value)}; return ;;`);
}

const namesOf = (list: readonly Named[]) => list.map(({ name }) => name).join(' ');
const flagsOfExplain = (commands: readonly Known[]) => commands.find((c) => c.name === 'explain')?.flags ?? [];

function bash(commands: readonly Known[]): string {
  const explain = namesOf(flagsOfExplain(commands));
  return [
    '_ecs_why() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" words',
    // bash splits `--option=value` into three words.
    '  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD - 2]}"; fi',
    '  case "$previous" in',
    ...valueCases(commands, bashValue),
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${namesOf(commands)} help ${explain} --version"`,
    '  else',
    '    case "${COMP_WORDS[1]}" in',
    ...commands.map((c) => `      ${c.name}) words="${[namesOf(c.flags), ...c.words].join(' ')}" ;;`),
    `      help) words="${namesOf(commands)}" ;;`,
    `      *) words="${explain}" ;;`,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi',
    '}',
    'complete -o filenames -F _ecs_why ecs-why',
  ].join('\n');
}

function bashValue(value: Value): string {
  switch (value) {
    case 'profile': return `COMPREPLY=($(compgen -W "$(${PROFILES})" -- "$current"))`;
    case 'file': return 'COMPREPLY=($(compgen -f -- "$current"))';
    case 'other': return 'COMPREPLY=()';
    default: return `COMPREPLY=($(compgen -W "${value.join(' ')}" -- "$current"))`;
  }
}

function zsh(commands: readonly Known[]): string {
  const described = (list: readonly Named[]) => list.map(({ name, description }) => `'${name}:${zshText(description)}'`).join(' ');
  const flags = (list: readonly Flag[]) => `flags=(${described(list)})`;
  const wordsOf = ({ words }: Known) => (words.length ? ` words_=(${words.join(' ')})` : '');
  const explain = flags(flagsOfExplain(commands));
  return [
    '#compdef ecs-why',
    '_ecs_why() {',
    '  local -a flags words_',
    '  case "${words[CURRENT-1]}" in',
    ...valueCases(commands, zshValue),
    '  esac',
    '  if (( CURRENT == 2 )); then',
    `    ${flags([...commands, HELP])}`,
    `    if [[ "\${words[CURRENT]}" == -* ]]; then ${explain}; _describe option flags; else _describe command flags; fi`,
    '    return',
    '  fi',
    '  case "${words[2]}" in',
    ...commands.map((c) => `    ${c.name}) ${flags(c.flags)}${wordsOf(c)} ;;`),
    `    help) words_=(${namesOf(commands)}) ;;`,
    `    *) ${explain} ;;`,
    '  esac',
    '  (( $#words_ )) && compadd -- $words_',
    '  if [[ "${words[CURRENT]}" == -* ]]; then _describe option flags; else _files; fi',
    '}',
    '# Before compinit there is nothing to register with.',
    '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }',
    'compdef _ecs_why ecs-why',
  ].join('\n');
}

const zshText = (text: string) => text.replace(/'/g, '').replace(/:/g, '\\:');

function zshValue(value: Value): string {
  switch (value) {
    case 'profile': return `compadd -- \${(f)"$(${PROFILES})"}`;
    case 'file': return '_files';
    case 'other': return '_message value';
    default: return `compadd -- ${value.join(' ')}`;
  }
}

function fish(commands: readonly Known[]): string {
  const flag = (condition: string) => ({ name, description, value }: Flag) => (
    `complete -c ecs-why -n '${condition}' -l ${name.slice(2)} -d ${fishText(description)}${fishValue(value)}`
  );
  const inCommand = (name: string) => `__fish_seen_subcommand_from ${name}`;
  const names = namesOf(commands);
  return [
    `function __ecs_why_profiles; sh -c ${fishText(PROFILES)}; end`,
    'complete -c ecs-why -f -n __fish_use_subcommand',
    `complete -c ecs-why -f -n __fish_use_subcommand -a ${HELP.name} -d ${fishText(HELP.description)}`,
    `complete -c ecs-why -f -n '${inCommand(HELP.name)}' -a ${fishText(names)}`,
    ...commands.flatMap((c) => [
      `complete -c ecs-why -f -n __fish_use_subcommand -a ${c.name} -d ${fishText(c.description)}`,
      ...c.flags.filter(({ name }) => name.startsWith('--')).map(flag(inCommand(c.name))),
      ...(c.words.length ? [`complete -c ecs-why -f -n '${inCommand(c.name)}' -a ${fishText(c.words.join(' '))}`] : []),
    ]),
    // Without a command the words are a cluster and a service.
    ...flagsOfExplain(commands).map(flag(`not ${inCommand(names)}`)),
  ].join('\n');
}

const fishText = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;

function fishValue(value: Value | undefined): string {
  switch (value) {
    case undefined: return '';
    case 'file': return ' -r -F';
    case 'other': return ' -x';
    case 'profile': return " -x -a '(__ecs_why_profiles)'";
    default: return ` -x -a ${fishText(value.join(' '))}`;
  }
}
