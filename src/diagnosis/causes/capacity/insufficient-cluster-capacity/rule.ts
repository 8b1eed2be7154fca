import { guide, stated } from '../../kit';
import { whatIsShort } from '../fault';

export const insufficientClusterCapacity = stated({
  id: 'insufficient-cluster-capacity',
  family: 'capacity',
  title: 'No instance has room for the task',
  stage: 'placement',
  retry: 'maybe',
  traits: { needs: 'instances', freedByOldTasks: true },
  docs: guide('service-event-messages-list'),
  certainty: (hit) => (whatIsShort(hit.text) ? 'certain' : 'possible'),
  headline: (hit) => (whatIsShort(hit.text)
    ? `no task can be placed: no container instance has enough ${whatIsShort(hit.text)}`
    : 'tasks could not be launched; AWS does not say what they lack'),
  fix: 'add instances (capacity provider with managed scaling, or asg.maxCapacity), or ask for less: memoryLimitMiB / cpu in addContainer(); maxHealthyPercent 100 frees the old task first',
});
