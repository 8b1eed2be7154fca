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
  headline: (hit) => `no task can be placed: the ${/provisioning/i.test(hit.text) ? 'limit on tasks in PROVISIONING' : 'quota of tasks'} is reached`,
  fix: 'ask for a higher quota (Service Quotas), or run fewer tasks at a time',
});
