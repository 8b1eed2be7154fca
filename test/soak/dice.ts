import { seededRandom } from '../../src/lab/random';

/** Chance, the same for the same seed. */
export class Dice {
  private readonly random: { next(): number };

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  chance(probability: number): boolean {
    return this.random.next() < probability;
  }

  /** A whole number, both ends included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.random.next() * (max - min + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)];
  }

  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let left = this.random.next() * items.reduce((sum, { weight }) => sum + weight, 0);
    return items.find(({ weight }) => (left -= weight) < 0) ?? items[items.length - 1];
  }
}
