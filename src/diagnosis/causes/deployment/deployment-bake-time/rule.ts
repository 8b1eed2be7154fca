import { Rule } from '../../../model';
import { openServiceDeployment } from '../../../read';
import { guide } from '../../kit';

export const deploymentBakeTime: Rule = {
  id: 'deployment-bake-time',
  family: 'deployment',
  title: 'Deployment is in its bake time',
  stage: 'deployment',
  retry: 'likely',
  waiting: true,
  docs: guide('deployment-type-blue-green'),
  match(frame) {
    const deployment = openServiceDeployment(frame);
    if (deployment?.lifecycleStage !== 'BAKE_TIME') return undefined;
    const minutes = (deployment.deploymentConfiguration ?? frame.service?.deploymentConfiguration)?.bakeTimeInMinutes;
    return {
      certainty: 'certain',
      headline: `ECS waits for the bake time${minutes === undefined ? '' : ` of ${minutes} min`}; the new revision takes the traffic`,
      evidence: [],
      fix: 'wait; bakeTime of the service sets it',
    };
  },
};
