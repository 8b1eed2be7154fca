import { Rule } from '../../../model';
import { awaitedByTask, failedTasks, pendingTasks, runningTasks, UnmetDependency, unmetDependencies } from '../../../read';
import { count, duration, time } from '../../../text';
import { checkOf } from '../../health/container-checks';
import { guide } from '../../kit';

/** Fargate starts a task in a minute or two, with a large image in several. A task that takes far longer waits for something missing. */
const LONG_PENDING_MS = 8 * 60_000;

export const deploymentStuckPending: Rule = {
  id: 'deployment-stuck-pending',
  family: 'deployment',
  title: 'Tasks stay pending and nothing has failed',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  waiting: true,
  foundBy: 'facts',
  docs: guide('scheduling_tasks'),
  match(frame) {
    const now = time(frame.at);
    const waiting = pendingTasks(frame).filter((t) => now !== undefined && now - (time(t.createdAt) ?? now) > LONG_PENDING_MS);
    if (!waiting.length || failedTasks(frame).length || runningTasks(frame).length) return undefined;
    const [first] = waiting;
    const since = duration((now ?? 0) - (time(first.createdAt) ?? 0));
    const unmet = unmetDependencies(frame, first).filter(({ waiter, on }) => waiter && on.containerName && on.condition);
    const checked = unmet.find(({ on, now: it }) => on.condition === 'HEALTHY' && it?.lastStatus === 'RUNNING')?.on.containerName;
    const states = [...new Set(waiting.map((t) => t.lastStatus))].join(', ');
    const have = waiting.length === 1 ? 'has' : 'have';
    const checks = checked ? checkOf(frame, checked, waiting).facts : [];
    return {
      certainty: 'possible',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} ${have} been in ${states} for ${since}, without a stop or an error event`,
      evidence: [],
      facts: [`not started yet: it waits for ${awaitedByTask(first)}`, ...unmet.map(unmetText), ...checks],
      fix: 'check the next step of the task: in PROVISIONING instances and network interface,'
        + ' in PENDING image pull and dependsOn conditions',
    };
  },
};

/** The commonest reason why a task stays PENDING for hours. */
function unmetText({ waiter, on, now }: UnmetDependency): string {
  const state = [now?.lastStatus ?? 'unknown', now?.healthStatus].filter(Boolean).join(', ');
  return `container "${waiter}" waits for "${on.containerName}" (condition ${on.condition}), which is ${state}`;
}
