import { guide, stated } from '../../kit';

export const fargateCapacity = stated({
  id: 'fargate-capacity',
  family: 'capacity',
  title: 'Fargate has no capacity right now',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
  headline: 'no task can be placed: Fargate has no capacity in the Availability Zones of the subnets right now',
  fix: 'wait, or set vpcSubnets in more Availability Zones; mix FARGATE and FARGATE_SPOT in capacityProviderStrategies',
});
