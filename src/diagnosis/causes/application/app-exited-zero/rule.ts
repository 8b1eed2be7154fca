import { onInstances } from '../../../read';
import { called, ended, guide } from '../../kit';

export const appExitedZero = ended({
  id: 'app-exited-zero',
  family: 'application',
  title: 'Essential container finished with exit code 0',
  stage: 'run',
  retry: 'never',
  docs: guide('stopped-task-error-codes'),
  headline: (ending) => `${called(ending.container.name)} ends by itself with exit code 0; a service must keep running`,
  fix: (ending, _line, frame) => {
    const others = (frame.taskDefinition?.containerDefinitions ?? []).filter(({ name }) => name !== ending.container.name);
    const balanced = frame.service?.loadBalancers?.some(({ containerName }) => containerName === ending.container.name);
    const helper = others.length && !balanced ? ' set essential: false for a helper,' : '';
    const job = onInstances(frame) ? 'ScheduledEc2Task' : 'ScheduledFargateTask';
    return `run a long-lived process in the foreground (command in addContainer()),${helper} or run a job as a ${job}`;
  },
});
