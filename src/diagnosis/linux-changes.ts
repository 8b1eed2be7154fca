import { differing, Fields, isSame, keyed, list, Part } from './change';

/** What differs between two `linuxParameters`: each member by its name, with its old and new value. */
export function linuxChanges(a: Fields, b: Fields): readonly Part[] {
  return Object.keys({ ...a, ...b }).filter((name) => !isSame(a[name], b[name])).flatMap((name) => (
    memberChanges(name, a[name], b[name]).map((part) => ({ field: `linuxParameters.${name}`, ...part }))));
}

function memberChanges(name: string, a: unknown, b: unknown): readonly Part[] {
  if (name === 'devices') return keyed('device', list(a), list(b), 'hostPath');
  if (name === 'tmpfs') return keyed('tmpfs', list(a), list(b), 'containerPath', true);
  const of = name === 'capabilities' ? 'capabilities.' : '';
  const unit = IN_MEBIBYTES.has(name) ? ' MiB' : '';
  return differing(a, b, name).map((text) => ({ text: of + text + unit }));
}

/** Amazon ECS API Reference, LinuxParameters. */
const IN_MEBIBYTES: ReadonlySet<string> = new Set(['sharedMemorySize', 'maxSwap']);
