import { isTcpCheck } from '../../../read';
import { healthRule } from '../health-rule';

export const elbHealthCheck = healthRule({
  id: 'elb-health-check',
  title: 'Load balancer health check failed, reason not given',
  symptomOnly: true,
  headline: (f) => `${f.who} fails ${f.where}; AWS gives no reason`,
  facts: () => ['target health shows the code, timeout or refusal, but only while the target is registered'],
  fix: (f) => (f.complaint ? 'correct what the application logs meanwhile; else ' : '')
    + `compare ${isTcpCheck(f.group) ? 'port' : 'path, port and healthyHttpCodes'} in`
    + ' targetGroup.configureHealthCheck() with the application'
    + (f.complaint ? '' : '; raise healthCheckGracePeriod if the application starts slowly'),
});
