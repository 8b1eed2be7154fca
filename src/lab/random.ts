import { createHash } from 'node:crypto';
import { Random } from './world';

/** Digests of a running number: slow for a generator, fast enough for identifiers, and the same on every platform. */
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

/** A number for a text, to seed a source of its own where the order of draws must not matter. */
export function hash(text: string): number {
  return digest(text).readUInt32BE(0);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
