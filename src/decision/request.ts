import { Decision, StepInput, WatchedRequest } from './model';
import { POLL_SECONDS_AFTER_FAILURE, POLL_SECONDS_BEFORE_ECS, STATUS_LAG_MS } from './policy';
import { rolloutVerdict } from '../diagnosis/read';
import { Frame } from '../facts/model';
import { isInProgress, mayPrecedeUpdate } from '../facts/operation';
import { notRead } from '../facts/unavailable';

/**
 * CloudFormation does not touch a service whose properties are those of the request before, unless it tries again what failed. The first
 * look that could read the status of the service decides.
 */
export function decideByRequest({ frame, request, history }: StepInput): Decision | undefined {
  if (!request?.unchanged || !isStatusRead(frame) || (request.sinceMs > 0 && !history.statusUnread)) return undefined;
  const isTouched = /_(IN_PROGRESS|FAILED)$/.test(frame.operation?.resourceStatus ?? '');
  return isTouched ? undefined : { kind: 'succeed', because: 'the service is the same as before' };
}

/** A frame has `null` both for a service that CloudFormation does not list and for a status that could not be read. */
export function isStatusRead(frame: Frame): boolean {
  return Boolean(frame.operation?.resourceStatus) || !notRead(frame, 'stack', 'stack resource').length;
}

/**
 * If a deployment was only forced, CloudFormation's rollback starts no other deployment: it waits for the broken one, and fails. If ECS
 * rolls back by itself, the failure is not reported before ECS has begun.
 */
export function leftToEcs({ frame, request }: StepInput, decision: Decision | undefined): Decision | undefined {
  const breaker = frame.service?.deploymentConfiguration?.deploymentCircuitBreaker;
  if (decision?.kind !== 'fail' || !request?.onlyForced || !breaker?.enable || !breaker.rollback) return decision;
  return {
    kind: 'wait',
    seconds: POLL_SECONDS_BEFORE_ECS,
    because: `${decision.because}; waiting for ECS to roll back the forced deployment, which CloudFormation cannot do`,
  };
}

/**
 * Too early for an answer: the status of the stack may be older than the request. In the rollback of an update CloudFormation sends the
 * same request with the properties swapped. Only the status of the stack differs, and a FAILED answer would end in UPDATE_ROLLBACK_FAILED.
 */
export function tooEarly({ frame, request }: StepInput, decision: Decision): Decision & { readonly kind: 'wait' } | undefined {
  if (!request || decision.kind === 'wait') return undefined;
  const leftMs = STATUS_LAG_MS - request.sinceMs;
  if (!(leftMs > 0) || (decision.kind === 'succeed' && !showsOperationBefore(frame, request))) return undefined;
  return {
    kind: 'wait',
    seconds: Math.min(POLL_SECONDS_AFTER_FAILURE, Math.ceil(leftMs / 1000)),
    because: 'the status of the stack may be older than the request of CloudFormation',
    putsOff: decision.kind,
  };
}

/**
 * Between two operations CloudFormation sends neither Create nor Update. A stack that is still being created gets no Update, and no
 * deployment is complete at the moment at which it is asked for.
 */
function showsOperationBefore(frame: Frame, { kind, sinceMs }: WatchedRequest): boolean {
  const { stackStatus, resourceStatus } = frame.operation ?? {};
  if (mayPrecedeUpdate(stackStatus)) return true;
  if (!isInProgress(stackStatus)) return false;
  if (kind === 'Update' && stackStatus === 'CREATE_IN_PROGRESS') return true;
  return sinceMs === 0 && /_IN_PROGRESS$/.test(resourceStatus ?? '') && rolloutVerdict(frame) === 'completed';
}
