import { healthyPercent, isFirstDeployment, onInstances } from '../../../read';
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
  facts: ({ frame }) => {
    const cpu = frame.taskDefinition?.cpu;
    const both = isFirstDeployment(frame) ? '' : '; an update runs old and new tasks side by side';
    return [cpu && `each task needs ${Number(cpu) / 1024} vCPU${both}`];
  },
  fix: ({ text, frame }) => {
    const quota = onInstances(frame) ? 'vCPU of the EC2 instance family' : 'Fargate vCPU';
    const ask = `request a higher quota (Service Quotas, ${quota}), or use fewer vCPUs: a smaller cpu`;
    const { max = 200 } = healthyPercent(frame.service) ?? {};
    return isFirstDeployment(frame) || max <= 100 || /configuration is above|size/i.test(text)
      ? ask
      : `${ask}, or maxHealthyPercent: 100 with a lower minHealthyPercent`;
  },
});
