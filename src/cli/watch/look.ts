import { WatchedServiceState } from './model';
import { DEFAULT_OPTIONS, WatchOptions } from '../../contract';
import { withCause } from '../../decision/cause-of-decision';
import { Observation, observe } from '../../decision/observe';
import { WATCH_WITHOUT_ANSWER_SECONDS } from '../../decision/policy';
import { diagnose } from '../../diagnosis/engine';
import { deploymentStart } from '../../diagnosis/read';
import { AwsApi } from '../../facts/aws/api';
import { look } from '../../facts/aws/look';
import { Memory } from '../../facts/aws/memory';
import { Cache } from '../../facts/aws/reading';
import { clusterOf } from '../../facts/aws/service-arn';
import { lookAtService, ServiceApi } from '../../facts/aws/service-look';
import { Frame } from '../../facts/model';
import { earliestDeploymentMs, isInProgress } from '../../facts/operation';
import { addFrame } from '../../presentation/page/timeline';
import { diagnoseEnded } from '../previous-deployment';

/** The policy of the watcher, but no answer is awaited. */
const OPTIONS: WatchOptions = { ...DEFAULT_OPTIONS, timeoutSeconds: WATCH_WITHOUT_ANSWER_SECONDS };

/** One look at one service and what follows from it. Never throws. */
export async function lookAt(aws: AwsApi, cache: Cache, service: WatchedServiceState, now: string): Promise<WatchedServiceState> {
  const { stackId, logicalId: serviceLogicalId, cluster, history } = service;
  const observation = await observe({ history, now, options: OPTIONS }, service.memory, {
    look: (more) => look(aws, cache, { stackId, serviceLogicalId, cluster, now, thorough: true, ...more }),
    diagnose,
  });
  return withObservation(service, observation, now);
}

/**
 * A last look after the service has failed, or after the stack has begun to roll back, if no cause was found before: ECS keeps stopped
 * tasks for an hour. If the deployment has completed, the look shows the failures from which it recovered, and reports none.
 */
export async function lastLook(aws: ServiceApi, cache: Cache, service: WatchedServiceState, now: string): Promise<WatchedServiceState> {
  const arn = service.memory.serviceArn ?? service.arn;
  if (!arn) return service;
  const seen = await lookAtService(aws, cache, { cluster: clusterOf(arn, service.cluster), service: arn, now });
  const frame = [seen.previousDeployment, seen.frame].find((one) => one && isOfOperation(service, one));
  if (!frame?.tasks) return service;
  const ended = frame === seen.previousDeployment ? diagnoseEnded(frame) : undefined;
  const diagnosis = ended ?? diagnose({ ...frame, operation: { ...service.frame?.operation, ...frame.operation } });
  const [top] = diagnosis.causes;
  const known = { frame, diagnosis, unread: frame.unavailable ?? [], timeline: addFrame(service.timeline, frame) };
  if (hasCompleted(service) || service.decision?.kind === 'succeed') {
    return diagnosis.status === 'healthy' ? { ...service, ...known } : service;
  }
  if (!top || top.waiting) return { ...service, timeline: known.timeline };
  return {
    ...service,
    ...known,
    failed: { at: now, causeId: top.id, diagnosis, frame, because: becauseOf(service) },
  };
}

/** CloudFormation has completed the service, before any rollback. */
export function hasCompleted({ ended, status }: WatchedServiceState): boolean {
  return /_COMPLETE$/.test(ended?.status ?? status);
}

/**
 * The deployment that the watch has followed. If it has followed none: one that began while CloudFormation worked on the service, before a
 * rollback.
 */
function isOfOperation({ memory, startedAt, ended }: WatchedServiceState, frame: Frame): boolean {
  if (memory.deploymentId) return frame.operation?.deploymentId === memory.deploymentId;
  const began = deploymentStart(frame);
  return began === undefined || (began >= earliestDeploymentMs(startedAt) && !(began > Date.parse(ended?.at ?? '')));
}

function becauseOf({ ended, status }: WatchedServiceState): string {
  const last = ended?.status ?? status;
  return /_FAILED$/.test(last) ? `the service has failed (${last})` : `CloudFormation gave up while the service was in ${last}`;
}

function withObservation(service: WatchedServiceState, observation: Observation<Memory>, now: string): WatchedServiceState {
  const { frame, memory, diagnosis, decision, history } = observation;
  // A look that could not read the service keeps the last one that could on the screen.
  const shown = frame.service ? frame : service.frame ?? frame;
  const reported = withCause(diagnosis, decision.because);
  const { stackStatus } = frame.operation ?? {};
  // A stack that rolls back may still show the cause: the tasks are looked at once more (`lastLook`).
  const rollsBack = Boolean(stackStatus) && !isInProgress(stackStatus);
  return {
    ...service,
    memory,
    history,
    decision,
    unread: frame.unavailable ?? [],
    frame: shown,
    diagnosis: frame.service ? diagnosis : service.diagnosis ?? diagnosis,
    timeline: addFrame(service.timeline, frame),
    over: decision.kind === 'succeed' && Boolean(frame.service) && !rollsBack,
    // A diagnosis stays as it was reported, unless the cause turns out to be another one.
    ...(decision.kind === 'fail' && service.failed?.causeId !== reported.causes[0].id
      && { failed: { at: now, causeId: reported.causes[0].id, diagnosis: reported, frame, because: decision.because } }),
  };
}
