import { AccountApi } from './account-api';
import { PUBLISHED_RATES } from '../rate';

interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

/**
 * Of the published rates. Half would leave a retry of the SDK no room below it, and other callers of the account need calls, too.
 */
const SHARE = 0.4;

/**
 * The same calls, never more often than a part of the published rates: each waits for its turn. For many services at once, whose looks
 * begin at the same moment. Calls without a published rate do not wait.
 */
export function paced<T extends Partial<AccountApi>>(api: T, { now, sleep }: Clock): T {
  const free = new Map<object, number>();
  return new Proxy(api, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name);
      const group = PUBLISHED_RATES.find(({ calls }) => calls.includes(String(name)));
      if (typeof call !== 'function' || !group) return call;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const turn = Math.max(now(), free.get(group) ?? 0);
        free.set(group, turn + 1000 / (group.perSecond * SHARE));
        if (turn > now()) await sleep(turn - now());
        return Reflect.apply(call, target, given);
      };
    },
  });
}
