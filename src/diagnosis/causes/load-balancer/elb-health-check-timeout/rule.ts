import { healthRule } from '../check-failures';

export const elbHealthCheckTimeout = healthRule({
  id: 'elb-health-check-timeout',
  title: 'Health check timed out',
  headline: (f) => {
    const limit = f.timeout ? `within ${f.timeout} s` : 'in time';
    return `${f.who} does not answer ${f.where} ${limit}`;
  },
  facts: () => ['a timeout, not a refusal, points to a security group or to an application that is too slow'],
  fix: () => 'let the load balancer in: service.connections.allowFrom(loadBalancer, Port.tcp(port));'
    + ' check that the application answers in time on 0.0.0.0',
});
