import { isTcpCheck } from '../../../read';
import { Failing, healthRule } from '../health-rule';

export const elbHealthCheck = healthRule({
  id: 'elb-health-check',
  title: 'Load balancer health check failed, reason not given',
  symptomOnly: true,
  headline: (f) => (f.answered
    ? `${f.who} answered checks with ${f.answered.status} and still fails ${f.where}`
    : `${f.who} fails ${f.where}; AWS gives no reason`),
  facts: (f) => [
    answers(f),
    f.answered && f.answered.container !== f.container
      && `the load balancer checks container "${f.container}"; another container has the requests in its log`,
    'target health shows the code, timeout or refusal, but only while the target is registered',
  ],
  fix: (f) => {
    if (f.answered) return fixOfAnswered(f);
    return (f.complaint ? 'correct what the application logs meanwhile; else ' : '')
      + `compare ${isTcpCheck(f.group) ? 'port' : 'path, port and healthyHttpCodes'} in`
      + ' targetGroup.configureHealthCheck() with the application'
      + (f.complaint ? '' : '; raise healthCheckGracePeriod if the application starts slowly');
  },
});

function answers({ answered }: Failing): string | undefined {
  if (!answered) return undefined;
  const { container, times, status, first, last } = answered;
  const between = first === last ? ` at ${first}` : ` from ${first} to ${last}`;
  return `by its log container "${container}" answered ${times} of the checks with ${status}${first ? between : ''}:`
    + ' something listens there, so checks before or after that time failed';
}

/** It listens and answers: what is left is the time before it was ready, an answer that is too late, or a code that is not accepted. */
function fixOfAnswered({ grace, expected, timeout, path }: Failing): string {
  const now = grace === undefined ? '' : ` (${grace} s now)`;
  const limit = timeout ? ` within ${timeout} s` : ' in time';
  return `raise healthCheckGracePeriod of the service${now} if checks failed before the application was ready; else let it answer`
    + ` ${path ?? 'the check'} with ${expected ?? '200'}${limit} under load: more CPU, a path that does less, or a higher timeout and`
    + ' unhealthyThresholdCount in targetGroup.configureHealthCheck()';
}
