import { ServiceWatch } from './model';
import { DEFAULT_OPTIONS, WatchOptions } from '../../contract';
import { withCause } from '../../decision/no-progress';
import { step } from '../../decision/step';
import { diagnose } from '../../diagnosis/engine';
import { deploymentStart } from '../../diagnosis/read';
import { AwsApi } from '../../facts/aws/api';
import { look, Look } from '../../facts/aws/look';
import { Cache } from '../../facts/aws/reading';
import { clusterOf } from '../../facts/aws/service-arn';
import { lookAtService } from '../../facts/aws/service-look';
import { Frame } from '../../facts/model';
import { addFrame } from '../../presentation/page/timeline';
import { diagnoseEnded } from '../previous-deployment';

/** The policy of the watcher, but nobody waits for this one's answer: it watches as long as CloudFormation does (36 h, canary deployments). */
const OPTIONS: WatchOptions = { ...DEFAULT_OPTIONS, timeoutSeconds: 36 * 3600 };

/** One look at one service and what follows from it. Never throws. */
export async function lookAt(aws: AwsApi, cache: Cache, service: ServiceWatch, now: string): Promise<ServiceWatch> {
  let seen = judge(service, await once(false), now);
  // As in the stack: nothing is said to fail on a view that is seconds old or was only a glance.
  if (seen.decision?.kind === 'fail' && (seen.memory.stack?.checkedAt !== now || !seen.frame?.tasks)) seen = judge(service, await once(true), now);
  return seen;

  function once(fresh: boolean): Promise<Look> {
    return look(aws, cache, { stackId: service.stackId, serviceLogicalId: service.logicalId, now, memory: service.memory, fresh, thorough: true });
  }
}

/**
 * The service has failed, or the stack turned back, before the cause was clear: the tasks can still be read for an hour, though CloudFormation
 * has moved on. Of one that is complete, what it recovered from is to be seen; it is never said to fail.
 */
export async function lookBack(aws: AwsApi, cache: Cache, service: ServiceWatch, now: string): Promise<ServiceWatch> {
  const arn = service.memory.serviceArn ?? service.arn;
  if (!arn) return service;
  const seen = await lookAtService(aws, cache, { cluster: clusterOf(arn), service: arn, now });
  const frame = [seen.before, seen.frame].find((one) => one && isOfOperation(service, one));
  if (!frame?.tasks) return service;
  const diagnosis = (frame === seen.before ? diagnoseEnded(frame) : undefined) ?? diagnose({ ...frame, operation: { ...service.frame?.operation, ...frame.operation } });
  const [top] = diagnosis.causes;
  if (hasCompleted(service) || service.decision?.kind === 'succeed') {
    return diagnosis.status === 'healthy' ? { ...service, frame, diagnosis, unread: frame.unavailable ?? [], timeline: addFrame(service.timeline, frame) } : service;
  }
  if (!top || top.waiting) return { ...service, timeline: addFrame(service.timeline, frame) };
  return {
    ...service,
    frame,
    diagnosis,
    unread: frame.unavailable ?? [],
    timeline: addFrame(service.timeline, frame),
    failed: { at: now, causeId: top.id, diagnosis, frame, because: becauseOf(service) },
  };
}

/** Before any rollback. */
export function hasCompleted({ ended, status }: ServiceWatch): boolean {
  return /_COMPLETE$/.test(ended?.status ?? status);
}

/** CloudFormation and ECS each have their own clock. */
const CLOCK_SLACK_MS = 10_000;

/** The one that the watch has followed; otherwise one that began when CloudFormation was at work on the service, and not rolling it back. */
function isOfOperation({ memory, startedAt, ended }: ServiceWatch, frame: Frame): boolean {
  if (memory.deploymentId) return frame.operation?.deploymentId === memory.deploymentId;
  const began = deploymentStart(frame);
  return began === undefined || (began >= Date.parse(startedAt) - CLOCK_SLACK_MS && !(began > Date.parse(ended?.at ?? '')));
}

function becauseOf({ ended, status }: ServiceWatch): string {
  const last = ended?.status ?? status;
  return /_FAILED$/.test(last) ? `the service has failed (${last})` : `CloudFormation gave up while the service was in ${last}`;
}

function judge(service: ServiceWatch, { frame, memory }: Look, now: string): ServiceWatch {
  const diagnosis = diagnose(frame);
  const { decision, history } = step({ history: service.history, frame, diagnosis, now, options: OPTIONS });
  // A look that could not read the service keeps what was seen last on the screen.
  const shown = frame.service ? frame : service.frame ?? frame;
  const told = withCause(diagnosis, decision.because);
  return {
    ...service,
    memory,
    history,
    decision,
    unread: frame.unavailable ?? [],
    frame: shown,
    diagnosis: frame.service ? diagnosis : service.diagnosis ?? diagnosis,
    timeline: addFrame(service.timeline, frame),
    over: decision.kind === 'succeed' && Boolean(frame.service),
    // What was told stays as it was told, unless it turns out to be something else.
    ...(decision.kind === 'fail' && service.failed?.causeId !== told.causes[0].id
      && { failed: { at: now, causeId: told.causes[0].id, diagnosis: told, frame, because: decision.because } }),
  };
}
