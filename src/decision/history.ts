import { createHash } from 'crypto';
import { isHeld } from './held';
import { History, StepInput } from './model';
import { isOurs } from './ours';
import { ENDS_BY_ITSELF, isFailure } from './policy';
import { tasksUnseen } from './unseen';
import { Diagnosis } from '../diagnosis/model';
import { deploymentTasks, ecsGaveUp, failedTasks, hasSettled, healthyTasks, runningTasks, taskId } from '../diagnosis/read';
import { Frame } from '../facts/model';
import { notRead, wasDenied } from '../facts/unavailable';

/** As many as the largest threshold can ask for (`failureThreshold` and `causes` go to 100, half of desired beyond): the watch stays small. */
const KEPT_TASKS = 250;

/** What is known after this look. */
export function remember({ history, frame, diagnosis, now }: StepInput): History {
  // A look that could read neither the service nor its tasks tells nothing about progress.
  const digest = frame.service === undefined && !frame.tasks ? history.progress.digest : digestOf(frame, history.progress.digest);
  const held = isHeld(frame) || diagnosis.causes.some((c) => ENDS_BY_ITSELF.has(c.id));
  const moved = held || hasMoved(history.progress.digest, digest);
  const healthy = history.healthy || (isOurs(frame) && hasHealthyTask(frame));
  const healthUnread = isOurs(frame) && mayBeHealthy(frame);
  const ecsFailedAt = isOurs(frame) && ecsGaveUp(frame) ? history.ecsFailedAt ?? now : undefined;
  return {
    startedAt: history.startedAt,
    failures: isOurs(frame) ? failures(history, frame, diagnosis) : history.failures,
    progress: { at: moved ? now : history.progress.at, digest },
    since: since(history, frame, diagnosis, now),
    seenAt: latest(history.seenAt, frame.service === undefined ? undefined : now, frame.operation?.checkedAt),
    ...(healthy && { healthy }),
    ...(healthUnread && { healthUnread }),
    ...(ecsFailedAt && { ecsFailedAt }),
  };
}

function latest(first: string, ...others: readonly (string | null | undefined)[]): string {
  return others.reduce<string>((last, time) => (time && Date.parse(time) > Date.parse(last) ? time : last), first);
}

/** Tasks are told apart by their first eight digits here, as in messages. */
const short = (id: string) => id.slice(0, 8);

/**
 * Failed tasks by cause. What the frame shows of a task replaces what was thought of it before (a log line that arrives late changes the
 * cause); a task that ECS no longer lists keeps its cause.
 */
function failures(history: History, frame: Frame, diagnosis: Diagnosis): History['failures'] {
  const visible = new Set((frame.tasks ?? []).map((t) => short(taskId(t))));
  // A task that an answer leaves without its ARN may be any of those that count already.
  const failed = new Set(failedTasks(frame).filter((t) => t.taskArn).map(taskId));
  const kept: { [causeId: string]: string[] } = {};
  const add = (causeId: string, id: string) => {
    const ids = kept[causeId] ??= [];
    if (!ids.includes(id) && ids.length < KEPT_TASKS) ids.push(id);
  };
  for (const [causeId, ids] of Object.entries(history.failures)) ids.filter((id) => !visible.has(id)).forEach((id) => add(causeId, id));
  for (const cause of diagnosis.causes.filter(isFailure)) {
    for (const id of cause.tasks) if (failed.has(id)) add(cause.id, short(id));
  }
  return kept;
}

/** A look that could not read keeps what was known; otherwise a cause that is gone starts anew when it comes back. */
function since(history: History, frame: Frame, diagnosis: Diagnosis, now: string): History['since'] {
  const ids = diagnosis.causes.filter((c) => !c.waiting).map((c) => c.id);
  const isRead = frame.service?.events?.length && frame.tasks;
  const kept = isRead ? ids : [...new Set([...Object.keys(history.since), ...ids])];
  return Object.fromEntries(kept.map((id) => [id, history.since[id] ?? now]));
}

/** Whoever may never read the health of targets must not be less patient: then a task counts that has run for as long as one without checks must. */
function hasHealthyTask(frame: Frame): boolean {
  return healthyTasks(frame).length > 0 || (notRead(frame, 'target health').some(wasDenied) && settled(frame));
}

/** Could not be read this time: the same, for this look. */
function mayBeHealthy(frame: Frame): boolean {
  return notRead(frame, 'target health').length > 0 && settled(frame);
}

function settled(frame: Frame): boolean {
  return runningTasks(frame).some((task) => hasSettled(frame, task));
}

/**
 * Everything that moves when a deployment gets on, in a few bytes: service, service deployment, tasks, targets. Not each of them is read
 * at every look; what was not read has not moved. `failedTasks` is left out: to fail once more is no progress.
 */
function digestOf(frame: Frame, before: string): string {
  const { service, serviceDeployment, tasks, targetHealth } = frame;
  const deployments = (service?.deployments ?? [])
    .map((d) => [d.id, d.status, d.runningCount, d.pendingCount, d.desiredCount, d.rolloutState].join(' ')).sort();
  const parts = [
    // no deployments at all: a list that is empty for once
    service !== undefined && (!service || deployments.length > 0) && [service?.status, service?.desiredCount, deployments],
    serviceDeployment && [serviceDeployment.status, serviceDeployment.lifecycleStage],
    tasks && !tasksUnseen(frame) && deploymentTasks(frame).map((t) => [taskId(t), t.lastStatus, t.healthStatus].join(' ')).sort(),
    targetHealth && Object.values(targetHealth)
      .flatMap((list) => list.map((t) => [t.Target?.Id, t.Target?.Port, t.TargetHealth?.State].join(' '))).sort(),
  ];
  const old = before.split(' ');
  return parts.map((part, i) => (part ? seen(hash(part), old[i]) : old[i] || UNREAD)).join(' ');
}

const UNREAD = '-';
/** Latest first, of each part. A read that lags behind, or a list that is empty for once, goes back to what was: that is no progress. */
const KEPT_DIGESTS = 4;

function seen(digest: string, before = UNREAD): string {
  const known = before === UNREAD ? [] : before.split('.').filter((one) => one && one !== digest);
  return [digest, ...known].slice(0, KEPT_DIGESTS).join('.');
}

function hash(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 8);
}

/** A part that was never read before has not moved either. */
function hasMoved(before: string, after: string): boolean {
  const old = before.split(' ');
  return !before || after.split(' ').some((part, i) => part !== UNREAD && old[i] !== UNREAD && !old[i].split('.').includes(part.split('.')[0]));
}
