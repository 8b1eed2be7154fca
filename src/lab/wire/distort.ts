import { Struck } from '../faults';
import { Random, seededRandom } from '../random';

/** The answer of a fake after a fault: it still has the shape of AWS's answer, with unexpected content. */
export function distort(output: unknown, fault: Struck | undefined): unknown {
  if (!fault) return output;
  const random = seededRandom(fault.draw);
  const strikes = (name: string, share: number) => (fault.members ? fault.members.includes(name) : random.next() < share);
  switch (fault.kind) {
    case 'emptyLists': return walk(output, { list: () => [] });
    case 'shuffled': return walk(output, { list: (items) => shuffle(items, random) });
    case 'missingFields': return walk(output, { keep: (name) => !strikes(name, DROPPED) });
    case 'unknownEnum': return walk(output, { leaf: (name, value) => (isEnum(name, value) && strikes(name, RENAMED) ? UNKNOWN : value) });
    default: return output;
  }
}

/** Shares of the members that `missingFields` leaves out, and that `unknownEnum` renames, when the fault has no `members`. */
const DROPPED = 0.2;
const RENAMED = 0.3;

/** No enumeration of AWS has this text. */
export const UNKNOWN = 'LAB_UNHEARD_OF';

interface Change {
  readonly list?: (items: readonly unknown[]) => readonly unknown[];
  readonly keep?: (name: string) => boolean;
  readonly leaf?: (name: string, value: unknown) => unknown;
}

function walk(value: unknown, change: Change, name = ''): unknown {
  if (Array.isArray(value)) return (change.list?.(value) ?? value).map((item) => walk(item, change, name));
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) {
    return change.leaf?.(name, value) ?? value;
  }
  return Object.fromEntries(Object.entries(value)
    .filter(([key]) => change.keep?.(key) ?? true)
    .map(([key, inner]) => [key, walk(inner, change, key)]));
}

/** The schemas in the SDK clients do not distinguish enumerations from other texts; names and spelling do. */
function isEnum(name: string, value: unknown): boolean {
  return typeof value === 'string'
    && /(status|state|stage|type|code|strategy|reason)$/i.test(name)
    && /^[A-Za-z]+([._][A-Za-z]+)*$/.test(value);
}

function shuffle(items: readonly unknown[], random: Random): readonly unknown[] {
  return items.map((item) => ({ item, at: random.next() })).sort((a, b) => a.at - b.at).map(({ item }) => item);
}
