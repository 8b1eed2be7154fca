import { AwsApi } from './api';
import { Cache, Reading } from './reading';

/** Everything that one look reads with. */
export interface Reader {
  readonly aws: AwsApi;
  /** Notes of what this look could not read. */
  readonly reading: Reading;
  /** Outlives the look. */
  readonly cache: Cache;
  /** When the look is, ISO 8601. */
  readonly now: string;
}

export function newReader(aws: AwsApi, cache: Cache, now: string): Reader {
  return { aws, cache, now, reading: new Reading() };
}
