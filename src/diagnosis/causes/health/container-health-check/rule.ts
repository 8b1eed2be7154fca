import { Frame, Task } from '../../../../facts/model';
import { Finding, Rule } from '../../../model';
import { logLines, pendingTasks, unmetDependencies } from '../../../read';
import { listeningIn } from '../../../read/listening';
import { called, either, guide, Hit, quoted, stated } from '../../kit';
import { checkOf, unhealthyContainers } from '../container-checks';

/** "replaced 1 tasks due to an unhealthy status" does not name the check. */
const UNNAMED = /unhealthy status/i;

const INFO = {
  id: 'container-health-check',
  family: 'health',
  title: 'Container health check failed',
  stage: 'health',
  retry: 'maybe',
  traits: { stoppedByEcs: true },
  foundBy: 'table and facts',
  docs: guide('healthcheck'),
} as const;

const inWords = stated({
  ...INFO,
  certainty: (hit) => (UNNAMED.test(hit.text) ? 'possible' : 'certain'),
  containerOf: (hit) => unhealthyContainers(hit.tasks)[0],
  headline: (hit) => {
    if (UNNAMED.test(hit.text)) return 'a task was replaced because it was unhealthy; AWS does not name the failed check';
    const { command } = checkOf(hit.frame, hit.container);
    return `${called(hit.container)} fails its health check${command ? ': ' : ''}${quoted(command)}`;
  },
  facts: (hit) => [...checkOf(hit.frame, hit.container).facts, elsewhere(hit)],
  fix: (hit) => checkOf(hit.frame, hit.container).fix,
});

/**
 * ECS reports a container as UNHEALTHY once its check has failed too often. If others wait for it to be HEALTHY, their task stays in
 * PENDING, and ECS stops nothing (aws/containers-roadmap#2379).
 */
const keepsOthersWaiting: Rule = {
  ...INFO,
  match(frame) {
    const found = new Map<string, { readonly waiters: Set<string>; readonly tasks: Task[] }>();
    for (const task of pendingTasks(frame)) {
      for (const { waiter, on, now } of unmetDependencies(frame, task)) {
        if (!on.containerName || on.condition !== 'HEALTHY' || now?.healthStatus !== 'UNHEALTHY') continue;
        const known = found.get(on.containerName) ?? { waiters: new Set(), tasks: [] };
        found.set(on.containerName, { waiters: known.waiters.add(waiter ?? ''), tasks: [...new Set([...known.tasks, task])] });
      }
    }
    return [...found].map(([container, { waiters, tasks }]) => waiting(frame, container, [...waiters], tasks));
  },
};

function waiting(frame: Frame, container: string, waiters: readonly string[], tasks: readonly Task[]): Finding {
  const { command, facts, fix } = checkOf(frame, container);
  const names = waiters.map(called).join(', ');
  return {
    certainty: 'certain',
    container,
    tasks,
    headline: `${called(container)} fails its health check, so ${names} never starts${command ? ': ' : ''}${quoted(command)}`,
    evidence: [],
    facts: [...facts, `${waiters.join(', ')} waits for ${container} to be HEALTHY (dependsOn)`],
    fix,
  };
}

export const containerHealthCheck = either(inWords, keepsOthersWaiting);

/** The check uses one port, the log names another. */
function elsewhere({ frame, container, tasks }: Hit): string | undefined {
  const checked = Number(/:(\d{2,5})\b/.exec(checkOf(frame, container).command ?? '')?.[1]);
  const heard = tasks.flatMap((t) => logLines(frame, container, t)).flatMap((l) => listeningIn(l.message ?? '') ?? []);
  if (!checked || !heard.length || heard.some((l) => l.port === checked)) return undefined;
  return `the check uses port ${checked}, but the application logs: ${heard[0].line}`;
}
