import { awaited } from './awaited';
import { causesSay } from './causes';
import { remember } from './history';
import { Decision, History, StepInput } from './model';
import { cloudFormationSays, ecsSays } from './outside';
import { POLL_SECONDS, POLL_SECONDS_AFTER_FAILURE, POLL_SECONDS_BEFORE_ECS } from './policy';
import { stuckSays } from './stuck';
import { failedTasks, watchedDeployment } from '../diagnosis/read';
import { count, duration } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { notRead, wasDenied } from '../facts/unavailable';

/**
 * One look, one decision. Pure: the same facts at the same moment give the same answer, however often the watcher was restarted.
 * Order is precedence: CloudFormation's verdict on the service, ECS's on the deployment, the causes found, no progress, no time left.
 */
export function step(input: StepInput): { readonly decision: Decision; readonly history: History } {
  const history = remember(input);
  const decision = cloudFormationSays(input, history)
    ?? ecsSays(input, history)
    ?? leftToEcs(input, causesSay(input, history) ?? stuckSays(input, history))
    ?? outOfTime(input)
    ?? wait(input, history);
  return { decision, history };
}

/**
 * A deployment that was only forced has nothing in CloudFormation that a rollback could bring back: it would wait for the broken
 * deployment, and fail. Where ECS rolls back by itself, it goes first.
 */
function leftToEcs({ frame, forced }: StepInput, decision: Decision | undefined): Decision | undefined {
  const breaker = frame.service?.deploymentConfiguration?.deploymentCircuitBreaker;
  if (decision?.kind !== 'fail' || !forced || !breaker?.enable || !breaker.rollback) return decision;
  return {
    kind: 'wait', seconds: POLL_SECONDS_BEFORE_ECS, because: `${decision.because}; waiting for ECS to roll the forced deployment back, which CloudFormation cannot`,
  };
}

function outOfTime({ history, frame, options, now }: StepInput): Decision | undefined {
  const watched = Date.parse(now) - Date.parse(history.startedAt);
  if (watched < options.timeoutSeconds * 1000) return undefined;
  const { what, release } = awaited(frame);
  const because = `the watch ends after ${duration(watched)}, waiting for ${what}`;
  return options.onTimeout === 'FAIL' ? { kind: 'fail', because, release } : { kind: 'succeed', because };
}

function wait({ frame }: StepInput, history: History): Decision {
  const failed = new Set(Object.values(history.failures).flat()).size;
  const { what } = awaited(frame);
  // Any failed task, understood or not: the next one may decide. And what could not be read may hold it already.
  const soon = failed || failedTasks(frame).length || isHalfBlind(frame);
  const seconds = failsUnseen(frame) ? POLL_SECONDS_BEFORE_ECS : soon ? POLL_SECONDS_AFTER_FAILURE : POLL_SECONDS;
  const because = failed ? `${count(failed, 'failed task')} so far; waiting for ${what}` : `waiting for ${what}`;
  return { kind: 'wait', seconds, because };
}

/** ECS counts failed tasks that nobody may read: only ECS can end this, and once CloudFormation has seen its verdict nothing that we say is heard. */
function failsUnseen(frame: Frame): boolean {
  return notRead(frame, 'tasks').some(wasDenied) && (watchedDeployment(frame)?.failedTasks ?? 0) > 0;
}

/** A call on which everything else hangs has failed. One that always fails costs a few more looks, no more. */
function isHalfBlind(frame: Frame): boolean {
  return notRead(frame, 'stack', 'stack resource', 'service', 'tasks').length > 0;
}
