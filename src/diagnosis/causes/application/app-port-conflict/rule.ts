import { ended, exits, guide, quoted } from '../../kit';

export const appPortConflict = ended({
  id: 'app-port-conflict',
  family: 'application',
  title: 'Port already in use inside the task',
  stage: 'run',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (ending, line) => `${exits(ending)}: ${quoted(line)}`,
  facts: () => ['containers of one task share one network namespace in awsvpc mode'],
  fix: 'give each container of the task its own port, in the application and in portMappings',
});
