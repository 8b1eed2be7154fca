import { Rule } from '../../../model';
import { bakeTime } from '../../../read';
import { guide } from '../../kit';

export const deploymentBakeTime: Rule = {
  id: 'deployment-bake-time',
  family: 'deployment',
  title: 'Deployment is in its bake time',
  stage: 'deployment',
  retry: 'likely',
  waiting: true,
  foundBy: 'facts',
  docs: guide('deployment-type-blue-green'),
  match(frame) {
    const awaited = bakeTime(frame);
    if (!awaited) return undefined;
    return {
      certainty: 'certain',
      headline: `ECS waits for the end of ${awaited}; the new revision receives the traffic`,
      evidence: [],
      fix: 'wait, or shorten bakeTime of the service',
    };
  },
};
