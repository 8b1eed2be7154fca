import { Frame, Task } from '../../../../facts/model';
import { Rule } from '../../../model';
import { failedTasks, pendingTasks, runningTasks } from '../../../read';
import { count, duration, time } from '../../../text';
import { guide } from '../../kit';

/** Fargate starts a task in a minute or two, with a large image in several. A task that takes far longer waits for something missing. */
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
    const have = waiting.length === 1 ? 'has' : 'have';
    return {
      certainty: 'possible',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} ${have} been in ${states} for ${since}, without a stop or an error event`,
      evidence: [],
      facts: [awaited(first.lastStatus, Boolean(first.pullStartedAt), Boolean(first.pullStoppedAt)), ...unmet(frame, first)],
      fix: 'check the next step of the task: in PROVISIONING instances and network interface, in PENDING image pull and dependsOn conditions',
    };
  },
};

/** `dependsOn` conditions of the task that are not met yet: the commonest reason why a task stays PENDING for hours. */
function unmet(frame: Frame, task: Task): readonly string[] {
  const state = (name: string | undefined) => task.containers?.find((c) => c.name === name);
  return (frame.taskDefinition?.containerDefinitions ?? [])
    .filter((d) => state(d.name)?.lastStatus !== 'RUNNING')
    .flatMap((d) => (d.dependsOn ?? []).map((on) => ({ waiter: d.name, on, now: state(on.containerName) })))
    .filter(({ on, now }) => {
      if (on.condition === 'HEALTHY') return now?.healthStatus !== 'HEALTHY';
      return on.condition === 'START' ? now?.lastStatus !== 'RUNNING' : now?.exitCode === undefined;
    })
    .map(({ waiter, on, now }) => {
      const current = [now?.lastStatus ?? 'unknown', now?.healthStatus].filter(Boolean).join(', ');
      return `container "${waiter}" waits for "${on.containerName}" (condition ${on.condition}), which is ${current}`;
    });
}

function awaited(status: string | undefined, pulling: boolean, pulled: boolean): string {
  if (status === 'PROVISIONING') return 'not started yet: the task waits for a network interface, a volume or an instance';
  if (pulled) return 'not started yet: the image is pulled; a container waits for another one (dependsOn) or for the runtime';
  return pulling ? 'not started yet: the image pull has begun and is not finished' : 'not started yet: the image pull has not begun';
}
