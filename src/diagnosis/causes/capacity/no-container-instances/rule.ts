import { guide, Hit, stated } from '../../kit';
import { providerName, readActivities } from '../providers';

export const noContainerInstances = stated({
  id: 'no-container-instances',
  family: 'capacity',
  title: 'Cluster or capacity provider has no instances',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('service-event-messages-list'),
  headline: (hit) => `no task can be placed: ${owner(hit) ?? 'the cluster'} has no container instance`,
  fix: (hit) => (owner(hit)
    ? `${readActivities(hit.frame)}; if instances run, check their ECS agent and cluster name`
    : 'add capacity: cluster.addAsgCapacityProvider(...), or run on Fargate;'
      + ' check that instances start with the ECS agent and the name of this cluster'),
});

/** The capacity provider, if the service has one or AWS speaks of one. */
function owner({ frame, text }: Hit): string | undefined {
  return providerName(frame) ?? (/capacity provider/i.test(text) ? 'the capacity provider' : undefined);
}
