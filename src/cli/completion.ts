import { Command } from 'commander';
import { EXIT, UsageError } from './exit';
import { CAUSE_IDS } from '../contract';

interface Known {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly string[];
  /** Words that may follow. */
  readonly words: readonly string[];
}

/** The script that the shell reads; made from the commands themselves. */
export async function completion(shell: string, program: Command): Promise<number> {
  const script = { bash, zsh, fish }[shell as 'bash' | 'zsh' | 'fish'];
  if (!script) throw new UsageError(`there is no completion for "${shell}": bash, zsh or fish`);
  process.stdout.write(`${script(program.commands.map(known))}\n`);
  return EXIT.ok;
}

function known(command: Command): Known {
  const words: { readonly [name: string]: readonly string[] } = { causes: CAUSE_IDS, completion: ['bash', 'zsh', 'fish'] };
  return {
    name: command.name(),
    description: command.description(),
    flags: [...command.options.map((option) => option.long ?? option.short ?? ''), '--help'],
    words: words[command.name()] ?? [],
  };
}

function bash(commands: readonly Known[]): string {
  return [
    '_ecs_why() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" words',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${commands.map((c) => c.name).join(' ')} --help"`,
    '  else',
    '    case "${COMP_WORDS[1]}" in',
    ...commands.map((c) => `      ${c.name}) words="${[...c.flags, ...c.words].join(' ')}" ;;`),
    `      *) words="${commands.find((c) => c.name === 'explain')?.flags.join(' ') ?? ''}" ;;`,
    '    esac',
    '  fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  if [ ${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi',
    '}',
    'complete -F _ecs_why ecs-why',
  ].join('\n');
}

function zsh(commands: readonly Known[]): string {
  const quoted = (text: string) => text.replace(/'/g, '').replace(/:/g, '\\:');
  return [
    '#compdef ecs-why',
    '_ecs_why() {',
    '  local -a words',
    '  if (( CURRENT == 2 )); then',
    `    words=(${commands.map((c) => `'${c.name}:${quoted(c.description)}'`).join(' ')})`,
    '    _describe command words',
    '    return',
    '  fi',
    '  case "${(Q)${(z)BUFFER}[2]}" in',
    ...commands.map((c) => `    ${c.name}) words=(${[...c.flags, ...c.words].join(' ')}) ;;`),
    `    *) words=(${commands.find((c) => c.name === 'explain')?.flags.join(' ') ?? ''}) ;;`,
    '  esac',
    '  compadd -- $words',
    '  _files',
    '}',
    'compdef _ecs_why ecs-why',
  ].join('\n');
}

function fish(commands: readonly Known[]): string {
  return commands.flatMap((c) => [
    `complete -c ecs-why -n __fish_use_subcommand -a ${c.name} -d '${c.description.replace(/'/g, '')}'`,
    ...c.flags.filter((flag) => flag.startsWith('--')).map((flag) => `complete -c ecs-why -n '__fish_seen_subcommand_from ${c.name}' -l ${flag.slice(2)}`),
    ...(c.words.length ? [`complete -c ecs-why -f -n '__fish_seen_subcommand_from ${c.name}' -a '${c.words.join(' ')}'`] : []),
  ]).join('\n');
}
