import { healthRule } from '../health-rule';

const ALLOWED_HOSTS = '400 often means that the application refuses the Host header (an IP address): allow it for the health check';

export const elbHealthCheckStatus = healthRule({
  id: 'elb-health-check-status',
  title: 'Health check got an unexpected HTTP status',
  headline: (f) => `${f.who} answers ${f.where} with ${f.codes || 'an unexpected status'}${f.expected ? `, expected ${f.expected}` : ''}`,
  facts: (f) => [/400/.test(f.codes) && ALLOWED_HOSTS, /50[0-9]/.test(f.codes) && 'a 5xx comes from the application: its log says why', /30[1278]/.test(f.codes) && 'the application redirects'],
  // The path is not there, or the application refuses the request: no repetition changes that.
  retryOf: (f) => (/^\[?(4(0[0-9]|1\d)|30\d)/.test(f.codes) && !/429|408|425/.test(f.codes) ? 'maybe' : undefined),
  fix: (f) => `serve ${f.expected ?? 'an expected status'} on ${f.path ?? 'the health check path'}, or change it: targetGroup.configureHealthCheck({ path, healthyHttpCodes: '${/^\[?30/.test(f.codes) ? '200-399' : f.expected ?? '200'}' })`,
});
