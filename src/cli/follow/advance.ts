import { isComplete } from './complete';
import { awaitsFacts, isSettled } from './late-logs';
import { Asked, Ending, FollowNews, Followed, OnFailure, Until } from './model';
import { deleted, ecsGoesOn, endedByRequest, isStopped, judge, Judged, unread } from './outcome';
import { hookText, newPhases } from './phases';
import { GOOD, shortName } from './text';
import { withCause } from '../../decision/cause-of-decision';
import { newHistory } from '../../decision/model';
import { Observation } from '../../decision/observe';
import { BLIND_MS } from '../../decision/policy';
import { Diagnosis } from '../../diagnosis/model';
import { watchedDeployment } from '../../diagnosis/read';
import { Memory } from '../../facts/aws/memory';
import { Frame } from '../../facts/model';
import { replacedSince } from '../../facts/replaced';
import { notRead } from '../../facts/unavailable';
import { addFrame, NO_TIMELINE } from '../../presentation/page/timeline';
import { stopKeys } from '../watch/service-text';

export interface Rules {
  readonly until: Until;
  readonly onFailure: OnFailure;
  /** Seconds from the first look that finds the deployment until it is given up. */
  readonly timeout: number;
}

export interface Advanced {
  readonly followed: Followed;
  readonly news: readonly FollowNews[];
}

/** A service that is not looked at yet. `now`: ISO 8601. */
export function newlyFollowed({ cluster, service }: Pick<Followed, 'cluster' | 'service'>, now: string): Followed {
  return {
    cluster, service, startedAt: now, memory: {}, history: newHistory(now), unread: [], phases: [], timeline: NO_TIMELINE,
  };
}

/** The service after a look that found its deployment, and what is news about it. Pure: the same looks give the same news. */
export function advance(before: Followed, observation: Observation<Memory>, now: string, rules: Rules): Advanced {
  const { frame, diagnosis, decision, memory, history } = observation;
  // A look that could not read the service leaves the last one that could in the view.
  const isRead = Boolean(frame.service ?? frame.tasks);
  const looked: Followed = {
    ...before,
    memory,
    history,
    decision,
    unread: frame.unavailable ?? [],
    unreadSince: before.asked?.taken && isEndUnread(frame) ? before.unreadSince ?? now : undefined,
    goneSince: lastSeenGone(before, frame, now),
    stoppedSince: lastSeenStopped(before, frame, now),
    revision: watchedDeployment(frame)?.taskDefinition ?? before.revision,
    createdAt: watchedDeployment(frame)?.createdAt ?? before.createdAt,
    replacedBy: lastSeenReplaced(before.replacedBy, frame, now),
    frame: isRead ? frame : before.frame ?? frame,
    diagnosis: isRead ? diagnosis : before.diagnosis ?? diagnosis,
    timeline: addFrame(before.timeline, frame),
  };
  const phased = isRead ? withPhases(looked, now) : { followed: looked, news: [] };
  const failed = withFailure(phased.followed, observation, now);
  const { followed, news } = withEnding(failed.followed, observation, now, rules);
  return { followed, news: [...phased.news, ...stops(before, followed, now), ...failed.news, ...news] };
}

function withPhases(before: Followed, now: string): Advanced {
  const { frame } = before;
  if (!frame) return { followed: before, news: [] };
  // What a deployment still reaches that ECS was asked to end is no news, unless ECS has completed it.
  const reached = before.asked && before.failed && !isComplete(frame) ? [] : newPhases(frame, before.phases);
  const waiting = hookText(frame);
  const followed: Followed = { ...before, phases: [...before.phases, ...reached.map(({ phase }) => phase)], waiting };
  const news = reached.map(({ phase, text }): FollowNews => ({ kind: 'phase', at: now, service: followed, phase, text }));
  if (waiting && waiting !== before.waiting) news.push({ kind: 'wait', at: now, service: followed, text: waiting });
  return { followed, news };
}

/** Tasks stopped in a way that no earlier look showed. */
function stops({ frame: before }: Followed, service: Followed, now: string): readonly FollowNews[] {
  const known = new Set(before ? stopKeys(before) : []);
  const isNew = service.frame && stopKeys(service.frame).some((key) => !known.has(key));
  return isNew ? [{ kind: 'service', at: now, service }] : [];
}

/** A diagnosis stays as it was reported, unless the cause turns out to be another one, or its log or other facts are read only after it. */
function withFailure(before: Followed, { frame, diagnosis, decision }: Observation<Memory>, now: string): Advanced {
  if (decision.kind !== 'fail') return retracted(before, { frame, diagnosis }, decision.because, now);
  const reported = withCause(diagnosis, decision.because, decision.release);
  const causeId = reported.causes[0].id;
  const isSame = before.failed?.causeId === causeId;
  const isLogNew = before.log === 'awaited' && isSettled(frame, reported);
  if (isSame && !isLogNew) return { followed: before, news: [] };
  const isEarly = awaitsFacts(frame, reported) && !before.failed;
  const told = isLogNew ? 'read' : before.log;
  const log = isEarly ? 'awaited' : told;
  const at = isLogNew && before.failed ? before.failed.at : now;
  const followed: Followed = { ...before, log, failed: { at, causeId, diagnosis: reported, frame, because: decision.because } };
  const isTold = isSame && before.failed !== undefined && !saysMore(reported, before.failed.diagnosis);
  return { followed, news: isTold ? [] : [{ kind: 'diagnosis', at: now, service: followed }] };
}

function saysMore({ log, summary }: Diagnosis, before: Diagnosis): boolean {
  return Boolean(log?.lines.length) || (summary.blamed ?? []).length > (before.summary.blamed ?? []).length;
}

/** The log, read at last, names a cause that may pass. */
function retracted(
  before: Followed, { frame, diagnosis }: Pick<Observation<Memory>, 'frame' | 'diagnosis'>, because: string, now: string,
): Advanced {
  if (before.log !== 'awaited' || !isSettled(frame, diagnosis)) return { followed: before, news: [] };
  const { failed: _, log: __, ...followed } = before;
  const text = `${shortName(before)}: its log, now read, shows no failure that ends the deployment: ${because}`;
  return { followed, news: [{ kind: 'notice', at: now, text }] };
}

function withEnding(before: Followed, { frame, decision }: Observation<Memory>, now: string, rules: Rules): Advanced {
  const { asked, history } = before;
  const isLate = Date.parse(now) - Date.parse(history.startedAt) >= rules.timeout * 1000;
  const unchanged = { followed: before, news: [] };
  const { goneSince, stoppedSince, replacedBy, revision, createdAt } = before;
  const isAgain = (since: string | undefined) => since !== undefined && Date.parse(now) - Date.parse(since) >= GONE_MS;
  const seen = { isGoneAgain: isAgain(goneSince), isReplacedAgain: isAgain(replacedBy?.since), isStoppedAgain: isAgain(stoppedSince) };
  if (asked?.taken) {
    const gone = seen.isGoneAgain || isLate ? deleted(frame) : undefined;
    const byEcs = endedByRequest(frame, asked.what) ?? gone ?? withoutEnd(before, asked, now, isLate);
    return byEcs ? ended(before, { ...byEcs, at: now }) : unchanged;
  }
  const limits = { until: rules.until, isLate, ...seen, revision, createdAt };
  const judged = withoutLog(before, judge(frame, decision, limits), now, isLate);
  if (!judged) return unchanged;
  const mayAsk = rules.onFailure !== 'explain' && !asked?.refused && !isLate;
  if (mayAsk && judged.outcome === 'failed' && decision.kind === 'fail' && ecsGoesOn(frame)) {
    return { followed: { ...before, asked: asked ?? { what: rules.onFailure, taken: false, refused: false } }, news: [] };
  }
  // A cause is reported with its reason once: later looks word it anew, with other numbers.
  const { because } = (decision.kind === 'fail' && before.failed) || judged;
  return ended(before, { ...judged, because, at: now });
}

/** ECS was asked to end the deployment, and its end is not seen. The failure is known, whatever could not be read since. */
function withoutEnd(
  { unreadSince, frame, unread: unavailable }: Followed, { what }: Asked, now: string, isLate: boolean,
): Judged | undefined {
  const isBlind = unreadSince !== undefined && Date.parse(now) - Date.parse(unreadSince) >= BLIND_MS;
  if (!isBlind && !isLate) return undefined;
  if (unreadSince === undefined) return { outcome: 'failed', because: 'ECS has not ended it in time' };
  const fault = unread({ at: now, ...frame, unavailable }, '').because;
  const action = what === 'stop' ? 'stop it' : 'roll it back';
  return { outcome: 'failed', because: `ECS was asked to ${action}, and how that ended could not be read: ${fault}` };
}

/** Nothing that was read shows whether ECS has ended the deployment. */
function isEndUnread(frame: Frame): boolean {
  return !frame.serviceDeployment?.status && notRead(frame, 'service', 'service deployment', 'service deployments').length > 0;
}

/**
 * The end of a deployment whose failure is reported and whose log is still to be read. The log may name another cause, also one that
 * passes: until then nothing is asked of ECS either. undefined: it is waited for.
 */
function withoutLog({ log, failed }: Followed, judged: Judged | undefined, now: string, isLate: boolean): Judged | undefined {
  if (log !== 'awaited' || !failed || (judged && GOOD.has(judged.outcome))) return judged;
  if (!isLate && Date.parse(now) - Date.parse(failed.at) < LOG_WAIT_MS) return undefined;
  return { outcome: 'failed', because: failed.because };
}

/**
 * ECS is eventually consistent (Amazon ECS API Reference, RunTask): one answer can lack a service that is there. So long after the first
 * look that does not see it, another one must not see it either. Shorter than the time between two looks, which AWS answers anew.
 */
const GONE_MS = 3_000;

/** When the looks began that show the service as deleted. A look that could not read it shows nothing. */
function lastSeenGone({ goneSince: since }: Followed, frame: Frame, now: string): string | undefined {
  if (deleted(frame)) return since ?? now;
  return frame.service === undefined ? since : undefined;
}

/** When the looks began that show it as stopped. A look that could not read its service deployment shows nothing. */
function lastSeenStopped({ stoppedSince: since }: Followed, frame: Frame, now: string): string | undefined {
  if (isStopped(frame)) return since ?? now;
  return frame.serviceDeployment ? undefined : since;
}

/** When the looks began that show this deployment in its place. A look that could not read the service shows nothing. */
function lastSeenReplaced(before: Followed['replacedBy'], { service, operation }: Frame, now: string): Followed['replacedBy'] {
  if (!service) return before;
  const id = replacedSince(service, operation?.deploymentId ?? undefined)?.id;
  if (id === undefined) return undefined;
  return before?.id === id ? before : { id, since: now };
}

/** At the pace of `PUBLISHED_RATES`, the first logs of 240 services. */
const LOG_WAIT_MS = 120_000;

export function ended(before: Followed, ending: Ending): Advanced {
  const followed: Followed = { ...before, ending };
  return { followed, news: [{ kind: 'outcome', at: ending.at, service: followed, ending }] };
}
