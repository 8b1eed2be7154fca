import { guide, stated } from '../../kit';

export const noContainerInstances = stated({
  id: 'no-container-instances',
  family: 'capacity',
  title: 'Cluster or capacity provider has no instances',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances' },
  docs: guide('service-event-messages-list'),
  headline: 'no task can be placed: the cluster has no container instance',
  fix: 'add capacity: cluster.addAsgCapacityProvider(...), or run on Fargate;'
    + ' check that instances start with the ECS agent and the name of this cluster',
});
