import { Frame } from '../../../../facts/model';
import { Ending } from '../../../classify';
import { definitionOf } from '../../../read';
import { checkOf } from '../../health/container-checks';
import { called, either, ended, guide, quoted, stated } from '../../kit';

const INFO = {
  id: 'dependency-container-failed',
  family: 'startup',
  title: 'A container that others depend on failed',
  stage: 'start',
  retry: 'never',
  docs: guide('example_task_definitions'),
} as const;

const FIX = 'correct that container, or relax the condition in container.addContainerDependencies({ container, condition })';

export const dependencyContainerFailed = either(
  stated({
    ...INFO,
    headline: (hit) => {
      const { awaited, waiter } = chain(hit.text) ?? { awaited: 'a container', waiter: 'a container that depends on it' };
      return `${awaited} ${outcome(hit.text)}, so ${waiter} never starts`;
    },
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) => {
      const isUnhealthy = ending.container.healthStatus === 'UNHEALTHY' && ending.exitCode > 128;
      const end = isUnhealthy ? 'is unhealthy' : `exits with code ${ending.exitCode}`;
      const waiters = ending.waiters.map(called).join(', ');
      return `${called(ending.container.name)} ${end}, so ${waiters} never starts${line ? ': ' : ''}${quoted(line)}`;
    },
    facts: (ending) => [`${ending.waiters.join(', ')} waits for ${ending.container.name} (dependsOn)`],
    fix: (ending, _line, frame) => fixOf(ending, frame),
  }),
);

/** What the condition of the waiting container asks for. */
function fixOf({ container: { name }, task, waiters }: Ending, frame: Frame): string {
  const conditions = waiters.flatMap((waiter) => definitionOf(frame, waiter)?.dependsOn ?? [])
    .filter((on) => on.containerName === name).map((on) => on.condition);
  if (conditions.includes('HEALTHY')) return checkOf(frame, name, [task]).fix;
  if (conditions.includes('SUCCESS')) return `correct ${called(name)}: it has to exit with code 0 before ${waiters.join(', ')} starts`;
  return FIX;
}

/** `dependency graph: container ordering dependency [db] for target [web] has timed out` (aws/amazon-ecs-agent, dependency graph). */
function chain(text: string): { readonly awaited: string; readonly waiter: string } | undefined {
  const [, awaited, waiter] = /dependency \[\{?([\w-]+)[^\]]*\] for target \[([\w-]+)\]/i.exec(text) ?? [];
  return awaited ? { awaited: called(awaited), waiter: called(waiter) } : undefined;
}

function outcome(text: string): string {
  if (/time/i.test(text)) return 'did not reach its condition in time';
  if (/exit/i.test(text)) return 'did not exit with success';
  return /does not exist|never start/i.test(text) ? 'never started' : 'failed';
}
