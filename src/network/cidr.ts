/** A block of addresses: its first and last one, as numbers. */
export interface Cidr {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly length: number;
}

/** `10.0.0.0/16`, `2600:1f18::/56`; an address alone is the block of itself. undefined: neither. */
export function cidrOf(text: string | undefined): Cidr | undefined {
  const [, address, prefix] = /^([\da-f.:]{2,45})(?:\/(\d{1,3}))?$/i.exec(text ?? '') ?? [];
  if (!address) return undefined;
  const family = address.includes(':') ? 6 : 4;
  const bits = family === 4 ? 32 : 128;
  const number = family === 4 ? numberOf4(address) : numberOf6(address);
  const length = prefix === undefined ? bits : Number(prefix);
  if (number === undefined || length > bits) return undefined;
  const size = 2n ** BigInt(bits - length);
  const first = number - number % size;
  return { family, first, last: first + size - 1n, length };
}

function numberOf4(address: string): bigint | undefined {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberOf6(address: string): bigint | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail = []] = halves.map((half) => (half ? half.split(':') : []));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const parts = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  if (parts.some((part) => !/^[\da-f]{1,4}$/i.test(part))) return undefined;
  return parts.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.family === inner.family && outer.first <= inner.first && outer.last >= inner.last;
}

export function overlaps(one: Cidr, other: Cidr): boolean {
  return one.family === other.family && one.first <= other.last && one.last >= other.first;
}

/** Every address of the family. */
export function anywhere(family: 4 | 6): Cidr {
  return cidrOf(family === 4 ? '0.0.0.0/0' : '::/0')!;
}

/** RFC 1918, RFC 6598 (shared), RFC 3927 (link-local) and RFC 4193: no host of the internet has such an address. */
const NOT_PUBLIC = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']
  .map((text) => cidrOf(text)!);

/** Can an address of the internet be in the block? */
export function hasPublic(block: Cidr): boolean {
  return !NOT_PUBLIC.some((one) => covers(one, block));
}
