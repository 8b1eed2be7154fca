import { guide, stated } from '../../kit';

export const capacityProviderFailed = stated({
  id: 'capacity-provider-failed',
  family: 'capacity',
  title: 'Capacity provider could not launch instances',
  stage: 'placement',
  retry: 'maybe',
  docs: guide('cluster-auto-scaling'),
  headline: 'no task can be placed: the capacity provider could not deliver instances',
  fix: 'look at the activity of the Auto Scaling group: quota, instance type, launch template, maxCapacity, instance profile',
});
