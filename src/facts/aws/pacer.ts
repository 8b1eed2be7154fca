import { AccountApi } from './account-api';
import { inTurn } from './attempts';
import { PUBLISHED_RATES } from '../rate';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Of the published rates. Half would leave a retry of the SDK no room below it, and other callers of the account need calls, too.
 */
const SHARE = 0.4;
/**
 * Seconds of the published rate that may be called at once after a quiet time: tasks of several services fail at the same moment. In ten
 * seconds that is less than half of the published rate all the same.
 */
const BURST_SECONDS = 0.75;

/** Gives each call its turn, so that no kind of call is made more often than a part of the published rate. */
export interface Pacer {
  /**
   * Resolves when the call is to be made, at once if it has no published rate. `ahead`: before calls of the same kind that wait already,
   * because one such call serves several looks.
   */
  turn(call: string, ahead?: boolean): Promise<void>;
}

/** @param waited called with the milliseconds that a call has waited, and with the call */
export function pacer(clock: Clock, waited: (ms: number, call: string) => void = () => undefined): Pacer {
  const queues = PUBLISHED_RATES.map(({ perSecond, calls }) => ({ calls, queue: queueOf(perSecond, clock) }));
  return {
    turn: async (call, ahead = false) => {
      const from = clock.now();
      await queues.find(({ calls }) => calls.includes(call))?.queue(ahead);
      waited(clock.now() - from, call);
    },
  };
}

function queueOf(perSecond: number, { now, sleep }: Clock): (ahead: boolean) => Promise<void> {
  const stepMs = 1000 / (perSecond * SHARE);
  const burstMs = (Math.floor(perSecond * BURST_SECONDS) - 1) * stepMs;
  const [ahead, behind]: (() => void)[][] = [[], []];
  /** When the call before would have been made without a burst. */
  let last = -Infinity;
  let isServing = false;

  async function serve(): Promise<void> {
    isServing = true;
    while (ahead.length || behind.length) {
      const due = last + stepMs - burstMs;
      if (due > now()) await sleep(due - now());
      last = Math.max(now(), last + stepMs);
      (ahead.shift() ?? behind.shift())?.();
    }
    isServing = false;
  }

  return (isAhead) => new Promise((resolve) => {
    (isAhead ? ahead : behind).push(resolve);
    if (!isServing) void serve();
  });
}

/**
 * The same calls, each in its turn, and so each further attempt of the SDK. For many services at once, whose looks begin at the same
 * moment.
 */
export function paced(api: AccountApi, { turn }: Pacer): AccountApi {
  return new Proxy(api, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const next = () => turn(String(name));
        await next();
        return inTurn(next, async (): Promise<unknown> => Reflect.apply(call, target, given));
      };
    },
  });
}
