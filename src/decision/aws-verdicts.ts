import { mayStillBePermitted } from './late-permissions';
import { Decision, History, StepInput } from './model';
import { ABSENT_MS, BLIND_MS, ECS_VERDICT_GRACE_MS, isFailure, POLL_SECONDS_BEFORE_ECS, STATUS_LAG_MS, UNTOUCHED_MS } from './policy';
import { Diagnosis } from '../diagnosis/model';
import { ecsGaveUp, ecsHasCompleted, startedByThisOperation, watchedDeployment } from '../diagnosis/read';
import { duration } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { isCalledOff, isInProgress, touchesService } from '../facts/operation';
import { isUnknownStack, notRead, wasDenied } from '../facts/unavailable';

/** CloudFormation's own decision precedes all others. undefined: it still waits for the service. */
export function decideByStackStatus({ frame, diagnosis, now, request }: StepInput, history: History): Decision | undefined {
  if (!frame.operation?.stackStatus && notRead(frame, 'stack').some(isUnknownStack)) return succeed(NOT_IN_CLOUDFORMATION);
  const operation = frame.operation;
  const watched = Date.parse(now) - Date.parse(history.startedAt);
  if (!operation) return blind(history, now);

  const stack = operation.stackStatus;
  if (stack && !isInProgress(stack)) {
    const because = `the stack is in ${stack}, so there is no deployment left to judge`;
    return turnsBack(stack) && (request?.sinceMs ?? 0) > STATUS_LAG_MS ? { kind: 'succeed', because, unjudged: true } : succeed(because);
  }

  const resource = operation.resourceStatus;
  if (!resource) {
    return !frame.service && watched >= ABSENT_MS && !history.deploymentSeen
      ? succeed(`CloudFormation has not begun to create the service within ${duration(watched)}`) : blind(history, now);
  }
  if (!touchesService(operation)) {
    // An answer that lacks the time of the status says nothing against what earlier looks have seen.
    if (watched < UNTOUCHED_MS || history.deploymentSeen) return undefined;
    return succeed(`CloudFormation does not change the service in this stack operation (it is in ${resource})`);
  }
  if (resource.endsWith('_COMPLETE')) return succeed(`CloudFormation has completed the service (${resource})`);
  if (resource.endsWith('_SKIPPED')) return succeed(`CloudFormation leaves the service alone (${resource})`);
  if (resource.endsWith('_FAILED')) {
    // If another resource failed first, CloudFormation cancels the service, and the cause is not in the service.
    return !isCalledOff(operation.resourceStatusReason) && explainsFailure(diagnosis, frame)
      ? { kind: 'fail', because: `the service itself has failed (${resource})` }
      : succeed(`the service itself has failed (${resource}), and the diagnosis has nothing to add to CloudFormation's reason`);
  }
  return blind(history, now);
}

/** The watch ends at once: without a stack there is no operation that it could fail. */
export const NOT_IN_CLOUDFORMATION = 'this stack is not in CloudFormation; ecs-why follow CLUSTER SERVICE judges the deployment';

/**
 * The operation has failed, or is being rolled back or deleted, before the watch had a verdict. The request of a rollback shows this from
 * its beginning, or at most `STATUS_LAG_MS` later: it has nothing to judge.
 */
function turnsBack(stackStatus: string): boolean {
  return /ROLLBACK|DELETE|FAILED/.test(stackStatus);
}

/** Neither stack nor service can be read: the watch would never see an end, and the stack would wait for the whole timeout. */
function blind(history: History, now: string): Decision | undefined {
  const ms = Date.parse(now) - Date.parse(history.readableAt);
  return ms >= BLIND_MS ? succeed(`neither the stack nor the service could be read for ${duration(ms)}`) : undefined;
}

const FACTS_OF_TASKS = ['tasks', 'task definition', 'logs', 'target health'] as const;

/** ECS's own verdict on the deployment under watch. undefined: none yet. */
export function decideByEcsStatus(input: StepInput, history: History): Decision | undefined {
  const { frame } = input;
  const controller = frame.service?.deploymentController?.type;
  if (controller && controller !== 'ECS') return succeed(`deployments of this service are run by ${controller}, not by ECS`);
  if (startedByThisOperation(frame) && ecsGaveUp(frame)) return afterFailure(input, history);
  // Only if the deployment is pinned: the complete one may be the deployment before.
  return startedByThisOperation(frame) && ecsHasCompleted(frame) ? succeed('ECS has completed the deployment') : undefined;
}

function afterFailure(input: StepInput, history: History): Decision {
  const { frame, diagnosis, now } = input;
  const verdict = `ECS has given up the deployment${ecsReason(frame)}`;
  if (diagnosis.causes.some((c) => isFailure(c) && !c.symptomOnly)) return { kind: 'fail', because: verdict };
  // The cause is in the tasks. If reading them failed by chance, or their policy is new, the next look may read them. Any other missing
  // permission stays missing, and meanwhile CloudFormation sees the verdict, too.
  const ms = Date.parse(now) - Date.parse(history.ecsFailedAt ?? now);
  const isReadableSoon = frame.unavailable?.some((u) => !wasDenied(u)) || mayStillBePermitted(input, history, ...FACTS_OF_TASKS);
  if (ms < ECS_VERDICT_GRACE_MS && isReadableSoon) {
    return { kind: 'wait', seconds: POLL_SECONDS_BEFORE_ECS, because: `${verdict}; its tasks could not be read yet` };
  }
  if (explainsFailure(diagnosis, frame)) return { kind: 'fail', because: verdict };
  return succeed(`${verdict}, and no cause was found`);
}

/** A cause that can end the deployment is known. If a person ended it, a symptom is not a cause. */
export function explainsFailure({ causes }: Diagnosis, frame: Frame): boolean {
  return causes.some((cause) => isFailure(cause) && !(cause.symptomOnly && endedOtherwise(frame)));
}

/** No monitor of ECS has triggered, so a person stopped the deployment, and the symptom of a circuit breaker does not apply. */
function endedOtherwise({ serviceDeployment }: Frame): boolean {
  const monitors = [serviceDeployment?.deploymentCircuitBreaker?.status, serviceDeployment?.alarms?.status].filter((s) => s !== undefined);
  return monitors.length > 0 && monitors.every((status) => status !== 'TRIGGERED');
}

function ecsReason(frame: Frame): string {
  const { rolloutState, rolloutStateReason } = watchedDeployment(frame) ?? {};
  const rollout = rolloutState === 'FAILED' ? rolloutStateReason : undefined;
  const text = rollout ?? frame.serviceDeployment?.rollback?.reason ?? frame.serviceDeployment?.statusReason;
  return text ? `: ${text.replace(/\.$/, '')}` : '';
}

function succeed(because: string): Decision {
  return { kind: 'succeed', because };
}
