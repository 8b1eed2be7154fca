import { guide, stated } from '../../kit';

export const deploymentConfigBlocked = stated({
  id: 'deployment-config-blocked',
  family: 'deployment',
  title: 'Healthy percent settings leave no room',
  stage: 'placement',
  retry: 'never',
  docs: guide('service-event-messages-list'),
  headline: (hit) => {
    const { minimumHealthyPercent: min, maximumPercent: max } = hit.frame.service?.deploymentConfiguration ?? {};
    return `ECS can neither start nor stop a task: minimum healthy ${min ?? '?'} %, maximum ${max ?? '?'} %, desired ${hit.frame.service?.desiredCount ?? '?'}`;
  },
  fix: 'leave room for one task: maxHealthyPercent: 200, or minHealthyPercent: 0 (or 50) in the service',
});
