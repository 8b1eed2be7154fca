import { Rule } from '../../../model';
import { guide } from '../../kit';

/** No frame shows it: only the decision knows for how long nothing has moved. It writes the headline (decision/cause-of-decision.ts). */
export const deploymentNotProgressing: Rule = {
  id: 'deployment-not-progressing',
  family: 'deployment',
  title: 'Deployment made no progress',
  stage: 'deployment',
  retry: 'maybe',
  symptomOnly: true,
  foundBy: 'decision',
  docs: guide('service-event-messages'),
  match: () => undefined,
};
