import { called, either, ended, guide, quoted, stated } from '../../kit';

const INFO = {
  id: 'dependency-container-failed',
  family: 'startup',
  title: 'A container that others depend on failed',
  stage: 'start',
  retry: 'never',
  docs: guide('example_task_definitions'),
} as const;

const FIX = 'mend that container, or relax the condition in container.addContainerDependencies({ container, condition })';

export const dependencyContainerFailed = either(
  stated({
    ...INFO,
    headline: (hit) => `${hit.who} cannot start: a container that it depends on ${/exit/i.test(hit.text) ? 'did not exit with success' : 'failed'}`,
    fix: FIX,
  }),
  ended({
    ...INFO,
    headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}, so ${ending.waiters.map(called).join(', ')} never starts${line ? `: ${quoted(line)}` : ''}`,
    facts: (ending) => [`${ending.waiters.join(', ')} waits for ${ending.container.name} (dependsOn)`],
    fix: FIX,
  }),
);
