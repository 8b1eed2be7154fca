import { EVERYWHERE, guide, stated } from '../../kit';

export const circuitBreakerGeneric = stated({
  id: 'circuit-breaker-generic',
  family: 'deployment',
  title: 'Circuit breaker ended the deployment',
  stage: 'deployment',
  retry: 'never',
  symptomOnly: true,
  docs: guide('deployment-circuit-breaker'),
  from: EVERYWHERE,
  says: (text) => /circuit ?breaker|deployment failed: tasks? failed to start|rolling back to (deployment|service revision)|tasks? failed to start\.?$|deployment .{0,80}failed\.?$/i.test(text) && !/^task failed to start/i.test(text),
  headline: 'the deployment circuit breaker ended the deployment; AWS does not say why the tasks failed',
  fix: 'read the stopped tasks and the service events before ECS forgets them (about one hour)',
});
