import { called, ended, guide } from '../../kit';

export const appTerminated = ended({
  id: 'app-terminated',
  family: 'application',
  title: 'Container ended on SIGTERM',
  stage: 'run',
  retry: 'maybe',
  plain: true,
  docs: guide('stopped-task-error-codes'),
  headline: (ending) => `${called(ending.container.name)} ended on SIGTERM (exit code 143); the sender is not known`,
  facts: () => ['exit code 143 = 128 + 15 (SIGTERM): mostly the consequence of another stop'],
  fix: 'find the stop that came first: by a supervisor in the image, another essential container or a health check',
});
