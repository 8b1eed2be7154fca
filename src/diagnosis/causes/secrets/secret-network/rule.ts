import { guide, hostIn, stated } from '../../kit';
import { connectionFacts, connectionFix, Destination, obstacle } from '../../obstacles';

export const secretNetwork = stated({
  id: 'secret-network',
  family: 'secrets',
  title: 'Secrets Manager or SSM not reachable',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot start: ${obstacle(hit.text, store(hit.text))}`,
  facts: (hit) => [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...connectionFacts(hit, store(hit.text))],
  fix: (hit) => connectionFix(hit, store(hit.text)),
});

function store(text: string): Destination {
  return /ssm|systems manager|parameter store/i.test(text)
    ? { name: 'SSM Parameter Store', endpoints: 'vpc.addInterfaceEndpoint(...) for ssm' }
    : { name: 'Secrets Manager', endpoints: 'vpc.addInterfaceEndpoint(...) for secretsmanager' };
}
