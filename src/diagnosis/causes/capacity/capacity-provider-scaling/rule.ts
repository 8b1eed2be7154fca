import { Rule } from '../../../model';
import { pendingTasks, scalingProvider } from '../../../read';
import { count } from '../../../text';
import { guide } from '../../kit';

/** While an Auto Scaling capacity provider launches instances, its tasks wait in PROVISIONING. ECS stops them after 10 to 15 minutes. */
export const capacityProviderScaling: Rule = {
  id: 'capacity-provider-scaling',
  family: 'capacity',
  title: 'Waiting for the capacity provider to scale out',
  stage: 'placement',
  retry: 'likely',
  waiting: true,
  foundBy: 'facts',
  docs: guide('cluster-auto-scaling'),
  match(frame) {
    const provider = scalingProvider(frame);
    const waiting = pendingTasks(frame).filter((t) => t.lastStatus === 'PROVISIONING');
    if (!provider || !waiting.length) return undefined;
    const wait = waiting.length === 1 ? 'waits' : 'wait';
    return {
      certainty: 'certain',
      tasks: waiting,
      headline: `${count(waiting.length, 'task')} ${wait} in PROVISIONING while capacity provider ${provider} launches instances`,
      evidence: [],
      fix: 'wait; for spare capacity, set targetCapacityPercent below 100 in the AsgCapacityProvider',
    };
  },
};
