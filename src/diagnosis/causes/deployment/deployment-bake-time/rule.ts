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
  foundBy: 'facts',
  docs: guide('deployment-type-blue-green'),
  match(frame) {
    const deployment = openServiceDeployment(frame);
    if (deployment?.lifecycleStage !== 'BAKE_TIME') return undefined;
    const minutes = (deployment.deploymentConfiguration ?? frame.service?.deploymentConfiguration)?.bakeTimeInMinutes;
    const length = minutes === undefined ? '' : ` of ${minutes} min`;
    return {
      certainty: 'certain',
      headline: `ECS waits for the end of the bake time${length}; the new revision receives the traffic`,
      evidence: [],
      fix: 'wait, or shorten bakeTime of the service',
    };
  },
};
