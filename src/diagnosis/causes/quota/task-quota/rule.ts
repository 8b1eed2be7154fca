import { guide, stated } from '../../kit';

export const taskQuota = stated({
  id: 'task-quota',
  family: 'quota',
  title: 'Task count quota reached',
  stage: 'placement',
  retry: 'maybe',
  traits: { freedByOldTasks: true },
  docs: guide('service-quotas'),
  retryOf: (hit) => (/provisioning/i.test(hit.text) ? 'likely' : undefined),
  headline: (hit) => {
    const limit = /provisioning/i.test(hit.text) ? 'limit on tasks in PROVISIONING' : 'quota of tasks';
    return `no task can be placed: the ${limit} is reached`;
  },
  fix: 'request a higher quota (Service Quotas), or run fewer tasks at a time',
});
