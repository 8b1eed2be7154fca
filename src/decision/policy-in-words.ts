import { DENIED_TASKS, usualTolerance } from './policy';
import { DEFAULT_OPTIONS } from '../contract';
import { CauseInfo } from '../diagnosis/model';

const ORDINALS = ['first', 'second', 'third'];

/** `at the second failed task` */
function atTask(count: number): string {
  const ordinal = ORDINALS[count - 1] ?? `${count}th`;
  return `at the ${ordinal} failed task`;
}

/** When a cause fails the deployment under the default options, for `ecs-why causes` and docs/causes.md. */
export function policyInWords(info: CauseInfo): string {
  const { traits, waiting, foundBy } = info;
  if (foundBy === 'decision') return 'after the time of stuckAfter without progress, or at the end of timeout with onTimeout FAIL';
  if (waiting) return 'never: nothing has failed, the deployment waits';
  const { failedTasks, notBeforeMs } = usualTolerance(info);
  if (failedTasks === Infinity) return 'never';
  if (failedTasks === 'threshold') return `${atTask(DEFAULT_OPTIONS.failureThreshold)} (option failureThreshold)`;
  if (notBeforeMs) return `at ${failedTasks} failed tasks, after ${notBeforeMs / 60_000} min at the earliest, while no task is healthy`;
  const first = atTask(failedTasks);
  return traits?.deniedToNewRoles ? `${first}; at ${DENIED_TASKS} if the role or its permissions are new` : first;
}
