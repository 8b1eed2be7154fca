import { diagnose } from '../../../src/diagnosis/engine';
import { redactor } from '../../../src/presentation/redact';
import { renderFull } from '../../../src/presentation/terminal';
import { timed } from '../../bench/stopwatch';
import { recordings } from '../corpus';
import { Find, Property, Run } from '../model';
import { attacksOn, msOn, patternsInUse, unclosed, UsedPattern } from '../patterns';

/** Of the time per character of an ordinary pattern: the slowest takes 200 of them, one that is cubic in 1,000 characters 30,000. */
const MOST_TIMES = 1000;
/** Characters on which every pattern is tried, if it is ever given as many. */
const SHORT = 10_000;
/**
 * Lengths for those that are given whole logs, up to 1 MB. From one to the next, time grows 4 times if it is linear, and 16 times if it is
 * quadratic: that shows at a length at which it does not take hours.
 */
const LONG = [4_000, 16_000, 62_500, 250_000, 1_000_000];
const MOST_GROWTH = 8;
/** Shorter times are noise. */
const NOISE_MS = 4;

const TRIES = 3;
function fastest(pattern: RegExp, attack: string, length: number): number {
  return Math.min(...Array.from({ length: TRIES }, () => msOn(pattern, attack, length)));
}

/** Milliseconds per character that a scan for one of a few words takes on this machine now. */
function reference(): number {
  return fastest(/(error|fatal|panic)\b.{0,40}(refused|denied)/i, 'error a line of a log with words ', 200_000) / 200_000;
}

/** A pattern with the texts that it may try for long, and the time that each took at the length before. */
interface Tried {
  readonly used: UsedPattern;
  readonly attacks: readonly string[];
  readonly before: number[];
}

function slow({ used: { pattern, longest }, attacks }: Tried, msPerCharacter: number): Find | undefined {
  const length = Math.min(SHORT, Math.max(longest, 300));
  const allowed = Math.max(length * msPerCharacter * MOST_TIMES, NOISE_MS);
  for (const attack of attacks) {
    if (msOn(pattern, attack, length) <= allowed) continue;
    const ms = fastest(pattern, attack, length);
    if (ms > allowed) return { example: `${String(pattern)} on ${JSON.stringify(attack)} repeated to ${length} characters`, error: `takes ${Math.round(ms)} ms; ${Math.round(allowed)} are allowed` };
  }
  return undefined;
}

/** The first text on which the time grows faster than the text from the length before to this one, each time that it is measured. */
function grownOn({ used: { pattern, longest }, attacks, before }: Tried, step: number): Find | undefined {
  const length = LONG[step];
  if (longest < length && step > 0) return undefined;
  for (const [i, attack] of attacks.entries()) {
    const ms = msOn(pattern, attack, length);
    const grows = () => fastest(pattern, attack, length) / Math.max(fastest(pattern, attack, LONG[step - 1]), NOISE_MS) > MOST_GROWTH;
    if (step > 0 && ms / Math.max(before[i], NOISE_MS) > MOST_GROWTH && [grows, grows, grows].every((again) => again())) {
      const error = `grows more than ${MOST_GROWTH} times from ${LONG[step - 1]} to ${length} characters: ${Math.round(ms)} ms`;
      return { example: `${String(pattern)} on ${JSON.stringify(attack)}`, error };
    }
    before[i] = ms;
  }
  return undefined;
}

/** The same for the whole of redaction and diagnosis: steps between patterns cost time, too. */
const WHOLE = ['password=', 'TOKEN-', '---------', 'a:b@', '://a:', '"a":"', '\\"', '{"msg":"', '\u001b[31m', 'eyJ.', '-----BEGIN ', 'Error: ', 'at x (', 'caused by: ', 'load', 'a, ', '| a '];
function slowWhole(): Find | undefined {
  const redact = redactor();
  const [frame] = recordings().flatMap(({ frames }) => frames.slice(-1)).filter(({ logs }) => Object.keys(logs ?? {}).length);
  const work: { readonly [name: string]: (text: string) => unknown } = {
    'redaction': redact,
    'diagnosis and message': (text) => renderFull(diagnose({ ...frame, logs: withLines(frame.logs ?? {}, text) })),
  };
  for (const [name, make] of Object.entries(work)) {
    for (const sign of WHOLE) {
      const ms = (length: number) => {
        const text = sign.repeat(Math.ceil(length / sign.length));
        return timed(() => make(text)).ms;
      };
      const times = () => [100_000, 400_000].map((length) => ms(length));
      const growth = () => { const [a, b] = times(); return a < NOISE_MS ? 0 : b / a; };
      if ([growth, growth, growth].every((measure) => measure() > MOST_GROWTH)) {
        return { example: `${name} of ${JSON.stringify(sign)} repeated`, error: `grows more than ${MOST_GROWTH} times from 100,000 to 400,000 characters` };
      }
    }
  }
  return undefined;
}

function withLines(logs: NonNullable<Parameters<typeof diagnose>[0]['logs']>, message: string): typeof logs {
  return Object.fromEntries(Object.entries(logs).map(([container, tasks]) => [
    container, Object.fromEntries(Object.keys(tasks).map((id) => [id, [{ timestamp: 1, message }]])),
  ]));
}

/** Lengths of texts for the steps between the patterns. */
const STEPS = [25_000, 100_000];

/** The redaction of names whose value never ends. */
export const growthOfSteps: Property = {
  name: 'every name takes time in proportion to the text behind it',
  weight: 0,
  run: ({ seed, ms }: Run) => {
    const redact = redactor();
    const all = unclosed();
    const until = performance.now() + ms;
    const of = (part: string, length: number) => timed(() => redact(part.repeat(Math.ceil(length / part.length)))).ms;
    for (let i = 0; i < all.length; i++) {
      if (performance.now() > until) return Promise.resolve({ runs: i, of: all.length });
      const part = all[(i + seed) % all.length];
      const grows = () => {
        const [short, long] = STEPS.map((length) => of(part, length));
        return long / Math.max(short, 5 * NOISE_MS) > MOST_GROWTH;
      };
      if ([grows, grows, grows].every((again) => again())) {
        const error = `grows more than ${MOST_GROWTH} times from ${STEPS.join(' to ')} characters`;
        return Promise.resolve({ runs: i, find: { example: `redaction of ${JSON.stringify(part)} repeated`, error } });
      }
    }
    return Promise.resolve({ runs: all.length });
  },
};

/** Every pattern in use, first all of them on short texts, then on longer ones: when the time is over, only long texts lack. */
export const growthOfPatterns: Property = {
  name: 'every pattern takes time in proportion to its text',
  weight: 0,
  run: async ({ ms }) => {
    const until = performance.now() + ms;
    let left: readonly Tried[] = patternsInUse().map((used) => ({ used, attacks: attacksOn(used.pattern), before: [] }));
    const of = left.length * (1 + LONG.length);
    const unit = reference();
    const finds: Find[] = [];
    let runs = 0;
    for (const look of [(one: Tried) => slow(one, unit), ...LONG.map((_, step) => (one: Tried) => grownOn(one, step))]) {
      const good: Tried[] = [];
      for (const one of left) {
        if (performance.now() > until) break;
        const find = look(one);
        if (find) finds.push(find);
        else good.push(one);
        runs++;
      }
      // one that is too slow is not tried on longer texts
      runs += of / (1 + LONG.length) - left.length;
      left = good;
    }
    const whole = performance.now() > until ? undefined : slowWhole();
    const [find] = whole ? [whole, ...finds] : finds;
    if (!find) return { runs, ...(runs < of && { of }) };
    const others = finds.filter((one) => one !== find).map(({ example, error }) => `\n  also ${example}: ${error}`);
    return { runs, find: { ...find, error: find.error + others.join('') } };
  },
};
