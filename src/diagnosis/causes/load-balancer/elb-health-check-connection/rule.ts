import { healthRule } from '../health-rule';

export const elbHealthCheckConnection = healthRule({
  id: 'elb-health-check-connection',
  title: 'Health check connection refused or broken',
  kind: 'connection',
  headline: (f) => `the load balancer gets no usable connection to ${f.who} for ${f.where}`,
  facts: () => ['nothing listens there, or it does not speak the protocol of the health check'],
  fix: () => 'listen on 0.0.0.0 and on the containerPort of portMappings; match protocol and port in targetGroup.configureHealthCheck()',
});
