import { reasonBudget, Reply } from './answer';
import { logDiagnosis, logProgress, logUnread, unreadNames } from './log';
import { Ports } from './ports';
import { say } from './say';
import { chance, Watch } from './state';
import { explainsFailure } from '../decision/aws-verdicts';
import { failedWith } from '../decision/cause-of-decision';
import { WatchedRequest } from '../decision/model';
import { Observation, observe } from '../decision/observe';
import { backedOff, paced } from '../decision/policy';
import { Memory } from '../facts/aws/memory';
import { Frame } from '../facts/model';
import { wasThrottled } from '../facts/unavailable';
import { MessageContext } from '../presentation/message';

interface Judged {
  readonly watch: Watch;
  readonly waitSeconds: number;
  /** Absent: wait and look again. */
  readonly reply?: Reply;
}

/** One look and what follows from it. */
export async function judge(watch: Watch, now: string, ports: Ports): Promise<Judged> {
  const { to, serviceLogicalId, cluster, options, history } = watch;
  const observation = await observe({ history, now, options, request: requestOf(watch, now) }, watch.memory, {
    look: (more) => ports.look({ stackId: to.StackId, serviceLogicalId, cluster, now, countConcurrent: true, ...more }),
    diagnose: (frame) => ports.diagnose(withChanges(frame, watch)),
  });
  const { frame, memory, decision } = observation;
  const throttled = frame.unavailable?.some(wasThrottled) ? (watch.throttled ?? 0) + 1 : undefined;
  const next: Watch = { ...watch, memory, history: observation.history, lastBecause: decision.because, throttled };
  if (decision.kind !== 'wait') return { watch: next, waitSeconds: 0, reply: replyOf(next, observation, ports) };
  const logged = logProgress(watch, next, observation, ports, now);
  const waitSeconds = secondsToWait(decision.seconds, next, now);
  const { firstWaitSeconds = waitSeconds } = watch;
  return { watch: { ...next, ...logged && { logged }, unread: logUnread(watch, frame, ports), firstWaitSeconds }, waitSeconds };
}

/** CloudFormation sends the properties of before with the request, so that no call is needed. */
function withChanges(frame: Frame, { changedProperties }: Watch): Frame {
  return changedProperties && frame.operation ? { ...frame, operation: { ...frame.operation, changedProperties } } : frame;
}

/** Measured by the clock of the state machine: the first wait began with the request, and the clock of the function may be wrong. */
function requestOf({ request, steppedAt, firstWaitSeconds = 0 }: Watch, now: string): WatchedRequest {
  return { ...request, sinceMs: steppedAt ? Date.parse(now) - Date.parse(steppedAt) + firstWaitSeconds * 1000 : 0 };
}

/** The pause that the decision asks for, or a longer one where AWS would throttle all watches of the account together. */
function secondsToWait(seconds: number, { to, memory, throttled = 0 }: Watch, now: string): number {
  const drawn = chance(`${to.RequestId} ${now}`);
  return backedOff(paced(seconds, memory.concurrent?.services ?? 1, drawn), throttled, drawn);
}

/** The answer to CloudFormation. The log gets the whole diagnosis: it outlives the rollback. */
function replyOf(watch: Watch, { decision, diagnosis, frame }: Observation<Memory>, ports: Ports): Reply {
  const { servicePath, options } = watch;
  const context: MessageContext = {
    because: decision.because, logStream: ports.logStream, servicePath, logLines: options.logLines, redact: options.redact,
    matchTime: ports.matchTime?.messages,
  };
  if (decision.kind !== 'fail') {
    say(watch, `finished watching: ${decision.because}`, ports);
    if (frame.unavailable?.length) say(watch, `could not be read: ${unreadNames(frame)}`, ports);
    // Nobody else explains it: CloudFormation reports the service without a cause, and ignores an answer of the diagnosis from now on.
    if (decision.kind === 'succeed' && decision.unjudged && explainsFailure(diagnosis, frame)) {
      logDiagnosis(watch, diagnosis, {}, ports);
    }
    return { status: 'SUCCESS' };
  }
  const reported = failedWith(diagnosis, decision);
  logDiagnosis(watch, reported, { because: decision.because }, ports);
  if (options.mode === 'REPORT') {
    say(watch, 'reported only (mode REPORT); the deployment continues', ports);
    return { status: 'SUCCESS' };
  }
  return { status: 'FAILED', reason: ports.renderReason(reported, context, reasonBudget(watch.to)) };
}
