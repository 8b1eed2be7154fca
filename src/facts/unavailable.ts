import { FactName, Frame, Unavailable } from './model';

/** Entries of `frame.unavailable` about these facts; empty: each was read, or was not looked at. */
export function notRead({ unavailable }: Pick<Frame, 'unavailable'>, ...names: readonly FactName[]): readonly Unavailable[] {
  return (unavailable ?? []).filter((u) => names.includes(u.what));
}

/**
 * Error codes of a missing permission. The JSON protocols say `AccessDeniedException` (ECS, CloudWatch Logs), the query protocol
 * `AccessDenied` (CloudFormation, Elastic Load Balancing); `NotAuthorized` is in both lists of common errors (Amazon ECS and AWS
 * CloudFormation API References, "Common Errors"); Step Functions has a code of its own for the key of a state machine. The others are
 * those of older services, which recordings and proxies may quote.
 */
const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'AuthorizationErrorException', 'KmsAccessDeniedException', 'NotAuthorized',
  'NotAuthorizedException', 'UnauthorizedException', 'UnauthorizedOperation',
]);

/**
 * Error codes after which an AWS SDK waits before it tries again (AWS SDKs and Tools Reference Guide, "Retry behavior"; the same list as
 * THROTTLING_ERROR_CODES of the SDK for JavaScript). A quota of resources (`LimitExceeded`, `ServiceQuotaExceededException`) is not in it.
 */
const THROTTLED: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded', 'EC2ThrottledException', 'LimitExceededException', 'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'RequestThrottled', 'RequestThrottledException', 'SlowDown',
  'ThrottledException', 'Throttling', 'ThrottlingException', 'TooManyRequestsException', 'TransactionInProgressException',
]);

/** `error` of a fact that has more pages than a look reads: what it holds is not known. */
export const NOT_READ_TO_END = 'NotReadToEnd';

/** `error` of a list that lacks what another answer shows: ECS lists a deployment some seconds late. The next look may find it. */
export const NOT_LISTED_YET = 'NotListedYet';

/** The answers began, but did not come to an end. */
export function wasCutShort({ error }: Pick<Unavailable, 'error'>): boolean {
  return error === NOT_READ_TO_END;
}

/** A permission is missing. The next look will be denied, too. */
export function wasDenied({ error }: Pick<Unavailable, 'error'>): boolean {
  return DENIED.has(error ?? '');
}

/** CloudFormation has no such stack. It knows a stack by its ARN for 90 days after its deletion. A denied call has another error. */
export function isUnknownStack({ message }: Pick<Unavailable, 'message'>): boolean {
  return /^stack .* does not exist/i.test(message ?? '');
}

/** AWS refused the call because of its rate limit. The same call may succeed a moment later. */
export function wasThrottled({ error }: Pick<Unavailable, 'error'>): boolean {
  return THROTTLED.has(error ?? '') || /^Throttl/.test(error ?? '');
}
