import { Finding, Rule } from '../../../model';
import { guide } from '../../kit';

/**
 * No frame shows it: only the decision knows for how long nothing has moved. It gives `notProgressing` the headline and the facts
 * (decision/cause-of-decision.ts).
 */
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

export function notProgressing(headline: string, facts: readonly string[]): Finding {
  return {
    certainty: 'possible',
    headline,
    evidence: [],
    facts,
    fix: 'see the events and the tasks of the service; the options stuckAfter and timeout of the diagnosis limit the wait',
  };
}
