import { Ending, Followed, Until } from './model';
import { hookText } from './phases';
import { hasItsTasks } from '../../decision/intended-waits';
import { Decision } from '../../decision/model';
import { ecsGaveUp, isRolling, rolloutVerdict, waitingHook, watchedDeployment } from '../../diagnosis/read';
import { count, taskDefinitionName, time } from '../../diagnosis/text';
import { Frame } from '../../facts/model';
import { replacedSince } from '../../facts/replaced';
import { notRead, wasDenied } from '../../facts/unavailable';
import { faultOf, isFatal } from '../aws/faults';
import { EXIT } from '../exit';

export type Judged = Omit<Ending, 'at'>;

interface Limits {
  readonly until: Until;
  /** The time of `--timeout` is over. */
  readonly isLate: boolean;
}

/** How it ended, by one look and the decision of the watcher's policy about it. undefined: it goes on. Pure. */
export function judge(frame: Frame, decision: Decision, { until, isLate }: Limits): Judged | undefined {
  const isCompleted = rolloutVerdict(frame) === 'completed';
  const unstable = isCompleted && until === 'stable' ? whyUnstable(frame) : undefined;
  if (isCompleted && unstable === undefined) return { outcome: until === 'stable' ? 'stable' : 'deployed', because: '' };
  const ended = otherController(frame) ?? whenPaused(frame, until) ?? superseded(frame) ?? deleted(frame);
  if (ended) return ended;
  // For ECS and for the policy such a deployment is over. Of a service that is not readable nobody sees when it is stable.
  if (unstable === undefined || decision.kind === 'fail' || isUnreadable(frame)) return byDecision(frame, decision);
  return isLate ? { outcome: 'timed-out', because: unstable } : undefined;
}

/** The condition of `aws ecs wait services-stable`: one deployment, and as many running tasks as are desired. undefined: it is stable. */
function whyUnstable({ service }: Frame): string | undefined {
  const { deployments = [] } = service ?? {};
  const [only] = deployments;
  if (!only) return 'the service could not be read';
  if (deployments.length > 1) return 'an older deployment still has tasks';
  if (hasItsTasks(only)) return undefined;
  const { runningCount = 0, desiredCount = 0 } = only;
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
 * Another deployment is PRIMARY now, and ECS did not give this one up. Where the service deployment could not be read, a rolling update
 * shows it: one that ECS gives up is FAILED.
 */
function superseded(frame: Frame): Judged | undefined {
  const other = replacedSince(frame.service, frame.operation?.deploymentId ?? undefined);
  if (!other || ecsGaveUp(frame)) return undefined;
  const { status } = frame.serviceDeployment ?? {};
  const isReplaced = isRolling(frame.service) && isNewer(other.createdAt, watchedDeployment(frame)?.createdAt);
  const isStopped = status ? /^STOP/.test(status) : isReplaced;
  if (!isStopped) return undefined;
  const revision = taskDefinitionName(other.taskDefinition);
  const name = [other.id ?? 'another deployment', ...revision ? [`(${revision})`] : []].join(' ');
  return { outcome: 'superseded', because: `${name} has taken its place` };
}

/** ECS does not list a deployment any more that another one has replaced for long. */
function isNewer(other: string | undefined, mine: string | undefined): boolean {
  return (time(other) ?? 0) > (time(mine) ?? 0);
}

function deleted(frame: Frame): Judged | undefined {
  const { service } = frame;
  // Its deployment was seen in it before. ECS deletes no cluster that still has services (API Reference, DeleteCluster).
  if (notRead(frame, 'service').some(({ error }) => error === 'ClusterNotFoundException')) {
    return { outcome: 'failed', because: 'the cluster does not exist any more' };
  }
  if (service === null) return { outcome: 'failed', because: 'the service does not exist any more' };
  const { status } = service ?? {};
  if (status !== 'DRAINING' && status !== 'INACTIVE') return undefined;
  return { outcome: 'failed', because: status === 'DRAINING' ? 'the service is being deleted' : 'the service was deleted' };
}

function byDecision(frame: Frame, decision: Decision): Judged | undefined {
  const { because } = decision;
  if (decision.kind === 'fail') return { outcome: 'failed', because };
  if (isStoppedByPerson(frame)) return { outcome: 'failed', because: `it was stopped${reasonOf(frame)}` };
  if (decision.kind === 'wait') return undefined;
  if (ecsGaveUp(frame)) return { outcome: 'failed', because };
  if (decision.unjudged && frame.service !== undefined) return { outcome: 'timed-out', because };
  return unread(frame, because);
}

/** Without a monitor that triggered, and without a newer deployment, STOPPED is the end that a person has asked for. */
function isStoppedByPerson({ serviceDeployment }: Frame): boolean {
  return serviceDeployment?.status === 'STOPPED';
}

/** Too little could be read for a verdict. */
function unread({ unavailable }: Frame, because: string): Judged {
  const faults = (unavailable ?? []).map(faultOf);
  const fatal = faults.find(isFatal);
  return { outcome: fatal ? 'denied' : 'not-read', because: fatal?.line ?? faults[0]?.line ?? because };
}

/** A failure that ECS has not ended itself: `--on-failure` may. */
export function ecsGoesOn(frame: Frame): boolean {
  const status = frame.serviceDeployment?.status;
  return !ecsGaveUp(frame) && (status === undefined || status === 'PENDING' || status === 'IN_PROGRESS');
}

const ENDED: ReadonlySet<string | undefined> = new Set(['STOPPED', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED', 'SUCCESSFUL']);

/** How ECS ended the deployment that it was asked to stop; undefined: not yet. */
export function endedByRequest({ serviceDeployment }: Frame): string | undefined {
  const status = serviceDeployment?.status;
  if (!ENDED.has(status)) return undefined;
  return `ECS ended the deployment: ${status}${reasonOf({ serviceDeployment })}`;
}

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
