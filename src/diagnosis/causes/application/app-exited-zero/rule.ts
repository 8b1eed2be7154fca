import { called, ended, guide } from '../../kit';

export const appExitedZero = ended({
  id: 'app-exited-zero',
  family: 'application',
  title: 'Essential container finished with exit code 0',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending) => `${called(ending.container.name)} ends by itself with exit code 0; a service must keep running`,
  fix: 'run a long-lived process in the foreground (command in addContainer()), set essential: false for a helper,'
    + ' or run a job as a ScheduledFargateTask',
});
