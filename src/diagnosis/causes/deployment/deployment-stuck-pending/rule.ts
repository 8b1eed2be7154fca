import { Frame, Task } from '../../../../facts/model';
import { Rule } from '../../../model';
import { failedTasks, pendingTasks, runningTasks } from '../../../read';
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
      facts: [awaited(first.lastStatus, Boolean(first.pullStartedAt), Boolean(first.pullStoppedAt)), ...unmet(frame, first)],
      fix: 'look at what comes next for the task: instances or network interface (PROVISIONING), image pull and dependsOn conditions (PENDING)',
    };
  },
};

/** `dependsOn` conditions of the task that are not met yet: the commonest reason why a task stays PENDING for hours. */
function unmet(frame: Frame, task: Task): readonly string[] {
  const state = (name: string | undefined) => task.containers?.find((c) => c.name === name);
  return (frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => state(d.name)?.lastStatus !== 'RUNNING')
    .flatMap((d) => (d.dependsOn ?? []).map((on) => ({ waiter: d.name, on, now: state(on.containerName) })))
    .filter(({ on, now }) => (on.condition === 'HEALTHY' ? now?.healthStatus !== 'HEALTHY' : on.condition === 'START' ? now?.lastStatus !== 'RUNNING' : now?.exitCode === undefined))
    .map(({ waiter, on, now }) => `container "${waiter}" waits for "${on.containerName}" (condition ${on.condition}), which is ${now?.lastStatus ?? 'unknown'}${now?.healthStatus ? `, ${now.healthStatus}` : ''}`);
}

function awaited(status: string | undefined, pulling: boolean, pulled: boolean): string {
  if (status === 'PROVISIONING') return 'not started yet: waiting for a network interface, a volume or an instance';
  if (pulled) return 'not started yet: the image is pulled, a container waits for another one (dependsOn) or for the runtime';
  return pulling ? 'not started yet: the image pull has begun and is not finished' : 'not started yet: the image pull has not begun';
}
