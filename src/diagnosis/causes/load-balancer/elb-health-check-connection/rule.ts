import { healthRule } from '../health-rule';

export const elbHealthCheckConnection = healthRule({
  id: 'elb-health-check-connection',
  title: 'Health check connection refused or broken',
  headline: (f) => `${f.who} gives ${f.where} no usable connection`,
  facts: () => ['nothing listens there, or it does not speak the protocol of the health check'],
  fix: () => 'listen on 0.0.0.0 and on the containerPort of portMappings; match protocol and port in targetGroup.configureHealthCheck()',
});
