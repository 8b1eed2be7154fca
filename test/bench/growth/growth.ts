import { Reading, READINGS } from './inputs';
import { rounded } from '../print';
import { Section, Table } from '../section';
import { slope } from '../statistics';
import { timed } from '../stopwatch';

/** Runs of each size; the fastest counts, because other work of the machine only adds to a time. */
const RUNS = 2;

export const growth: Section = {
  key: 'growth',
  quiet: true,
  title: 'Growth',
  method: `Time of everything that reads foreign input, in this process, as the input grows: the fastest of ${RUNS} runs, all sizes in turn, each with an input that it has not seen. `
    + 'The exponent is that of the line through all sizes: 1 is linear, 2 is quadratic.',
  async run({ quick }) {
    const measured = READINGS.map((reading) => measure(reading, quick));
    return {
      json: { readings: measured },
      tables: [table(measured)],
      limits: measured.flatMap(({ what, unit, exponent, ms, atMostMs }) => [
        // At small sizes fixed costs hide a part of the growth, and caches and collections add a few tenths.
        { figure: `${what} by ${unit}, exponent`, value: exponent, atMost: quick ? 1.6 : 1.35 },
        ...quick ? [] : [{ figure: `${what} of the most ${unit}, ms`, value: ms[ms.length - 1], atMost: atMostMs }],
      ]),
    };
  },
};

interface Measured {
  readonly what: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly ms: readonly number[];
  readonly exponent: number;
  readonly atMostMs: number;
}

function measure({ what, unit, atMostMs, prepare, ...reading }: Reading, quick: boolean): Measured {
  const sizes = quick ? reading.quickSizes : reading.sizes;
  const fastest = sizes.map(() => Infinity);
  prepare(sizes[0], 0)();
  for (let run = 1; run <= RUNS; run++) {
    for (const [i, size] of sizes.entries()) {
      const { ms } = timed(prepare(size, run * sizes.length + i));
      fastest[i] = Math.min(fastest[i], ms);
    }
  }
  const exponent = slope(sizes.map(Math.log), fastest.map((ms) => Math.log(Math.max(ms, 0.01))));
  return { what, unit, sizes, ms: fastest.map(rounded), exponent: rounded(exponent), atMostMs };
}

function table(measured: readonly Measured[]): Table {
  return {
    title: 'Milliseconds by size',
    columns: ['what', 'sizes', 'ms', 'exponent', 'limit of the largest, ms'],
    rows: measured.map(({ what, unit, sizes, ms, exponent, atMostMs }) => [what, `${sizes.join(', ')} ${unit}`, ms.join(', '), exponent, atMostMs]),
  };
}
