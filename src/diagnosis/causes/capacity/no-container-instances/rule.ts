import { guide, stated } from '../../kit';
import { providerName, readActivities } from '../providers';

export const noContainerInstances = stated({
  id: 'no-container-instances',
  family: 'capacity',
  title: 'Cluster or capacity provider has no instances',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('service-event-messages-list'),
  headline: (hit) => `no task can be placed: ${providerName(hit.frame) ?? 'the cluster'} has no container instance`,
  fix: (hit) => (providerName(hit.frame)
    ? `${readActivities(hit.frame)}; if instances run, check their ECS agent and cluster name`
    : 'add capacity: cluster.addAsgCapacityProvider(...), or run on Fargate;'
      + ' check that instances start with the ECS agent and the name of this cluster'),
});
