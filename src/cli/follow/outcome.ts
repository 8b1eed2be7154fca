import { isComplete } from './complete';
import { Asked, Ending, Followed, Until } from './model';
import { hookText } from './phases';
import { hasItsTasks } from '../../decision/intended-waits';
import { Decision } from '../../decision/model';
import { ecsGaveUp, isRolling, waitingHook, watchedDeployment } from '../../diagnosis/read';
import { count, taskDefinitionName, time } from '../../diagnosis/text';
import { Deployment, Frame, Service } from '../../facts/model';
import { replacedSince } from '../../facts/replaced';
import { isOlderRevision, originOf, wordsOfFailure, wordsOfRollback } from '../../facts/rollback';
import { notRead, wasDenied } from '../../facts/unavailable';
import { faultOf, isFatal, passes } from '../aws/faults';
import { EXIT } from '../exit';

export type Judged = Omit<Ending, 'at'>;

interface Limits {
  readonly until: Until;
  /** The time of `--timeout` is over. */
  readonly isLate: boolean;
  /** An earlier look, some seconds ago, has shown, too, that the service is gone. */
  readonly isGoneAgain: boolean;
  /** An earlier look, some seconds ago, has shown, too, that the same deployment has taken its place. */
  readonly isReplacedAgain: boolean;
  /** An earlier look, some seconds ago, has shown, too, that the deployment is stopped. */
  readonly isStoppedAgain: boolean;
  /** ARN of the task definition that it deploys, as an earlier look has shown it. */
  readonly revision?: string;
  /** When it was created, as an earlier look has shown it, ISO 8601. */
  readonly createdAt?: string;
}

/** How it ended, by one look and the decision of the watcher's policy about it. undefined: it goes on. Pure. */
export function judge(frame: Frame, decision: Decision, limits: Limits): Judged | undefined {
  const { until, isLate, isGoneAgain } = limits;
  // Whatever ECS has said of its deployment: nothing of it runs. One answer can be that of a moment.
  const gone = deleted(frame);
  if (gone) return isGoneAgain || isLate ? gone : undefined;
  const isCompleted = isComplete(frame);
  const unstable = isCompleted && until === 'stable' ? whyUnstable(frame) : undefined;
  if (isCompleted && unstable === undefined) return { outcome: until === 'stable' ? 'stable' : 'deployed', because: '' };
  const taken = unstable === undefined ? undefined : replacedForGood(frame, limits);
  if (taken) return taken;
  const ended = otherController(frame) ?? whenPaused(frame, until) ?? replaced(frame, limits);
  if (ended) return ended;
  // For ECS and for the policy such a deployment is over. Of a service that is not readable nobody sees when it is stable.
  if (unstable === undefined || decision.kind === 'fail' || isUnreadable(frame)) return byDecision(frame, decision, limits);
  return isLate ? { outcome: 'timed-out', because: unstable } : undefined;
}

/**
 * The condition of `aws ecs wait services-stable`: one deployment, and as many running tasks as are desired. With strategies other than a
 * rolling update ECS may list no deployment with the service: then the counts of the service decide. undefined: it is stable.
 */
function whyUnstable({ service, operation }: Frame): string | undefined {
  if (!service) return 'the service could not be read';
  const { deployments = [], currentServiceDeployment } = service;
  const newer = replacedSince(service, operation?.deploymentId ?? undefined);
  if (newer) return `a newer deployment is in progress or complete: ${nameOf(newer)}`;
  if (deployments.length > 1) return 'an older deployment still has tasks';
  // ECS names a service deployment here only while it runs.
  if (!deployments.length && currentServiceDeployment) return 'a service deployment still runs';
  const counts = deployments[0] ?? service;
  if (hasItsTasks(counts)) return undefined;
  const { runningCount = 0, desiredCount = 0 } = counts;
  return `${runningCount} of ${count(desiredCount, 'task')} ${runningCount === 1 ? 'runs' : 'run'}`;
}

function isUnreadable(frame: Frame): boolean {
  const failed = notRead(frame, 'service');
  return frame.service === undefined && failed.length > 0 && failed.every(wasDenied);
}

/** CODE_DEPLOY and EXTERNAL deployments have no verdict of ECS. */
export function otherController({ service }: Frame): Judged | undefined {
  const controller = service?.deploymentController?.type;
  if (!controller || controller === 'ECS') return undefined;
  const because = `its deployments are run by ${controller}, not by ECS: ecs-why CLUSTER SERVICE explains its tasks`;
  return { outcome: 'not-read', because };
}

function whenPaused(frame: Frame, until: Until): Judged | undefined {
  if (until !== 'paused' || waitingHook(frame)?.status !== 'AWAITING_ACTION') return undefined;
  return { outcome: 'paused', because: hookText(frame) ?? '' };
}

/**
 * Another deployment is PRIMARY now: a newer one, or the one of a rollback. The service deployment shows which. Where it could not be read,
 * a rolling update shows it by what ECS says, or by its revision.
 */
function replaced(frame: Frame, { revision, createdAt, isLate, isReplacedAgain }: Limits): Judged | undefined {
  const { service } = frame;
  const other = replacedSince(service, frame.operation?.deploymentId ?? undefined);
  if (!service || !other || ecsGaveUp(frame)) return undefined;
  const name = nameOf(other);
  const superseded: Judged = { outcome: 'superseded', because: `${name} has taken its place` };
  const { status } = frame.serviceDeployment ?? {};
  if (status) return /^STOP/.test(status) ? superseded : undefined;
  const mine = watchedDeployment(frame);
  if (!isRolling(service) || !isNewer(other.createdAt, mine?.createdAt ?? createdAt)) return undefined;
  const said = wordsOfFailure(service, mine?.id) ?? wordsOfRollback(service, other);
  if (said !== undefined) return { outcome: 'failed', because: `ECS has given it up: ${said}` };
  const faults = notRead(frame, 'service deployment', 'service deployments').map(faultOf);
  if (faults.some(passes) && !isLate) return undefined;
  const taskDefinition = mine?.taskDefinition ?? revision;
  // What follows is guessed from the service alone, and one answer can be that of a moment before.
  if (faults.length && !isReplacedAgain && !isLate) return undefined;
  // An older revision, or the same one, can be that of a rollback, or one that a person has deployed.
  const isUnclear = faults.length > 0 && (taskDefinition === undefined || taskDefinition === other.taskDefinition
    || (isOlderRevision(other, { taskDefinition }) && originOf(service).kind !== 'deployed'));
  if (!isUnclear) return superseded;
  const { outcome, because } = unread(frame, faults[0].line);
  return { outcome, because: `${superseded.because}, by a rollback of ECS or by a newer deployment: ${because}` };
}

/** A deployment that is complete, and whose service never gets stable with it. */
function replacedForGood(frame: Frame, { createdAt, isReplacedAgain }: Limits): Judged | undefined {
  const other = replacedSince(frame.service, frame.operation?.deploymentId ?? undefined);
  const mine = watchedDeployment(frame)?.createdAt ?? createdAt;
  if (!other || !isReplacedAgain || !isNewer(other.createdAt, mine)) return undefined;
  return { outcome: 'superseded', because: `${nameOf(other)} has taken its place` };
}

function nameOf({ id, taskDefinition }: Deployment): string {
  const revision = taskDefinitionName(taskDefinition);
  return [id ?? 'another deployment', ...revision ? [`(${revision})`] : []].join(' ');
}

/** ECS does not list a deployment any more that another one has replaced for long. */
function isNewer(other: string | undefined, mine: string | undefined): boolean {
  return (time(other) ?? 0) > (time(mine) ?? 0);
}

/** undefined: it is there. */
export function deletionText({ status }: Service): string | undefined {
  if (status === 'DRAINING') return 'the service is being deleted';
  return status === 'INACTIVE' ? 'the service was deleted' : undefined;
}

export function deleted(frame: Frame): Judged | undefined {
  const { service } = frame;
  // Its deployment was seen in it before. ECS deletes no cluster that still has services (API Reference, DeleteCluster).
  if (notRead(frame, 'service').some(({ error }) => error === 'ClusterNotFoundException')) {
    return { outcome: 'failed', because: 'the cluster does not exist any more' };
  }
  if (service === null) return { outcome: 'failed', because: 'the service does not exist any more' };
  const because = service && deletionText(service);
  return because === undefined ? undefined : { outcome: 'failed', because };
}

function byDecision(frame: Frame, decision: Decision, { isStoppedAgain, isLate }: Limits): Judged | undefined {
  const { because } = decision;
  if (decision.kind === 'fail') return { outcome: 'failed', because };
  // The service may be as it was a moment before: then the newer deployment is not in it yet.
  const isSeen = frame.service !== undefined || isUnreadable(frame);
  const isSure = (isStoppedAgain && isSeen) || isLate || BY_REQUEST.test(reasonOf(frame));
  if (isStopped(frame) && isSure) return { outcome: 'failed', because: `it was stopped${reasonOf(frame)}` };
  if (decision.kind === 'wait') return undefined;
  if (ecsGaveUp(frame)) return { outcome: 'failed', because };
  if (decision.unjudged && frame.service !== undefined) return { outcome: 'timed-out', because };
  return unread(frame, because);
}

/** `Stopped by request.`: not in favour of a newer deployment. */
const BY_REQUEST = /\brequest/i;

/** Without a monitor that triggered, and without a newer deployment, STOPPED is the end that a person has asked for. */
export function isStopped({ serviceDeployment }: Frame): boolean {
  return serviceDeployment?.status === 'STOPPED';
}

/** Too little could be read for a verdict. */
export function unread({ unavailable }: Frame, because: string): Judged {
  const faults = (unavailable ?? []).map(faultOf);
  const fatal = faults.find(isFatal);
  return { outcome: fatal ? 'denied' : 'not-read', because: fatal?.line ?? faults[0]?.line ?? because };
}

/** A failure that ECS has not ended itself: `--on-failure` may. */
export function ecsGoesOn(frame: Frame): boolean {
  const status = frame.serviceDeployment?.status;
  return !ecsGaveUp(frame) && (status === undefined || status === 'PENDING' || status === 'IN_PROGRESS');
}

/** How ECS ended the deployment that it was asked to stop or to roll back; undefined: not yet. */
export function endedByRequest({ serviceDeployment }: Frame, what: Asked['what']): Judged | undefined {
  const status = serviceDeployment?.status;
  // It runs, whatever the diagnosis was: the exit code is that of what ECS did.
  if (status === 'SUCCESSFUL') {
    const action = what === 'stop' ? 'stop' : 'rollback';
    return { outcome: 'deployed', because: `the ${action} came too late: ECS has completed the deployment` };
  }
  if (!ENDED.has(status)) return undefined;
  return { outcome: 'failed', because: `ECS ended the deployment: ${status}${reasonOf({ serviceDeployment })}` };
}

const ENDED: ReadonlySet<string | undefined> = new Set(['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED']);

/** What ECS says about the state of the deployment, such as `Stopped by request.` */
function reasonOf({ serviceDeployment }: Pick<Frame, 'serviceDeployment'>): string {
  const { statusReason } = serviceDeployment ?? {};
  return statusReason ? `: ${statusReason}` : '';
}

const CODES: { readonly [outcome in Ending['outcome']]: number } = {
  'deployed': EXIT.ok,
  'stable': EXIT.ok,
  'paused': EXIT.ok,
  'failed': EXIT.failed,
  'denied': EXIT.credentials,
  'not-read': EXIT.couldNotLook,
  'timed-out': EXIT.timedOut,
  'none': EXIT.notFound,
  'superseded': EXIT.superseded,
};

/** Of several services, the first of these that applies to one of them is the exit code. */
const WORST_FIRST: readonly Ending['outcome'][] = ['failed', 'denied', 'not-read', 'timed-out', 'none', 'superseded'];

export function exitCodeOf(services: Iterable<Pick<Followed, 'ending'>>): number {
  const outcomes = new Set([...services].map(({ ending }) => ending?.outcome));
  const worst = WORST_FIRST.find((outcome) => outcomes.has(outcome));
  return worst ? CODES[worst] : EXIT.ok;
}

/** Of several services that have all got as far as `--until` asks, the least that each of them has reached. */
export function reachedBy(services: readonly Pick<Followed, 'ending'>[]): 'deployed' | 'stable' | 'paused' {
  const outcomes = new Set(services.map(({ ending }) => ending?.outcome));
  return REACHED.find((outcome) => outcomes.has(outcome)) ?? 'deployed';
}

const REACHED = ['paused', 'deployed', 'stable'] as const;
