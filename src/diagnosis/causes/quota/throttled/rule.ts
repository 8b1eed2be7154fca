import { guide, stated } from '../../kit';

export const throttled = stated({
  id: 'throttled',
  family: 'quota',
  title: 'An AWS API throttled ECS',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
  headline: 'an AWS API throttles ECS; ECS will try again',
  fix: 'wait; spread the deployments of many services over time',
});
