import { hostIn } from '../../../read/words';
import { guide, stated } from '../../kit';
import { networkFacts } from '../../network-path';

export const secretNetwork = stated({
  id: 'secret-network',
  family: 'secrets',
  title: 'Secrets Manager or SSM not reachable',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot reach ${/ssm|systems manager|parameter store/i.test(hit.text) ? 'SSM Parameter Store' : 'Secrets Manager'}${/\bx509\b/i.test(hit.text) ? ': its certificate is not trusted' : /unexpected eof/i.test(hit.text) ? ': the connection broke off' : ': no network route'}`,
  facts: (hit) => [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...networkFacts(hit.frame)],
  fix: 'give the subnets a way out: a NAT gateway, assignPublicIp: true in public subnets, or vpc.addInterfaceEndpoint(...) for secretsmanager or ssm',
});
