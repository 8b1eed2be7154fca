import { decideByEcsStatus, decideByStackStatus } from './aws-verdicts';
import { decideByCauses } from './causes';
import { remember } from './history';
import { Decision, History, StepInput } from './model';
import { POLL_SECONDS, POLL_SECONDS_AFTER_FAILURE, POLL_SECONDS_BEFORE_ECS } from './policy';
import { decideByRequest, leftToEcs, tooEarly } from './request';
import { decideByProgress } from './stuck';
import { failedTasksNotReadable } from './unread-tasks';
import { awaited } from '../diagnosis/awaited';
import { failedTasks } from '../diagnosis/read';
import { count, duration } from '../diagnosis/text';
import { Frame } from '../facts/model';
import { notRead, wasCutShort } from '../facts/unavailable';

/**
 * One look, one decision. Pure: the same facts at the same moment give the same answer, however often the watcher was restarted. The order
 * is the precedence. The first of these answers is the decision:
 * 1. what CloudFormation has decided about the service
 * 2. what ECS has decided about the deployment
 * 3. a service that is as it was before the request
 * 4. the causes found, then no progress; such a failure is left to ECS if CloudFormation could not roll the deployment back
 * 5. no time left
 * An answer that would come too early after the request is put off. Without an answer the watch waits.
 */
export function step(input: StepInput): { readonly decision: Decision; readonly history: History } {
  const history = remember(input);
  const answer = decideByStackStatus(input, history)
    ?? decideByEcsStatus(input, history)
    ?? decideByRequest(input)
    ?? leftToEcs(input, decideByCauses(input, history) ?? decideByProgress(input, history))
    ?? outOfTime(input);
  const early = answer && tooEarly(input, answer);
  const decision = early ?? answer ?? wait(input, history);
  return { decision, history: early?.putsOff === 'succeed' ? input.history : history };
}

function outOfTime({ history, frame, options, now }: StepInput): Decision | undefined {
  const watched = Date.parse(now) - Date.parse(history.startedAt);
  if (watched < options.timeoutSeconds * 1000) return undefined;
  const { what, release } = awaited(frame);
  const because = `the watch ends after ${duration(watched)}, waiting for ${what}`;
  return options.onTimeout === 'FAIL' ? { kind: 'fail', because, release } : { kind: 'succeed', because, unjudged: true };
}

function wait({ frame }: StepInput, history: History): Decision {
  const failed = new Set(Object.values(history.failures).flat()).size;
  const { what } = awaited(frame);
  const because = failed ? `${count(failed, 'failed task')} so far; waiting for ${what}` : `waiting for ${what}`;
  return { kind: 'wait', seconds: secondsUntilNextLook(frame, failed), because };
}

function secondsUntilNextLook(frame: Frame, failed: number): number {
  // Only ECS can end a deployment whose failed tasks cannot be read. An answer after CloudFormation has seen ECS's verdict is ignored.
  if (failedTasksNotReadable(frame)) return POLL_SECONDS_BEFORE_ECS;
  // The next task decides after any failed one, understood or not. Facts that could not be read may hold one.
  return failed || failedTasks(frame).length || isHalfBlind(frame) ? POLL_SECONDS_AFTER_FAILURE : POLL_SECONDS;
}

/** A call on which everything else depends has failed. If it always fails, that costs a few more looks. */
function isHalfBlind(frame: Frame): boolean {
  return notRead(frame, 'stack', 'stack resource', 'service', 'tasks').some((u) => !wasCutShort(u));
}
