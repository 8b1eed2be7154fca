import type { Struck } from './faults';

/**
 * How many calls an account may make of some operations together, as a token bucket: it holds `capacity` calls, and `perSecond` more are
 * added until it is full again.
 */
export interface RateLimit {
  readonly name: string;
  /** As in `Fault`. */
  readonly service: string;
  readonly operations: readonly string[];
  readonly capacity: number;
  readonly perSecond: number;
  /** Where AWS publishes these numbers; absent: it does not, and they are [model]. */
  readonly source?: string;
}

/** The buckets of one account. Calls from outside are counted, not those of the fakes among themselves. */
export class RateLimits {
  private readonly buckets: { readonly limit: RateLimit; tokens: number; at: number }[];

  /** @param start lab milliseconds since the epoch; all buckets are full */
  constructor(limits: readonly RateLimit[], start: number) {
    this.buckets = limits.map((limit) => ({ limit, tokens: limit.capacity, at: start }));
  }

  /** Takes a token from each bucket that the call falls under; the throttle when one is empty, and then it has cost nothing. */
  take(service: string, operation: string, now: number): Struck | undefined {
    const mine = this.buckets.filter(({ limit }) => limit.service === service && limit.operations.includes(operation));
    for (const bucket of mine) refill(bucket, now);
    if (mine.some(({ tokens }) => tokens < 1)) return { service, operation, kind: 'throttle', draw: 0 };
    for (const bucket of mine) bucket.tokens -= 1;
    return undefined;
  }
}

/** Functions that run at the same lab time are played one after the other, so that a call may come from a little before the last one. */
function refill(bucket: { readonly limit: RateLimit; tokens: number; at: number }, now: number): void {
  const { capacity, perSecond } = bucket.limit;
  bucket.tokens = Math.min(capacity, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
  bucket.at = Math.max(bucket.at, now);
}
