import { Fields, fields, isSame, keyed, list, Part, textOf, wordsOf } from './change';

/** Scalars of LinuxParameters (Amazon ECS API Reference), and their unit. */
const SCALARS: { readonly [member: string]: string } = {
  initProcessEnabled: '', sharedMemorySize: ' MiB', maxSwap: ' MiB', swappiness: '',
};

/** What differs between two `linuxParameters`: each member by its name, with its old and new value. */
export function linuxChanges(a: Fields, b: Fields): readonly Part[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isSame(a[name], b[name]));
  return names.flatMap((name) => memberChanges(name, a[name], b[name]).map((part) => ({ field: `linuxParameters.${name}`, ...part })));
}

function memberChanges(name: string, a: unknown, b: unknown): readonly Part[] {
  if (name in SCALARS) return [{ text: `${name} ${shown(a, name)} -> ${shown(b, name)}` }];
  switch (name) {
    case 'capabilities': return ['add', 'drop'].flatMap((verb) => capabilityChange(verb, fields(a)[verb], fields(b)[verb]));
    case 'devices': return keyed('device', list(a), list(b), 'hostPath');
    case 'tmpfs': return tmpfsChanges(list(a), list(b));
    default: return [{ text: `Linux parameter ${name}` }];
  }
}

function shown(value: unknown, name: string): string {
  return value === undefined || value === null ? 'none' : `${textOf(value)}${SCALARS[name]}`;
}

function capabilityChange(verb: string, a: unknown, b: unknown): readonly Part[] {
  return isSame(a, b) ? [] : [{ text: `capabilities.${verb} ${wordsOf(a)} -> ${wordsOf(b)}` }];
}

/** A size that changed is shown; other options are not. */
function tmpfsChanges(a: readonly Fields[], b: readonly Fields[]): readonly Part[] {
  const size = (items: readonly Fields[], path: string | undefined) => items.find(({ containerPath }) => containerPath === path)?.size;
  return keyed('tmpfs', a, b, 'containerPath').map((part): Part => {
    const [before, after] = [size(a, part.subject), size(b, part.subject)];
    return before === undefined || after === undefined || before === after
      ? part : { ...part, text: `tmpfs ${part.subject} ${textOf(before)} MiB -> ${textOf(after)} MiB` };
  });
}
