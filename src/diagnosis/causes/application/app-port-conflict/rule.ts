import { called, ended, guide, quoted } from '../../kit';

export const appPortConflict = ended({
  id: 'app-port-conflict',
  family: 'application',
  title: 'Port already in use inside the task',
  stage: 'run',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (ending, line) => `${called(ending.container.name)} exits with code ${ending.exitCode}: ${quoted(line)}`,
  facts: () => ['containers of one task share one network namespace in awsvpc mode'],
  fix: 'give each container of the task its own port, in the application and in portMappings',
});
