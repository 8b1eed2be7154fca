import { Unavailable } from './model';

/** `Throttling`, `ThrottlingException`, `RequestLimitExceeded`, `TooManyRequestsException`: each service has its own word. */
const THROTTLING = /throttl|limit|toomany|slowdown/i;

/** AWS has had too many calls of this account: the same call may get through a moment later. */
export function isThrottle({ error }: Pick<Unavailable, 'error'>): boolean {
  return THROTTLING.test(error ?? '');
}

/** A permission that is missing will still be missing at the next look. */
export function isDenied({ error }: Pick<Unavailable, 'error'>): boolean {
  return /access ?denied|not ?authorized|unauthorized/i.test(error ?? '');
}
