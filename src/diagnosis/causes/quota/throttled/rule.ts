import { guide, stated } from '../../kit';

export const throttled = stated({
  id: 'throttled',
  family: 'quota',
  title: 'An AWS API throttled ECS',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
  headline: 'ECS is being throttled by an AWS API and will try again',
  fix: 'wait; spread deployments of many services over time',
});
