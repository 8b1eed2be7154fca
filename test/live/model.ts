import { Kit } from './kit';

/**
 * `settled`: AWS's documentation leaves the question open, and the run has answered it. `open`: this run has not shown the thing in
 * question.
 */
export type Outcome = 'pass' | 'fail' | 'settled' | 'open';

/** One question of a test, with the answer of one run. */
export interface Finding {
  readonly question: string;
  readonly outcome: Outcome;
  readonly answer: string;
}

interface About {
  /** `L1` … `L14`. */
  readonly id: string;
  readonly title: string;
  /** Usual duration, clean-up included. */
  readonly minutes: number;
  /** Upper bound of the cost in us-east-1. */
  readonly dollars: number;
  /** It may take hours. */
  readonly isLong?: boolean;
  /** Questions that it answers, in a few words. */
  readonly settles: string;
  /** It makes stacks in other Regions, too. */
  readonly isInOtherRegions?: boolean;
  /** Why the lab cannot play it; absent: it can. */
  readonly notInLab?: string;
}

/** `R`: what the run has recorded, plain JSON: the report has it, and `judge` can be repeated on it. */
export interface TestOf<R> extends About {
  run(kit: Kit): Promise<R>;
  judge(recording: R): readonly Finding[];
}

export interface LiveTest extends About {
  perform(kit: Kit): Promise<Performed>;
}

export interface Performed {
  readonly recording: unknown;
  readonly findings: readonly Finding[];
}

export function liveTest<R>(test: TestOf<R>): LiveTest & TestOf<R> {
  return {
    ...test,
    perform: async (kit) => {
      const recording = await test.run(kit);
      return { recording, findings: test.judge(recording) };
    },
  };
}

/** One word for the whole test, or `settled: <first answer>`. */
export function verdictOf(findings: readonly Finding[]): string {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'fail';
  const settled = findings.find(({ outcome }) => outcome === 'settled');
  const isChecked = findings.some(({ outcome }) => outcome === 'pass');
  if (settled && !isChecked) return `settled: ${settled.answer}`;
  return isChecked ? 'pass' : 'open';
}
