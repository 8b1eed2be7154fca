import { Frame } from '../../../../facts/model';
import { Finding, Rule } from '../../../model';
import { addedBy, checkOf, pendingTasks, unhealthyContainers, unmetDependencies } from '../../../read';
import { called, fixOfError, guide, Hit, quoted, remedyInWords, shortenable, stated } from '../../kit';

/** "replaced 1 tasks due to an unhealthy status" does not name the check. */
const UNNAMED = /unhealthy status/i;

const inWords = stated({
  id: 'container-health-check',
  family: 'health',
  title: 'Container health check failed',
  stage: 'health',
  retry: 'maybe',
  traits: { stoppedByEcs: true },
  foundBy: 'table and facts',
  docs: guide('healthcheck'),
  certainty: (hit) => (UNNAMED.test(hit.text) ? 'possible' : 'certain'),
  containerOf: (hit) => unhealthyContainers(hit.tasks)[0],
  headline: (hit) => {
    if (UNNAMED.test(hit.text)) return 'a task was replaced because it was unhealthy; AWS does not name the failed check';
    const { command, said, loop } = checkOf(hit.frame, hit.container, hit.tasks);
    if (said) return `${called(hit.container)} fails its health check, and logs at each: ${quoted(said)}`;
    if (loop) return `${called(hit.container)} fails its health check, and logs: ${quoted(loop.text)}`;
    return `${called(hit.container)} fails its health check${command ? ': ' : ''}${inHeadline(command)}`;
  },
  facts: (hit) => [...checkOf(hit.frame, hit.container, hit.tasks).facts, addedFact(hit.container)],
  fix: (hit) => (addedBy(hit.container)
    ? `look at ${addedBy(hit.container)}, which adds ${called(hit.container)} and its check to the task`
    : fixOf(hit)),
});

/** The remedy for what the log repeats goes before the request to correct it. */
function fixOf({ frame, container, tasks }: Hit): string {
  const { fix, facts, loop } = checkOf(frame, container, tasks);
  return (loop && /^correct what/.test(fix) && (remedyInWords(frame, container, facts)?.fix ?? fixOfError(frame, loop, loop.text))) || fix;
}

export const containerHealthCheck: Rule = {
  ...inWords,
  match(frame) {
    // the proxy of Service Connect has a cause of its own
    const found = [inWords.match(frame) ?? []].flat().filter((f) => addedBy(f.container) !== 'Service Connect');
    return found.length ? found : heldUp(frame);
  },
};

/** A path that stands alone is a name. */
function inHeadline(command: string | undefined): string {
  return command?.includes(' ') ? quoted(command) : shortenable(command);
}

function addedFact(container: string | undefined): string | undefined {
  const feature = addedBy(container);
  return feature && `${feature} adds this container to the task; it is not in the task definition`;
}

/** An unhealthy container for whose health others wait (`dependsOn`, HEALTHY). ECS stops nothing, and AWS writes no text. */
function heldUp(frame: Frame): readonly Finding[] {
  const held = pendingTasks(frame).flatMap((task) => unmetDependencies(frame, task)
    .filter(({ on, now }) => on.condition === 'HEALTHY' && now?.healthStatus === 'UNHEALTHY').map((unmet) => ({ task, unmet })));
  const [first] = held;
  if (!first) return [];
  const container = first.unmet.on.containerName;
  const mine = held.filter(({ unmet }) => unmet.on.containerName === container);
  const tasks = [...new Set(mine.map(({ task }) => task))];
  const waiters = [...new Set(mine.map(({ unmet }) => called(unmet.waiter)))].join(', ');
  const { command, facts, fix } = checkOf(frame, container, tasks);
  return [{
    certainty: 'certain',
    container,
    tasks,
    headline: `${called(container)} fails its health check, so ${waiters} never starts${command ? ': ' : ''}${inHeadline(command)}`,
    evidence: [],
    facts: [`${waiters} waits for ${called(container)} (dependsOn, condition HEALTHY), which is UNHEALTHY`, ...facts],
    fix,
  }];
}
