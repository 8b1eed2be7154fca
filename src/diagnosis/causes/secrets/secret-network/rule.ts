import { guide, hostIn, networkFacts, stated } from '../../kit';

export const secretNetwork = stated({
  id: 'secret-network',
  family: 'secrets',
  title: 'Secrets Manager or SSM not reachable',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => {
    const store = /ssm|systems manager|parameter store/i.test(hit.text) ? 'SSM Parameter Store' : 'Secrets Manager';
    return `${hit.who} cannot reach ${store}: ${obstacle(hit.text)}`;
  },
  facts: (hit) => [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...networkFacts(hit.frame)],
  fix: 'give the subnets a route to AWS:'
    + ' a NAT gateway, assignPublicIp: true in public subnets, or vpc.addInterfaceEndpoint(...) for secretsmanager or ssm',
});

function obstacle(text: string): string {
  if (/\bx509\b/i.test(text)) return 'its certificate is not trusted';
  return /unexpected eof/i.test(text) ? 'the connection broke off' : 'no network route';
}
