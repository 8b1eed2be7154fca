import { guide, stated } from '../../kit';

export const targetGroupMissing = stated({
  id: 'target-group-missing',
  family: 'load-balancer',
  title: 'Target group not found',
  stage: 'service',
  retry: 'never',
  docs: guide('troubleshoot-service-load-balancers'),
  headline: (hit) => `the target group ${/targetgroup\/([\w-]+)/.exec(hit.text)?.[1] ?? ''} does not exist`.replace('  ', ' '),
  fix: 'keep target group and service in one stack, or replace both: service.attachToApplicationTargetGroup(targetGroup)',
});
