import { createHash } from 'node:crypto';

/** Seeded: the same seed gives the same ids in the same order. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** Decimal digits, the first not 0. */
  digits(length: number): string;
  uuid(): string;
}

/** Digests of a counter: slow for a random generator, but fast enough for identifiers, and the same on every platform. */
export function seededRandom(seed: number): Random {
  let draws = 0;
  const next = () => digest(`${seed}/${draws++}`).readUIntBE(0, 6) / 2 ** 48;
  const pick = (alphabet: string, length: number) => Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
  const hex = (length: number) => pick('0123456789abcdef', length);
  return {
    next,
    hex,
    digits: (length) => pick('123456789', 1) + pick('0123456789', length - 1),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick('89ab', 1)}${hex(3)}-${hex(12)}`,
  };
}

/** A number for a text, as the seed of a separate random source: for draws whose order must not matter. */
export function hash(text: string): number {
  return digest(text).readUInt32BE(0);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
