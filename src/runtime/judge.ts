import { isDeepStrictEqual } from 'util';
import { reasonBudget, Reply } from './answer';
import { Ports } from './ports';
import { chance, Watch } from './state';
import { Decision, History } from '../decision/model';
import { failedWith } from '../decision/no-progress';
import { backedOff, paced, POLL_SECONDS_AFTER_FAILURE } from '../decision/policy';
import { step } from '../decision/step';
import { Diagnosis } from '../diagnosis/model';
import { rolloutVerdict } from '../diagnosis/read';
import { Look } from '../facts/aws/look';
import { Frame } from '../facts/model';
import { isInProgress } from '../facts/operation';
import { supplement } from '../facts/supplement';
import { wasThrottled } from '../facts/unavailable';
import { MessageContext } from '../presentation/message';

export interface Judged {
  readonly watch: Watch;
  readonly waitSeconds: number;
  /** Absent: wait and look again. */
  readonly reply?: Reply;
}

interface Seen {
  readonly look: Look;
  readonly diagnosis: Diagnosis;
  readonly decision: Decision;
  readonly history: History;
}

/** One look and what follows from it. */
export async function judge(
  watch: Watch, now: string, ports: Ports, settled?: (resourceStatus: string | null | undefined) => string | undefined,
): Promise<Judged> {
  let seen = await observe(watch, now, ports);
  const { operation } = seen.look.frame;
  const because = seen.decision.kind === 'wait' ? settled?.(operation?.resourceStatus) : undefined;
  if (because) {
    seen = { ...seen, decision: { kind: 'succeed', because } };
  } else if (seen.decision.kind === 'fail' && (seen.look.memory.stack?.checkedAt !== now || !seen.look.frame.tasks)) {
    // CloudFormation's verdict wins, and the message tells all there is: nothing fails on a view that is seconds old or was only a glance.
    seen = await observe(watch, now, ports, seen.look);
  }

  const tooEarlyMs = earlyMs(watch, now);
  const premature = isPremature(watch, seen);
  if (tooEarlyMs > 0 && (seen.decision.kind === 'fail' || premature)) {
    const seconds = Math.min(POLL_SECONDS_AFTER_FAILURE, Math.ceil(tooEarlyMs / 1000));
    const decision: Decision = { kind: 'wait', seconds, because: 'what CloudFormation says of the stack may be older than its request' };
    seen = { ...seen, decision, ...premature && { look: { ...seen.look, memory: watch.memory }, history: watch.history } };
  }

  const throttled = seen.look.frame.unavailable?.some(wasThrottled) ? (watch.throttled ?? 0) + 1 : undefined;
  const next: Watch = { ...watch, memory: seen.look.memory, history: seen.history, told: seen.decision.because, throttled };
  const reply = replyFor(next, seen, ports);
  if (seen.decision.kind === 'wait') {
    tell(watch, next, seen, ports, now);
    const waitSeconds = waitFor(seen.decision.seconds, next, now);
    return { watch: { ...next, unread: tellUnread(watch, seen.look.frame, ports), firstWaitSeconds: watch.firstWaitSeconds ?? waitSeconds }, waitSeconds };
  }
  return { watch: next, waitSeconds: 0, ...(reply && { reply }) };
}

/**
 * No deployment is complete the moment it is asked for, and a stack that is still created gets no Update: what is seen is the operation
 * before, and the stack was read as it was then.
 */
function isPremature({ steppedAt, update }: Watch, { decision, look: { frame } }: Seen): boolean {
  const { stackStatus, resourceStatus } = frame.operation ?? {};
  if (decision.kind !== 'succeed' || !isInProgress(stackStatus)) return false;
  if (update && stackStatus === 'CREATE_IN_PROGRESS') return true;
  return !steppedAt && /_IN_PROGRESS$/.test(resourceStatus ?? '') && rolloutVerdict(frame) === 'completed';
}

/** The decision's wish, and what AWS answers to all watches of the account together. */
function waitFor(seconds: number, { to, memory, throttled = 0 }: Watch, now: string): number {
  const drawn = chance(`${to.RequestId} ${now}`);
  return backedOff(paced(seconds, memory.concurrent?.services ?? 1, drawn), throttled, drawn);
}

/** What is found before it decides anything is logged, too: ECS or a person may end the deployment first, and then nobody asks any more. */
function tell(before: Watch, after: Watch, { decision, diagnosis }: Seen, ports: Ports, now: string): void {
  if (before.told === after.told || !hasChanged(before, after, now)) return;
  const failed = !isDeepStrictEqual(before.history.failures, after.history.failures);
  const { servicePath, options } = after;
  const [headline] = failed ? ports.renderFull(diagnosis, { servicePath, redact: options.redact }).split('\n') : [];
  ports.log(`${servicePath}: ${decision.because}${headline ? `; seen so far: ${headline}` : ''}`);
}

/** What cannot be read is said once, when that begins: the deployment may end before anything else is to be said. */
function tellUnread({ unread = [], servicePath }: Watch, frame: Frame, ports: Ports): readonly string[] {
  const fresh = [...new Set((frame.unavailable ?? []).filter((u) => !unread.includes(u.what)).map((u) => u.what))];
  if (fresh.length) ports.log(`${servicePath}: could not be read: ${names(frame, fresh)}`);
  return [...unread, ...fresh];
}

/** `tasks (AccessDeniedException), logs (ThrottlingException)` */
function names({ unavailable }: Frame, wanted?: readonly string[]): string {
  const those = (unavailable ?? []).filter((u) => wanted?.includes(u.what) ?? true);
  return [...new Set(those.map((u) => `${u.what} (${u.error ?? u.message ?? 'no reason given'})`))].join(', ');
}

/**
 * CloudFormation rolls an update back by the same request with the properties swapped; it differs by the status of the stack alone, and to
 * fail it would end in UPDATE_ROLLBACK_FAILED. Reads of the status lag behind by seconds, so nothing fails before ten of them have gone
 * since the request. On Fargate a task needs longer than that to come up at all.
 */
const STATUS_LAG_MS = 10_000;

/** Counted on the clock of the states: the first wait began with the request, and that of the function may be wrong. */
function earlyMs({ steppedAt, firstWaitSeconds = 0 }: Watch, now: string): number {
  return STATUS_LAG_MS - (steppedAt ? Date.parse(now) - Date.parse(steppedAt) + firstWaitSeconds * 1000 : 0);
}

/** Looks differ in how much they read, and so in their words; only what happened is news. */
function hasChanged(before: Watch, after: Watch, now: string): boolean {
  return !before.told || after.history.progress.at === now || !isDeepStrictEqual(before.history.failures, after.history.failures);
}

/** @param before the look of this very moment that has to be confirmed: what it did not read is read now, and what cannot be is as it was */
async function observe(watch: Watch, now: string, ports: Ports, before?: Look): Promise<Seen> {
  const { to, serviceLogicalId, options, forced } = watch;
  const again = before && { fresh: true, stackOnly: before.frame.tasks !== undefined };
  const read = await ports.look({ stackId: to.StackId, serviceLogicalId, now, memory: before?.memory ?? watch.memory, countConcurrent: true, ...again });
  const look = before ? { ...read, frame: supplement(read.frame, before.frame) } : read;
  const diagnosis = ports.diagnose(look.frame);
  return { look, diagnosis, ...step({ history: watch.history, frame: look.frame, diagnosis, now, options, forced }) };
}

/** The answer to CloudFormation, and on failure the whole diagnosis in the log: it outlives the rollback. */
function replyFor(watch: Watch, { decision, diagnosis, look }: Seen, ports: Ports): Reply | undefined {
  if (decision.kind === 'wait') return undefined;
  if (decision.kind === 'succeed') {
    ports.log(`${watch.servicePath}: done watching, ${decision.because}`);
    if (look.frame.unavailable?.length) ports.log(`${watch.servicePath}: could not be read: ${names(look.frame)}`);
    return { status: 'SUCCESS' };
  }
  const { servicePath, options } = watch;
  const context: MessageContext = {
    because: decision.because, logStream: ports.logStream, servicePath, logLines: options.logLines, redact: options.redact,
  };
  const told = failedWith(diagnosis, decision);
  for (const line of ports.renderFull(told, context).split('\n')) ports.log(line);
  if (options.mode === 'REPORT') {
    ports.log(`${servicePath}: reported only (mode REPORT), the deployment goes on`);
    return { status: 'SUCCESS' };
  }
  return { status: 'FAILED', reason: ports.renderReason(told, context, reasonBudget(watch.to)) };
}
