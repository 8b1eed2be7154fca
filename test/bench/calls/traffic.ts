import type { RateLimit, RecordedCall } from '../../../src/lab/lab';

/** What an account calls of one bucket of AWS's. */
export interface Traffic {
  readonly limit: RateLimit;
  readonly calls: number;
  readonly throttled: number;
  /** In the busiest minute. */
  readonly perMinute: number;
  /** Of what the bucket refills in a minute. */
  readonly share: number;
}

const MINUTE = 60_000;

export function trafficOf(calls: readonly RecordedCall[], limit: RateLimit): Traffic {
  const mine = calls.filter(({ service, operation }) => service === limit.service && limit.operations.includes(operation));
  const perMinute = mostWithin(mine.map(({ at }) => at), MINUTE);
  return {
    limit, calls: mine.length, throttled: mine.filter(({ error }) => error !== undefined && /throttl/i.test(error)).length, perMinute, share: perMinute / (limit.perSecond * 60),
  };
}

/** Most of these moments that lie within one stretch of this length, wherever it begins. */
export function mostWithin(moments: readonly number[], ms: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  for (let from = 0, to = 0; to < sorted.length; to++) {
    while (sorted[to] - sorted[from] >= ms) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
