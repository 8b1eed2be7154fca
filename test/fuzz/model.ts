import * as fc from 'fast-check';

export interface Run {
  readonly seed: number;
  /** Milliseconds that it may take. */
  readonly ms: number;
  /** Of a counterexample that is played again: fast-check's path to it. */
  readonly path?: string;
}

export interface Ran {
  readonly runs: number;
  /** How many there are, if the time was over before all of them. */
  readonly of?: number;
  readonly find?: Find;
}

export interface Find {
  /** fast-check's path to the counterexample; absent: the seed alone leads to it. */
  readonly path?: string;
  readonly example: string;
  readonly error: string;
}

/** One thing that must hold for every input. */
export interface Property {
  /** Its name; `--only` has it with dashes in place of blanks. */
  readonly name: string;
  /** Share of the time, compared with the others. 0: it is not random, and has as much time as all others together. */
  readonly weight: number;
  run(run: Run): Promise<Ran>;
}

/** `holds` throws where the property does not. */
export function property<T>(
  name: string, weight: number, inputs: () => fc.Arbitrary<T>, holds: (input: T) => void | Promise<void>,
): Property {
  return {
    name,
    weight,
    run: async ({ seed, ms, path }) => {
      const details = await fc.check(fc.asyncProperty(inputs(), async (input) => { await holds(input); }), {
        seed,
        ...path !== undefined && { path, endOnFailure: true },
        numRuns: path === undefined ? 10_000_000 : 1,
        interruptAfterTimeLimit: ms,
        markInterruptAsFailure: false,
      });
      if (!details.failed || !details.counterexample) return { runs: details.numRuns };
      const error = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
      const example = fc.stringify(details.counterexample[0]);
      return { runs: details.numRuns, find: { path: details.counterexamplePath ?? undefined, example, error } };
    },
  };
}

/** The answer of `make`. Throws if that takes longer: a third time, too, because other work on the machine can take the processor. */
export function within<T>(ms: number, make: () => T): T {
  let least = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    const made = make();
    least = Math.min(least, performance.now() - start);
    if (least <= ms) return made;
  }
  throw new Error(`took ${Math.round(least)} ms, at most ${ms} are allowed`);
}

export function must(condition: boolean, otherwise: () => string): void {
  if (!condition) throw new Error(otherwise());
}
