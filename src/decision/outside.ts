import { Decision, History, StepInput } from './model';
import { isOurs } from './ours';
import { ABSENT_MS, BLIND_MS, ECS_VERDICT_GRACE_MS, isFailure, POLL_SECONDS_BEFORE_ECS, UNTOUCHED_MS } from './policy';
import { ecsGaveUp, watchedDeployment } from '../diagnosis/read';
import { duration } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { isInProgress, touchesService } from '../facts/operation';
import { wasDenied } from '../facts/unavailable';

/** What CloudFormation has decided goes before anything that we could find out; undefined: it still waits for the service. */
export function cloudFormationSays({ frame, diagnosis, now }: StepInput, history: History): Decision | undefined {
  const operation = frame.operation;
  const watched = Date.parse(now) - Date.parse(history.startedAt);
  if (!operation) return blind(history, now);

  const stack = operation.stackStatus;
  if (stack && !isInProgress(stack)) return succeed(`the stack is in ${stack}, there is no deployment to judge any more`);

  const resource = operation.resourceStatus;
  if (!resource) {
    return !frame.service && watched >= ABSENT_MS
      ? succeed(`CloudFormation has not begun to create the service within ${duration(watched)}`) : blind(history, now);
  }
  if (!touchesService(operation)) {
    return watched >= UNTOUCHED_MS ? succeed(`CloudFormation does not change the service in this stack operation (it is in ${resource})`) : undefined;
  }
  if (/_COMPLETE$/.test(resource)) return succeed(`CloudFormation has completed the service (${resource})`);
  if (/_SKIPPED$/.test(resource)) return succeed(`CloudFormation leaves the service alone (${resource})`);
  if (/_FAILED$/.test(resource)) {
    // Another resource failed first and CloudFormation has called the service off: its cause is elsewhere.
    const calledOff = /cancell?ed/i.test(operation.resourceStatusReason ?? '');
    return !calledOff && diagnosis.causes.some(isFailure)
      ? { kind: 'fail', because: `the service itself has failed (${resource})` }
      : succeed(`the service itself has failed (${resource}), and there is nothing to add to what CloudFormation says`);
  }
  return blind(history, now);
}

/** Neither side readable: no verdict can ever be seen, so the stack would wait for the whole timeout after a healthy deployment. */
function blind(history: History, now: string): Decision | undefined {
  const ms = Date.parse(now) - Date.parse(history.seenAt);
  return ms >= BLIND_MS ? succeed(`neither the stack nor the service could be read for ${duration(ms)}`) : undefined;
}

/** ECS's own verdict on the deployment under watch; undefined: none yet. */
export function ecsSays({ frame, diagnosis, now }: StepInput, history: History): Decision | undefined {
  const controller = frame.service?.deploymentController?.type;
  if (controller && controller !== 'ECS') return succeed(`deployments of this service are run by ${controller}, not by ECS`);

  if (isOurs(frame) && ecsGaveUp(frame)) {
    const said = ecsReason(frame);
    if (diagnosis.causes.some((c) => isFailure(c) && !c.symptomOnly)) return { kind: 'fail', because: `ECS has given the deployment up${said}` };
    // The tasks hold the cause; when they could not be read this time, the next look may. Not so what is denied: by then CloudFormation has seen ECS's verdict, too.
    const ms = Date.parse(now) - Date.parse(history.ecsFailedAt ?? now);
    if (ms < ECS_VERDICT_GRACE_MS && frame.unavailable?.some((u) => !wasDenied(u))) {
      return { kind: 'wait', seconds: POLL_SECONDS_BEFORE_ECS, because: `ECS has given the deployment up${said}; the tasks could not be read yet` };
    }
    if (diagnosis.causes.some(isFailure) && !endedOtherwise(frame)) return { kind: 'fail', because: `ECS has given the deployment up${said}` };
    return succeed(`ECS has given the deployment up${said}, and nothing more than that could be found out`);
  }
  return isOurs(frame) && isComplete(frame) ? succeed('ECS has completed the deployment') : undefined;
}

/** ECS says that no monitor of its own has triggered: somebody stopped the deployment, and the symptom of a circuit breaker is none. */
function endedOtherwise({ serviceDeployment }: Frame): boolean {
  const monitors = [serviceDeployment?.deploymentCircuitBreaker?.status, serviceDeployment?.alarms?.status].filter((s) => s !== undefined);
  return monitors.length > 0 && monitors.every((status) => status !== 'TRIGGERED');
}

/** With a pinned deployment only: without one, what is complete may be the deployment before. */
function isComplete(frame: Frame): boolean {
  if (frame.operation && !frame.operation.deploymentId) return false;
  return frame.serviceDeployment?.status === 'SUCCESSFUL' || watchedDeployment(frame)?.rolloutState === 'COMPLETED';
}

function ecsReason(frame: Frame): string {
  const rollout = watchedDeployment(frame)?.rolloutState === 'FAILED' ? watchedDeployment(frame)?.rolloutStateReason : undefined;
  const text = rollout ?? frame.serviceDeployment?.rollback?.reason ?? frame.serviceDeployment?.statusReason;
  return text ? `: ${text.replace(/\.$/, '')}` : '';
}

function succeed(because: string): Decision {
  return { kind: 'succeed', because };
}
