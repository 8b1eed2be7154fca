import { healthRule } from '../health-rule';

export const elbHealthCheckConnection = healthRule({
  id: 'elb-health-check-connection',
  title: 'Health check connection refused or broken',
  headline: (f) => `${f.where} gets no usable connection to ${f.who}`,
  facts: () => ['nothing listens on the port, or the application does not use the protocol of the health check'],
  fix: () => 'let the application listen on 0.0.0.0 and on the containerPort of portMappings;'
    + ' match protocol and port in targetGroup.configureHealthCheck()',
});
