import { logLines } from '../../../read';
import { listeningIn } from '../../../read/listening';
import { called, guide, Hit, quoted, stated } from '../../kit';
import { checkOf, unhealthyContainers } from '../container-checks';

/** "replaced 1 tasks due to an unhealthy status" does not name the check. */
const UNNAMED = /unhealthy status/i;

export const containerHealthCheck = stated({
  id: 'container-health-check',
  family: 'health',
  title: 'Container health check failed',
  stage: 'health',
  retry: 'maybe',
  traits: { stoppedByEcs: true },
  docs: guide('healthcheck'),
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

/** The check uses one port, the log names another. */
function elsewhere({ frame, container, tasks }: Hit): string | undefined {
  const checked = Number(/:(\d{2,5})\b/.exec(checkOf(frame, container).command ?? '')?.[1]);
  const heard = tasks.flatMap((t) => logLines(frame, container, t)).flatMap((l) => listeningIn(l.message ?? '') ?? []);
  if (!checked || !heard.length || heard.some((l) => l.port === checked)) return undefined;
  return `the check uses port ${checked}, but the application logs: ${heard[0].line}`;
}
