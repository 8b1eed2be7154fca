import { DENIED_TASKS, ownTolerance, TOLERANCE } from './policy';
import { CauseInfo } from '../diagnosis/model';

/** When a cause fails the deployment under the default options, for `ecs-why causes` and docs/causes.md. */
export function policyInWords({ retry, traits, waiting, symptomOnly, foundBy }: CauseInfo): string {
  if (foundBy === 'decision') return 'after the time of stuckAfter without progress, or at the end of timeout with onTimeout FAIL';
  if (waiting) return 'never: nothing has failed, the deployment waits';
  const tolerance = ownTolerance({ retry, traits }) ?? TOLERANCE[retry === 'never' && symptomOnly ? 'maybe' : retry];
  const { failedTasks, notBeforeMs } = tolerance;
  if (failedTasks === Infinity) return 'never';
  if (failedTasks === 'threshold') return 'at the second failed task (option failureThreshold)';
  if (notBeforeMs) return `at ${failedTasks} failed tasks, after ${notBeforeMs / 60_000} min at the earliest, while no task is healthy`;
  const first = 'at the first failed task';
  return traits?.deniedToNewRoles ? `${first}; at ${DENIED_TASKS} if the role or its permissions are new` : first;
}
