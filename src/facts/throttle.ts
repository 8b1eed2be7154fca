import { Unavailable } from './model';

/** `Throttling`, `ThrottlingException`, `RequestLimitExceeded`, `TooManyRequestsException`: each service has its own word. */
const THROTTLING = /throttl|limit|toomany|slowdown/i;

/** AWS has had too many calls of this account: the same call may get through a moment later. */
export function isThrottle({ error }: Pick<Unavailable, 'error'>): boolean {
  return THROTTLING.test(error ?? '');
}
