import { healthRule } from '../health-rule';

export const elbHealthCheck = healthRule({
  id: 'elb-health-check',
  title: 'Load balancer health check failed, reason not given',
  symptomOnly: true,
  headline: (f) => `${f.who} fails ${f.where}; AWS does not say how`,
  facts: () => ['the code, timeout or refusal stands in the target health while the target is registered'],
  fix: () => 'compare path, port and healthyHttpCodes in targetGroup.configureHealthCheck() with the application; raise healthCheckGracePeriod if it starts slowly',
});
