/** One part of `npm run bench`: what it measures, how, and the figures. */
export interface Section {
  /** Its key in the JSON object, and its name for `--only`. */
  readonly key: string;
  readonly title: string;
  /** How the figures are come by, in a sentence or two. */
  readonly method: string;
  /** Its figures need a machine that does nothing else: the quick form runs it only if `--only` names it. */
  readonly quiet?: boolean;
  run(options: RunOptions): Promise<Figures>;
}

export interface RunOptions {
  /** For CI: fewer runs of the same measurements. */
  readonly quick: boolean;
}

export interface Figures {
  readonly json: object;
  readonly tables: readonly Table[];
  /** What must hold of these figures; the bench fails when one does not. */
  readonly limits?: readonly Limit[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly note?: string;
}

/** A figure with its bound; both ends count as held. */
export interface Limit {
  /** `median`, with its unit: `median, simulated seconds`. */
  readonly figure: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What is no number (nothing was measured) does not hold. */
export function holds({ value, atMost = Infinity, atLeast = -Infinity }: Limit): boolean {
  return value <= atMost && value >= atLeast;
}

/** Measurements of one section, first to last, and the limits that held in none of them. */
export interface Measured {
  readonly figures: readonly Figures[];
  readonly broken: readonly Limit[];
}

const QUICK_TRIES = 3;

/**
 * The quick form has few samples and shares its machine: other work alone can push one figure over its limit.
 * So it measures a section anew, twice at most, while a limit has held in no measurement. The full form measures once.
 */
export async function measure(section: Section, { quick }: RunOptions): Promise<Measured> {
  const figures = [await section.run({ quick })];
  let broken = (figures[0].limits ?? []).filter((limit) => !holds(limit));
  while (quick && broken.length && figures.length < QUICK_TRIES) {
    const next = await section.run({ quick });
    figures.push(next);
    const still = new Set((next.limits ?? []).filter((limit) => !holds(limit)).map(({ figure }) => figure));
    broken = broken.filter(({ figure }) => still.has(figure));
  }
  return { figures, broken };
}
