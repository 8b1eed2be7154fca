import { Rule } from '../../../model';
import { awaitedByTask, failedTasks, pendingTasks, runningTasks, UnmetDependency, unmetDependencies } from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';

/** Starting a task takes Fargate a minute or two, with a large image several; far beyond that something is awaited that does not come. */
const LONG_MS = 8 * 60_000;

export const deploymentStuckPending: Rule = {
  id: 'deployment-stuck-pending',
  family: 'deployment',
  title: 'Tasks stay pending and nothing has failed',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  waiting: true,
  docs: guide('scheduling_tasks'),
  match(frame) {
    const now = time(frame.at);
    const waiting = pendingTasks(frame).filter((t) => now !== undefined && now - (time(t.createdAt) ?? now) > LONG_MS);
    if (!waiting.length || failedTasks(frame).length || runningTasks(frame).length) return undefined;
    const [first] = waiting;
    const since = duration((now ?? 0) - (time(first.createdAt) ?? 0));
    const states = [...new Set(waiting.map((t) => t.lastStatus))].join(', ');
    return {
      certainty: 'possible',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} in ${states} for ${since}; nothing has stopped and no event speaks of a fault`,
      evidence: [],
      facts: [`not started yet: it waits for ${awaitedByTask(first)}`, ...unmetDependencies(frame, first).map(unmet)],
      fix: 'look at what comes next for the task: instances or network interface (PROVISIONING), image pull and dependsOn conditions (PENDING)',
    };
  },
};

/** The commonest reason why a task stays PENDING for hours. */
function unmet({ waiter, on, now }: UnmetDependency): string {
  const state = [now?.lastStatus ?? 'unknown', now?.healthStatus].filter(Boolean).join(', ');
  return `container "${waiter}" waits for "${on.containerName}" (condition ${on.condition}), which is ${state}`;
}
