import { healthRule } from '../health-rule';

export const elbHealthCheckTimeout = healthRule({
  id: 'elb-health-check-timeout',
  title: 'Health check timed out',
  headline: (f) => `${f.who} does not answer ${f.where}${f.timeout ? ` within ${f.timeout} s` : ' in time'}`,
  facts: () => ['a timeout (and not a refusal) points at a security group, or at an application that is too slow'],
  fix: () => 'let the load balancer in: service.connections.allowFrom(loadBalancer, Port.tcp(port)); check that the application answers in time on 0.0.0.0',
});
