import { hostIn } from '../../faults';
import { guide, stated } from '../../kit';
import { networkFacts } from '../../network-path';

export const secretNetwork = stated({
  id: 'secret-network',
  family: 'secrets',
  title: 'Secrets Manager or SSM not reachable',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot reach ${/ssm|systems manager|parameter store/i.test(hit.text) ? 'SSM Parameter Store' : 'Secrets Manager'}: no network route`,
  facts: (hit) => [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...networkFacts(hit.frame)],
  fix: 'give the subnets a way out: a NAT gateway, assignPublicIp: true in public subnets, or vpc.addInterfaceEndpoint(...) for secretsmanager or ssm',
});
