import { createHash } from 'crypto';
import { isIntendedWait } from './intended-waits';
import { History, StepInput } from './model';
import { isFailure } from './policy';
import { isStatusRead } from './request';
import { tasksNotListedYet } from './unread-tasks';
import { causeEntries, CauseId } from '../contract';
import { Diagnosis } from '../diagnosis/model';
import {
  deploymentTasks, ecsGaveUp, failedTasks, hasSettled, healthyTasks, runningTasks, startedByThisOperation, taskId,
} from '../diagnosis/read';
import { shortId } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { notRead, wasDenied } from '../facts/unavailable';

/**
 * As many as the largest threshold can ask for (`failureThreshold` and `causes` go to 100, half of desired beyond): the watch stays small.
 */
const KEPT_TASKS = 250;

/** What is known after this look. */
export function remember({ history, frame, diagnosis, now, request }: StepInput): History {
  // A look that could read neither the service nor its tasks shows no progress.
  const digest = frame.service === undefined && !frame.tasks ? history.progress.digest : digestOf(frame, history.progress.digest);
  const isWaiting = isIntendedWait(frame) || diagnosis.causes.some((c) => c.traits?.endsByItself);
  const moved = isWaiting || hasMoved(history.progress.digest, digest);
  const mine = startedByThisOperation(frame);
  const healthy = history.healthy || (mine && hasHealthyTask(frame));
  const healthUnread = mine && mayBeHealthy(frame);
  const ecsFailedAt = mine && ecsGaveUp(frame) ? history.ecsFailedAt ?? now : undefined;
  const deploymentSeen = history.deploymentSeen || Boolean(frame.operation?.deploymentId);
  const statusUnread = (request?.sinceMs === 0 || history.statusUnread) && !isStatusRead(frame);
  return {
    startedAt: history.startedAt,
    failures: mine ? failures(history, frame, diagnosis) : history.failures,
    progress: { at: moved ? now : history.progress.at, digest },
    since: since(history, frame, diagnosis, now),
    readableAt: latest(history.readableAt, frame.service === undefined ? undefined : now, frame.operation?.checkedAt),
    ...(healthy && { healthy }),
    ...(healthUnread && { healthUnread }),
    ...(ecsFailedAt && { ecsFailedAt }),
    ...(deploymentSeen && { deploymentSeen }),
    ...(statusUnread && { statusUnread }),
  };
}

function latest(first: string, ...others: readonly (string | null | undefined)[]): string {
  return others.reduce<string>((last, time) => (time && Date.parse(time) > Date.parse(last) ? time : last), first);
}

/**
 * Failed tasks by cause. The cause that this frame shows of a task replaces the one of earlier frames (a log line that arrives late changes
 * it); a task that ECS no longer lists keeps its cause.
 */
function failures(history: History, frame: Frame, diagnosis: Diagnosis): History['failures'] {
  const visible = new Set((frame.tasks ?? []).map((t) => shortId(taskId(t))));
  // A task that an answer leaves without its ARN may be any of those that count already.
  const failed = new Set(failedTasks(frame).filter((t) => t.taskArn).map(taskId));
  const kept: { [id in CauseId]?: string[] } = {};
  const add = (causeId: CauseId, id: string) => {
    const ids = kept[causeId] ??= [];
    if (!ids.includes(id) && ids.length < KEPT_TASKS) ids.push(id);
  };
  for (const [causeId, ids] of causeEntries(history.failures)) ids.filter((id) => !visible.has(id)).forEach((id) => add(causeId, id));
  for (const cause of diagnosis.causes.filter(isFailure)) {
    for (const id of cause.tasks) if (failed.has(id)) add(cause.id, shortId(id));
  }
  return kept;
}

/** A look that could not read keeps what was known; otherwise a cause that is gone starts anew when it comes back. */
function since(history: History, frame: Frame, diagnosis: Diagnosis, now: string): History['since'] {
  const ids = diagnosis.causes.filter((c) => !c.waiting).map((c) => c.id);
  const isRead = frame.service?.events?.length && frame.tasks;
  const kept = isRead ? ids : [...new Set([...causeEntries(history.since).map(([id]) => id), ...ids])];
  return Object.fromEntries(kept.map((id) => [id, history.since[id] ?? now]));
}

/** If target health is denied, a task counts as healthy once it has settled (40 s), like a task without checks. */
function hasHealthyTask(frame: Frame): boolean {
  return healthyTasks(frame).length > 0 || (notRead(frame, 'target health').some(wasDenied) && hasSettledTask(frame));
}

/** Target health could not be read this time: the same, for this look only. */
function mayBeHealthy(frame: Frame): boolean {
  return notRead(frame, 'target health').length > 0 && hasSettledTask(frame);
}

function hasSettledTask(frame: Frame): boolean {
  return runningTasks(frame).some((task) => hasSettled(frame, task));
}

/**
 * Everything that moves while a deployment makes progress, in a few bytes: service, service deployment, tasks, targets. A look does not
 * read all of them, and a part that was not read has not moved. `failedTasks` is left out: another failure is no progress.
 */
function digestOf(frame: Frame, previous: string): string {
  const { service, serviceDeployment, tasks, targetHealth } = frame;
  const deployments = (service?.deployments ?? [])
    .map((d) => [d.id, d.status, d.runningCount, d.pendingCount, d.desiredCount, d.rolloutState].join(' ')).sort();
  const parts = [
    // no deployments at all: a list that is empty for once
    service !== undefined && (!service || deployments.length > 0) && [service?.status, service?.desiredCount, deployments],
    serviceDeployment && [serviceDeployment.status, serviceDeployment.lifecycleStage],
    tasks && !tasksNotListedYet(frame) && deploymentTasks(frame).map((t) => [taskId(t), t.lastStatus, t.healthStatus].join(' ')).sort(),
    targetHealth && Object.values(targetHealth)
      .flatMap((list) => list.map((t) => [t.Target?.Id, t.Target?.Port, t.TargetHealth?.State].join(' '))).sort(),
  ];
  const old = previous.split(' ');
  return parts.map((part, i) => (part ? withDigest(hash(part), old[i]) : old[i] || UNREAD)).join(' ');
}

const UNREAD = '-';
/**
 * Of each part, latest first. A read that lags behind, or a list that is empty for once, shows an earlier state again: that is no progress.
 */
const KEPT_DIGESTS = 4;

function withDigest(digest: string, previous = UNREAD): string {
  const known = previous === UNREAD ? [] : previous.split('.').filter((one) => one && one !== digest);
  return [digest, ...known].slice(0, KEPT_DIGESTS).join('.');
}

function hash(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 8);
}

/** A part that was never read before has not moved either. */
function hasMoved(previous: string, digest: string): boolean {
  const old = previous.split(' ');
  const isNew = (part: string, i: number) => part !== UNREAD && old[i] !== UNREAD && !old[i].split('.').includes(part.split('.')[0]);
  return !previous || digest.split(' ').some(isNew);
}
