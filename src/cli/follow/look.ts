import { advance, Advanced, ended, newlyFollowed, Rules } from './advance';
import { isComplete } from './complete';
import { isLate, withKnownLines, wordedAsLate } from './late-logs';
import { FollowNews, Followed } from './model';
import { deletionText, Judged, otherController } from './outcome';
import { shortName } from './text';
import { DEFAULT_OPTIONS, WatchOptions } from '../../contract';
import { newHistory } from '../../decision/model';
import { Observation, observe } from '../../decision/observe';
import { BLIND_MS } from '../../decision/policy';
import { diagnose } from '../../diagnosis/engine';
import { duration } from '../../diagnosis/text';
import { lastPart } from '../../facts/arn';
import { AccountApi } from '../../facts/aws/account-api';
import { lookAtDeployment } from '../../facts/aws/deployment-look';
import { WantedDeployment } from '../../facts/aws/find-deployment';
import { Look } from '../../facts/aws/look';
import { Memory } from '../../facts/aws/memory';
import { Cache } from '../../facts/aws/reading';
import { withTurn } from '../../facts/aws/reading-plan';
import { Frame } from '../../facts/model';
import { replacedSince } from '../../facts/replaced';
import { originOf } from '../../facts/rollback';
import { notRead, wasDenied } from '../../facts/unavailable';
import { judgedByNetwork } from '../../network/with-verdict';
import { Fault, faultOf, isFatal, passes } from '../aws/faults';
import { withNetwork } from '../network';

export interface LookContext {
  readonly aws: AccountApi;
  readonly cache: Cache;
  readonly wanted: WantedDeployment;
  /** Wanted if none of those has begun by `waitUntil`. */
  readonly otherwise?: WantedDeployment;
  readonly rules: Rules;
  /** Milliseconds since the epoch until which a deployment may begin. */
  readonly waitUntil: number;
  /** No service was named. */
  readonly isWholeCluster?: boolean;
  /** Read everything at every look: too much where many services are followed. */
  readonly thorough: boolean;
  /** The time, ISO 8601. A look takes long where many services share the rates of AWS, and its news are of its end. */
  at(): string;
}

export interface Looked {
  readonly followed: Followed;
  readonly news: readonly FollowNews[];
  readonly faults: readonly Fault[];
}

/** The policy of the watcher. When the time is over, nothing is failed: the exit code says so. */
function optionsOf({ timeout }: Rules): WatchOptions {
  return { ...DEFAULT_OPTIONS, timeoutSeconds: timeout, onTimeout: 'HAND_OVER' };
}

/**
 * One look at one service and what follows from it. Never throws.
 * @param now when it begins, ISO 8601
 * @param read reads the facts; a test gives those of a recording
 */
export async function lookAt(followed: Followed, context: LookContext, now: string, read = lookAtDeployment): Promise<Looked> {
  const { aws, cache, rules, at } = context;
  const { cluster, service, turn = 0 } = followed;
  const isFallback = context.otherwise !== undefined && Date.parse(now) >= context.waitUntil;
  const wanted = (isFallback && context.otherwise) || context.wanted;
  const isFound = followed.memory.deploymentId !== undefined;
  const memory = isFound ? followed.memory : withTurn(followed.memory, now, turn);
  const thorough = context.thorough || followed.asked !== undefined;
  const look = async (after: Memory, all: boolean): Promise<Look> => {
    const { frame, memory: left } = await read(aws, cache, { cluster, service, wanted, now, memory: after, thorough: all });
    return { frame: withKnownLines(frame, followed.frame), memory: left };
  };
  const seen = await look(memory, thorough);
  // The last counts of a deployment include those of its healthy tasks, which only the tasks show. A service at rest has none here.
  const first = seen.memory.deploymentId && isCompleteWithoutTasks(seen.frame) ? await look(seen.memory, true) : seen;
  const faults = (first.frame.unavailable ?? []).filter((one) => !isLate(one)).map(faultOf);
  if (!first.memory.deploymentId) return { ...notFound(followed, first, faults, { ...context, wanted }, at()), faults };

  const history = isFound ? followed.history : newHistory(now);
  let last = first;
  const observation = await observe({ history, now, options: optionsOf(rules) }, memory, {
    // Nothing but the tasks can be missing for a verdict: there is no stack whose state could be old.
    look: async ({ memory: after, fresh, stackOnly }) => {
      if (fresh && !stackOnly) last = await look(after, true);
      return last;
    },
    diagnose: (frame) => wordedAsLate(diagnose(frame)),
  });
  const { news, ...advanced } = withNewer(advance(followed, await withVerdict(aws, observation), at(), rules), wanted, at());
  const taken = isFallback && !isFound ? [takenNotice(advanced.followed, wanted, at())] : [];
  return { ...advanced, news: [...taken, ...news], faults };
}

/**
 * `--task-definition` names the deployment that the person has just begun. ECS can list it late, and until then an older one of the same
 * revision is followed that is still open: the newer one takes its place.
 */
function withNewer(advanced: Advanced, { taskDefinition, sinceMs }: WantedDeployment, at: string): Advanced {
  const { followed: before, news } = advanced;
  const { cluster, service, turn, memory: { deploymentId, concurrent } } = before;
  const other = replacedSince(before.frame?.service, deploymentId);
  const isTooOld = sinceMs !== undefined && Date.parse(before.createdAt ?? '') < sinceMs;
  const isMeant = taskDefinition !== undefined && lastPart(other?.taskDefinition ?? '') === lastPart(taskDefinition);
  if (before.ending?.outcome !== 'superseded' || !isTooOld || !isMeant) return advanced;
  const memory = withTurn({ deploymentId: other?.id, concurrent }, at, turn ?? 0);
  const text = `${shortName(before)}: a newer deployment of ${lastPart(taskDefinition)} has begun, ${other?.id}`;
  const followed: Followed = { ...newlyFollowed({ cluster, service }, at), memory, turn };
  return { followed, news: [...news.filter(({ kind }) => kind !== 'outcome'), { kind: 'notice', at, text }] };
}

/** No newer deployment of the revision began: the person has to know that this is one of before. */
function takenNotice(
  { memory, frame, createdAt = frame?.serviceDeployment?.createdAt, ...one }: Followed, wanted: WantedDeployment, at: string,
): FollowNews {
  const ageMs = Date.parse(at) - Date.parse(createdAt ?? '');
  const began = ageMs >= 0 ? `, which began ${duration(ageMs)} ago` : '';
  const text = `${shortName(one)}: no deployment of ${lastPart(wanted.taskDefinition ?? '')} has begun since follow was started: `
    + `taking the newest one, ${memory.deploymentId}${began}`;
  return { kind: 'notice', at, text };
}

/** A failure that is reported is looked into: once for each place, whatever later looks show (`readNetwork`). */
async function withVerdict(aws: AccountApi, observation: Observation<Memory>): Promise<Observation<Memory>> {
  if (observation.decision.kind !== 'fail') return observation;
  const frame = await withNetwork(aws, observation.frame, observation.diagnosis);
  return { ...observation, frame, diagnosis: judgedByNetwork(frame, observation.diagnosis) };
}

function isCompleteWithoutTasks(frame: Frame): boolean {
  return isComplete(frame) && !frame.tasks && !notRead(frame, 'tasks').length;
}

/** The service or the deployment is not there, or it could not be read whether it is. */
function notFound(
  before: Followed, { frame, memory }: Look, faults: readonly Fault[], context: LookContext, now: string,
): Omit<Looked, 'faults'> {
  const { waitUntil, rules, wanted, isWholeCluster } = context;
  const [fault] = [...faults.filter(isFatal), ...faults];
  const unreadSince = fault && fault.kind !== 'notFound' ? before.unreadSince ?? now : undefined;
  const followed: Followed = { ...before, memory, frame, unread: frame.unavailable ?? [], unreadSince };
  const end = (outcome: 'failed' | 'denied' | 'not-read' | 'none', because: string) => ended(followed, { outcome, because, at: now });
  // Credentials that are absent from the beginning will not come. Those that expire on the way may be renewed.
  const isFirst = before.frame === undefined;
  if (isFirst && fault && isFatal(fault)) return end('denied', fault.line);
  const other = otherController(frame);
  if (other && isWholeCluster) return notFollowed(followed, other, isFirst, now);
  if (other) return ended(followed, { ...other, at: now });
  if (Date.parse(now) < lookUntil(frame, faults, unreadSince, { waitUntil, rules })) return { followed, news: [] };
  // The look began too early to take another one.
  if (context.otherwise && wanted !== context.otherwise && Date.parse(now) >= waitUntil) return { followed, news: [] };
  const rolledBack = rollbackOfNewest(frame, wanted);
  if (rolledBack !== undefined) return end('failed', rolledBack);
  const gone = frame.service ? deletionText(frame.service) : undefined;
  if (gone !== undefined && !wanted.deployment) return end('none', gone);
  if (fault && fault.kind !== 'notFound') return end(isFatal(fault) ? 'denied' : 'not-read', fault.line);
  if (!frame.service) return end('none', fault?.line ?? 'there is no such service');
  return end('none', fault?.line ?? (wanted.deployment ? `the service has no deployment ${wanted.deployment}` : 'no deployment began'));
}

/** Of a whole cluster, nobody has asked for this service. @param isFirst it is said once */
function notFollowed(followed: Followed, { because }: Judged, isFirst: boolean, at: string): Omit<Looked, 'faults'> {
  const controller = followed.frame?.service?.deploymentController?.type;
  const text = `${shortName(followed)}: its deployments are run by ${controller} and are not followed`;
  const quiet: Followed = { ...followed, ending: { outcome: 'none', because, at } };
  return { followed: quiet, news: isFirst ? [{ kind: 'notice', at, text }] : [] };
}

/** ECS says that it rolls back, and what failed is in no list that could be read. */
function rollbackOfNewest({ service, unavailable }: Frame, wanted: WantedDeployment): string | undefined {
  const isNewest = !wanted.deployment && !wanted.taskDefinition && wanted.sinceMs === undefined;
  const origin = isNewest && service && notRead({ unavailable }, 'service deployments').length ? originOf(service) : undefined;
  return origin?.kind === 'rollback' ? origin.because : undefined;
}

/**
 * Until when the deployment is looked for, in milliseconds since the epoch. A fault that may pass gets as long as the watcher waits when it
 * can read nothing. One that stays, such as a missing permission, ends the wait if nothing else shows whether a deployment began.
 */
function lookUntil(
  frame: Frame, faults: readonly Fault[], unreadSince: string | undefined, { waitUntil, rules }: Pick<LookContext, 'waitUntil' | 'rules'>,
): number {
  if (unreadSince === undefined) return waitUntil;
  const mayPass = faults.some((fault) => passes(fault) || isFatal(fault));
  const readable = mayPass ? Date.parse(unreadSince) + Math.min(BLIND_MS, rules.timeout * 1000) : 0;
  return isBlind(frame) ? readable : Math.max(waitUntil, readable);
}

/** Neither the service nor, in its place, the list of its service deployments was read. */
function isBlind(frame: Frame): boolean {
  const failed = notRead(frame, 'service');
  return frame.service === undefined && failed.length > 0 && (!failed.every(wasDenied) || notRead(frame, 'service deployments').length > 0);
}
