import { guide, stated } from '../../kit';

export const fargateCapacity = stated({
  id: 'fargate-capacity',
  family: 'capacity',
  title: 'Fargate has no capacity right now',
  stage: 'placement',
  retry: 'likely',
  docs: guide('service-event-messages-list'),
  headline: 'no task can be placed: Fargate has no capacity in the Availability Zones of the subnets right now',
  fix: ({ frame }) => {
    const used = (frame.service?.capacityProviderStrategy ?? []).map(({ capacityProvider }) => capacityProvider);
    const [other] = ['FARGATE', 'FARGATE_SPOT'].filter((name) => !used.includes(name) && !(name === 'FARGATE' && !used.length));
    return `wait, or set vpcSubnets in more Availability Zones${other ? '; ' : ''}${mix(other, used[0])}`;
  },
});

function mix(other: string | undefined, used: string | undefined): string {
  const only = used ? `, which names ${used} only` : '';
  return other ? `add ${other} to capacityProviderStrategies${only}` : '';
}
