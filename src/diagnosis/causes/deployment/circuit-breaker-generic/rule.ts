import { notRead } from '../../../../facts/unavailable';
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
    notRead(frame, 'tasks').length ? 'its tasks could not be read' : 'AWS does not say why the tasks failed'}`,
  fix: 'read the stopped tasks and the service events before ECS forgets them (about one hour)',
});
