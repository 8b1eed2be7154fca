import { healthRule } from '../check-failures';

const ALLOWED_HOSTS = '400 often means that the application refuses the Host header (an IP address): allow it for the health check';

export const elbHealthCheckStatus = healthRule({
  id: 'elb-health-check-status',
  title: 'Health check got an unexpected HTTP status',
  headline: (f) => {
    const expected = f.expected ? `, expected ${f.expected}` : '';
    return `${f.who} answers ${f.where} with ${f.codes || 'an unexpected status'}${expected}`;
  },
  facts: (f) => [
    /400/.test(f.codes) && ALLOWED_HOSTS,
    /50[0-9]/.test(f.codes) && 'a 5xx comes from the application: its log has the reason',
    /30[1278]/.test(f.codes) && 'the application answers with a redirect',
  ],
  // The path does not exist, or the application refuses the request: a retry gets the same answer.
  retryOf: (f) => (/^\[?(4(0[0-9]|1\d)|30\d)/.test(f.codes) && !/429|408|425/.test(f.codes) ? 'maybe' : undefined),
  fix: (f) => {
    const accepted = /^\[?30/.test(f.codes) ? '200-399' : f.expected ?? '200';
    return `serve ${f.expected ?? 'an expected status'} on ${f.path ?? 'the health check path'},`
      + ` or change the check: targetGroup.configureHealthCheck({ path, healthyHttpCodes: '${accepted}' })`;
  },
});
