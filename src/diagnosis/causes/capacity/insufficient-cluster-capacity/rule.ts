import { whatIsShort } from '../../../read/words';
import { guide, stated } from '../../kit';

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
    : 'tasks could not be launched; AWS does not name the missing resource'),
  fix: 'add instances (capacity provider with managed scaling, or asg.maxCapacity), or lower memoryLimitMiB / cpu in addContainer();'
    + ' with maxHealthyPercent: 100 the old task stops first',
});
