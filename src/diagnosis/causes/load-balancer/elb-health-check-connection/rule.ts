import { healthRule } from '../check-failures';

export const elbHealthCheckConnection = healthRule({
  id: 'elb-health-check-connection',
  title: 'Health check connection refused or broken',
  headline: (f) => `${f.who} accepts no usable connection for ${f.where}`,
  facts: () => ['nothing listens on the port, or the application does not use the protocol of the health check'],
  fix: () => 'let the application listen on 0.0.0.0 and on the containerPort of portMappings;'
    + ' match protocol and port in targetGroup.configureHealthCheck()',
});
