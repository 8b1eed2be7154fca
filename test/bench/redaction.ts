import { readFileSync } from 'fs';
import { join } from 'path';
import { rounded } from './print';
import { Section } from './section';
import { median } from './statistics';
import { timed } from './stopwatch';
import { redactor } from '../../src/presentation/redact';

/** Times all lines: until V8 has compiled what runs often, and those that count. */
const WARM_UP = 5;
const ROUNDS = { full: 60, quick: 20 };

/** A ratio of one run, because how fast the machine is differs from day to day: 13 on a quiet machine and on a busy one. */
const MOST_COPIES = 30;

/** Lines of programs as they are in logs (test/corpus). Sources and bundle lie two folders below the root. */
function ordinaryLines(): readonly string[] {
  const file = join(__dirname, '..', '..', 'test', 'corpus', 'log-lines.txt');
  return readFileSync(file, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
}

export const redaction: Section = {
  key: 'redaction',
  title: 'Redaction',
  method: 'Time of one ordinary line of a log, in this process, warm: the median over rounds through all lines of test/corpus/log-lines.txt. '
    + 'For a ratio of the same run, each line is also written as JSON and read again.',
  run: ({ quick }) => {
    const lines = ordinaryLines();
    const redact = redactor();
    const copied = (line: string) => JSON.parse(JSON.stringify({ message: line })) as unknown;
    const [microseconds, copy] = inTurn([redact, copied], lines, quick ? ROUNDS.quick : ROUNDS.full);
    const inCopies = microseconds / copy;
    return Promise.resolve({
      json: { lines: lines.length, microsecondsPerLine: rounded(microseconds), inJsonCopies: rounded(inCopies) },
      tables: [{
        title: 'One line', columns: ['lines', 'µs a line', 'µs a copy through JSON', 'ratio'],
        rows: [[lines.length, rounded(microseconds), rounded(copy), rounded(inCopies)]],
      }],
      limits: [
        { figure: 'redaction of a line, in copies of it through JSON', value: inCopies, atMost: quick ? MOST_COPIES * 1.5 : MOST_COPIES },
        ...quick ? [] : [{ figure: 'redaction of a line, µs', value: microseconds, atMost: 60 }],
      ],
    });
  },
};


/** Median microseconds a line of each, in turn in every round. */
function inTurn(works: readonly ((line: string) => unknown)[], lines: readonly string[], rounds: number): readonly number[] {
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < rounds + WARM_UP; round++) {
    for (const [i, work] of works.entries()) {
      const { ms } = timed(() => { for (const line of lines) work(line); });
      if (round >= WARM_UP) times[i].push(ms * 1000 / lines.length);
    }
  }
  return times.map(median);
}
