import { SHORT, SHORT_OF } from '../../../classify/aws-texts';
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

const RESOURCES: { readonly [word: string]: string | undefined } = {
  CPU: 'CPU', MEM: 'memory', MEMORY: 'memory', GPU: 'GPUs', ENI: 'network interfaces', FPGA: 'accelerators', DISK: 'disk',
};

/** What the instances have too little of. */
function whatIsShort(text: string): string | undefined {
  const word = SHORT_OF.exec(text)?.slice(1).find(Boolean);
  if (!word) return SHORT.test(text) ? 'free resources' : undefined;
  return RESOURCES[word.toUpperCase()];
}
