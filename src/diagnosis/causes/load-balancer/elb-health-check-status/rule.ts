import { checkTrafficPort, healthRule } from '../health-rule';
import { fixForStatus, isHostRefused, isPlainOnTls, requestInLog, statusOf } from '../statuses';

export const elbHealthCheckStatus = healthRule({
  id: 'elb-health-check-status',
  title: 'Health check got an unexpected HTTP status',
  headline: (f) => {
    const expected = f.expected ? `, expected ${f.expected}` : '';
    return `${f.who} answers ${f.where} with ${f.codes || 'an unexpected status'}${expected}`;
  },
  facts: (f) => [
    isPlainOnTls(f) && `the check speaks plain HTTP to port ${f.checked}, which expects TLS`,
    isHostRefused(f),
    /50[0-9]/.test(f.codes) && 'a 5xx comes from the application: its log has the reason',
    /30[1278]/.test(f.codes) && 'the application answers with a redirect',
    requestInLog(f),
  ],
  // The path does not exist, or the application refuses the request: a retry gets the same answer.
  retryOf: (f) => (/^\[?(4(0[0-9]|1\d)|30\d)/.test(f.codes) && !/429|408|425/.test(f.codes) ? 'maybe' : undefined),
  fix: (f) => {
    if (f.trafficPort && statusOf(f) < 500) return `${checkTrafficPort(f)}; or serve ${f.expected ?? '200'} on port ${f.checked}`;
    return fixForStatus(f);
  },
});
