import { notRead, wasCutShort } from '../../../../facts/unavailable';
import { guide, stated } from '../../kit';

export const circuitBreakerGeneric = stated({
  id: 'circuit-breaker-generic',
  family: 'deployment',
  title: 'Circuit breaker ended the deployment',
  stage: 'deployment',
  retry: 'never',
  symptomOnly: true,
  docs: guide('deployment-circuit-breaker'),
  headline: ({ frame }) => `the deployment circuit breaker ended the deployment; ${
    notRead(frame, 'tasks').some((u) => !wasCutShort(u)) ? 'its tasks could not be read' : 'AWS gives no reason for the failed tasks'}`,
  fix: 'read the stopped tasks and the service events soon: ECS keeps them for about one hour',
});
