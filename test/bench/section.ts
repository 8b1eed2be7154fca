/** One part of `npm run bench`: what it measures, how, and the figures. */
export interface Section {
  /** Its key in the JSON object, and its name for `--only`. */
  readonly key: string;
  readonly title: string;
  /** How the figures are come by, in a sentence or two. */
  readonly method: string;
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
