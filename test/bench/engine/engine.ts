import { FrameSize, frameOf, LARGE, ORDINARY } from './frame';
import { diagnose } from '../../../src/diagnosis/engine';
import { rounded } from '../print';
import { Section, Table } from '../section';
import { mean, median, percentile, slope } from '../statistics';
import { timed } from '../stopwatch';

/** Until V8 has compiled what runs often. */
const WARM_UP = 100;
/** Times the large frame. */
const GROWTH = [0.25, 0.5, 1, 2, 4];
const DIMENSIONS = ['tasks', 'events', 'logLines'] as const;
const NAMES = { tasks: 'tasks', events: 'events', logLines: 'log lines' };

export const engine: Section = {
  key: 'engine',
  title: 'The engine',
  method: `Time of one diagnosis in this process, warm, each of a frame that it has not seen: large is ${sizeText(LARGE)}, ordinary ${sizeText(ORDINARY)}. `
    + 'For growth one size is varied while the others are those of the ordinary frame, all in turn in every round; the exponent is that of the three largest.',
  async run({ quick }) {
    const [large, ordinary] = measure([LARGE, ORDINARY], quick ? 80 : 300);
    const inCopies = median(large) / copyMs(LARGE, quick ? 80 : 300);
    const rounds = quick ? 20 : 100;
    const growth = DIMENSIONS.map((dimension) => {
      const sizes = GROWTH.map((factor) => ({ ...ORDINARY, [dimension]: LARGE[dimension] * factor }));
      const medians = measure(sizes, rounds).map(median);
      const varied = sizes.map((size) => size[dimension]);
      return { dimension, sizes: varied, medians, exponent: exponentOf(varied, medians) };
    });
    return {
      json: {
        medianMs: rounded(median(large)),
        p99Ms: rounded(percentile(large, 0.99)),
        inJsonCopies: rounded(inCopies),
        framesPerSecond: rounded(1000 / mean(large)),
        ordinaryMedianMs: rounded(median(ordinary)),
        ordinaryFramesPerSecond: rounded(1000 / mean(ordinary)),
        growth: Object.fromEntries(growth.map(({ dimension, sizes, medians, exponent }) => [
          dimension, { sizes, medianMs: medians.map(rounded), exponent: rounded(exponent) },
        ])),
      },
      tables: [speed(large, ordinary), ...growth.map(({ dimension, sizes, medians, exponent }): Table => ({
        title: `Growth with ${NAMES[dimension]}`,
        columns: [NAMES[dimension], 'median ms', `µs per ${NAMES[dimension].replace(/s$/, '')}`],
        rows: sizes.map((size, i) => [size, rounded(medians[i]), rounded(medians[i] * 1000 / size)]),
        note: `time ~ size^${rounded(exponent)}`,
      }))],
      limits: [
        // A ratio of one run, because the same code took 5.7 ms on one day and 11.5 ms on another.
        // The same code takes 7.4 copies on a quiet machine and 13.4 beside other work, which slows many small objects more than a copy.
        { figure: 'median of a large frame, in copies of it through JSON', value: inCopies, atMost: quick ? 18 : 12 },
        ...quick ? [] : [{ figure: 'median of a large frame, ms', value: median(large), atMost: 10 }],
        // A quadratic part would show at four times the size: its exponent nears 2.
        // A tenth or two above 1 is noise of caches and collections.
        ...growth.map(({ dimension, exponent }) => ({ figure: `growth with ${NAMES[dimension]}, exponent`, value: exponent, atMost: quick ? 1.4 : 1.25 })),
      ],
    };
  },
};

/** Of the growth where the size counts most: at the small end all other work hides it. */
function exponentOf(sizes: readonly number[], times: readonly number[]): number {
  return slope(sizes.slice(-3).map(Math.log), times.slice(-3).map(Math.log));
}

function speed(large: readonly number[], ordinary: readonly number[]): Table {
  const row = (name: string, times: readonly number[]) => {
    const ofTimes = [median(times), percentile(times, 0.99), Math.max(...times), 1000 / mean(times)];
    return [name, ...ofTimes.map(rounded)];
  };
  return { title: 'One diagnosis', columns: ['frame', 'median ms', 'p99 ms', 'slowest ms', 'frames per second'], rows: [row('large', large), row('ordinary', ordinary)] };
}

/** Median milliseconds to write a frame as JSON and to read it again: work of the same kind, which shows how fast the machine is now. */
function copyMs(size: FrameSize, runs: number): number {
  const times = Array.from({ length: runs + WARM_UP }, (_, run) => {
    const frame = frameOf(size, run);
    return timed(() => JSON.parse(JSON.stringify(frame)) as unknown).ms;
  });
  return median(times.slice(WARM_UP));
}

/** Milliseconds of each run, by size. */
function measure(sizes: readonly FrameSize[], runs: number): readonly (readonly number[])[] {
  const times: number[][] = sizes.map(() => []);
  for (let run = 0; run < runs + WARM_UP; run++) {
    for (const [i, size] of sizes.entries()) {
      const frame = frameOf(size, run * sizes.length + i);
      const { ms, result: { causes } } = timed(() => diagnose(frame));
      if (!causes.length) throw new Error('the frame under measurement shows no cause');
      if (run >= WARM_UP) times[i].push(ms);
    }
  }
  return times;
}

function sizeText({ tasks, events, logLines }: FrameSize): string {
  return `${tasks} tasks, ${events} events, ${logLines} log lines`;
}
