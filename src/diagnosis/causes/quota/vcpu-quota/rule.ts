import { guide, stated } from '../../kit';

export const vcpuQuota = stated({
  id: 'vcpu-quota',
  family: 'quota',
  title: 'vCPU or task size quota reached',
  stage: 'placement',
  retry: 'never',
  traits: { settledOnUpdate: true, freedByOldTasks: true },
  docs: guide('service-quotas'),
  headline: (hit) => (/configuration is above|size/i.test(hit.text)
    ? 'no task can be placed: the task is larger than the account\'s quota allows'
    : 'no task can be placed: the account\'s quota of vCPUs is reached'),
  facts: (hit) => {
    const cpu = hit.frame.taskDefinition?.cpu;
    return [cpu && `each task needs ${Number(cpu) / 1024} vCPU; an update runs old and new tasks side by side`];
  },
  fix: 'request a higher quota (Service Quotas, Fargate vCPU), or use fewer vCPUs:'
    + ' a smaller cpu, or maxHealthyPercent: 100 with a lower minHealthyPercent',
});
