import { Command } from 'commander';
import { SCENARIO_NAMES } from './demo';
import { EXIT, UsageError } from './exit';
import { CAUSE_IDS } from '../contract';

interface Flag {
  readonly name: string;
  readonly description: string;
  /** What may follow: these words, a profile of the AWS configuration, a file, or something that nobody can foresee; absent: it stands alone. */
  readonly value?: readonly string[] | 'profile' | 'file' | 'other';
}

interface Known {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  /** Words that may follow. */
  readonly words: readonly string[];
}

const HELP = { name: 'help', description: 'display help for a command' };

/** Names of the profiles, as the AWS CLI lists them. */
const PROFILES = '{ sed -n "s/^\\[profile \\(.*\\)\\]/\\1/p;s/^\\[\\(default\\)\\]/\\1/p" "${AWS_CONFIG_FILE:-$HOME/.aws/config}"; '
  + 'sed -n "s/^\\[\\(.*\\)\\]/\\1/p" "${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}"; } 2>/dev/null | sort -u';

/** The script that the shell reads; made from the commands themselves. */
export async function completion(shell: string, program: Command): Promise<number> {
  const script = { bash, zsh, fish }[shell as 'bash' | 'zsh' | 'fish'];
  if (!script) throw new UsageError(`there is no completion for "${shell}": bash, zsh or fish`);
  process.stdout.write(`${script(program.commands.map(known))}\n`);
  return EXIT.ok;
}

function known(command: Command): Known {
  const words: { readonly [name: string]: readonly string[] } = { causes: CAUSE_IDS, completion: ['bash', 'zsh', 'fish'], demo: SCENARIO_NAMES };
  const flags = command.options.map(({ long, short, description, argChoices, required, flags: text }): Flag => ({
    name: long ?? short ?? '',
    description,
    ...(argChoices ? { value: argChoices } : /<name>/.test(text) ? { value: 'profile' } : /<(file|folder)>/.test(text) ? { value: 'file' } : required ? { value: 'other' } : {}),
  }));
  return { name: command.name(), description: command.description(), flags: [...flags, { name: '--help', description: 'display help for command' }], words: words[command.name()] ?? [] };
}

/** All flags with a value, of any command: the same name never takes different ones. */
function valued(commands: readonly Known[]): readonly Flag[] {
  return [...new Map(commands.flatMap((c) => c.flags).filter((flag) => flag.value).map((flag) => [flag.name, flag])).values()];
}

function bash(commands: readonly Known[]): string {
  const names = (flags: readonly Flag[]) => flags.map((flag) => flag.name).join(' ');
  const plain = commands.find((c) => c.name === 'explain');
  return [
    '_ecs_why() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" words',
    // For bash the sign between an option and its value is a word.
    '  if [ "$current" = "=" ]; then current=""; elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD - 2]}"; fi',
    '  case "$previous" in',
    ...valued(commands).map(({ name, value }) => `    ${name}) ${{
      profile: `COMPREPLY=($(compgen -W "$(${PROFILES})" -- "$current"))`, file: 'COMPREPLY=($(compgen -f -- "$current"))', other: 'COMPREPLY=()',
    }[value as 'profile'] ?? `COMPREPLY=($(compgen -W "${(value as readonly string[]).join(' ')}" -- "$current"))`}; return ;;`),
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${commands.map((c) => c.name).join(' ')} help ${names(plain?.flags ?? [])} --version"`,
    '  else',
    '    case "${COMP_WORDS[1]}" in',
    ...commands.map((c) => `      ${c.name}) words="${[names(c.flags), ...c.words].join(' ')}" ;;`),
    `      help) words="${commands.map((c) => c.name).join(' ')}" ;;`,
    `      *) words="${names(plain?.flags ?? [])}" ;;`,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi',
    '}',
    'complete -o filenames -F _ecs_why ecs-why',
  ].join('\n');
}

function zsh(commands: readonly Known[]): string {
  const quoted = (text: string) => text.replace(/'/g, '').replace(/:/g, '\\:');
  const described = (list: readonly { readonly name: string; readonly description: string }[]) => list.map(({ name, description }) => `'${name}:${quoted(description)}'`).join(' ');
  const flagsOf = (c: Known | undefined) => `flags=(${described(c?.flags ?? [])})${c?.words.length ? ` words_=(${c.words.join(' ')})` : ''}`;
  const plain = commands.find((c) => c.name === 'explain');
  return [
    '#compdef ecs-why',
    '_ecs_why() {',
    '  local -a flags words_',
    '  case "${words[CURRENT-1]}" in',
    ...valued(commands).map(({ name, value }) => `    ${name}) ${{
      profile: `compadd -- \${(f)"$(${PROFILES})"}`, file: '_files', other: '_message value',
    }[value as 'profile'] ?? `compadd -- ${(value as readonly string[]).join(' ')}`}; return ;;`),
    '  esac',
    '  if (( CURRENT == 2 )); then',
    `    flags=(${described([...commands, HELP])})`,
    `    if [[ "\${words[CURRENT]}" == -* ]]; then ${flagsOf(plain)}; _describe option flags; else _describe command flags; fi`,
    '    return',
    '  fi',
    '  case "${words[2]}" in',
    ...commands.map((c) => `    ${c.name}) ${flagsOf(c)} ;;`),
    `    help) words_=(${commands.map((c) => c.name).join(' ')}) ;;`,
    `    *) ${flagsOf(plain)} ;;`,
    '  esac',
    '  (( $#words_ )) && compadd -- $words_',
    '  if [[ "${words[CURRENT]}" == -* ]]; then _describe option flags; else _files; fi',
    '}',
    '# Before compinit there is nothing to register with.',
    '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }',
    'compdef _ecs_why ecs-why',
  ].join('\n');
}

function fish(commands: readonly Known[]): string {
  const text = (words: string) => `'${words.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  const value = (flag: Flag) => (flag.value === undefined ? '' : flag.value === 'file' ? ' -r -F' : ` -x${flag.value === 'other' ? '' : ` -a ${flag.value === 'profile' ? '\'(__ecs_why_profiles)\'' : text(flag.value.join(' '))}`}`);
  return [
    `function __ecs_why_profiles; sh -c ${text(PROFILES)}; end`,
    'complete -c ecs-why -f -n __fish_use_subcommand',
    `complete -c ecs-why -f -n __fish_use_subcommand -a ${HELP.name} -d ${text(HELP.description)}`,
    `complete -c ecs-why -f -n '__fish_seen_subcommand_from ${HELP.name}' -a ${text(commands.map((c) => c.name).join(' '))}`,
    ...commands.flatMap((c) => [
      `complete -c ecs-why -f -n __fish_use_subcommand -a ${c.name} -d ${text(c.description)}`,
      ...c.flags.filter((flag) => flag.name.startsWith('--'))
        .map((flag) => `complete -c ecs-why -n '__fish_seen_subcommand_from ${c.name}' -l ${flag.name.slice(2)} -d ${text(flag.description)}${value(flag)}`),
      ...(c.words.length ? [`complete -c ecs-why -f -n '__fish_seen_subcommand_from ${c.name}' -a ${text(c.words.join(' '))}`] : []),
    ]),
    // Without a command the words are a cluster and a service.
    ...(commands.find((c) => c.name === 'explain')?.flags ?? []).map((flag) => (
      `complete -c ecs-why -n 'not __fish_seen_subcommand_from ${commands.map((c) => c.name).join(' ')}' -l ${flag.name.slice(2)} -d ${text(flag.description)}${value(flag)}`
    )),
  ].join('\n');
}
