import { NETWORK, SECRET_REASON_CUT } from '../../../classify/aws-texts';
import { secretIn, secretsOf } from '../../../read';
import { guide, Hit, hostIn, networkFacts, shortenable, stated } from '../../kit';
import { connectionFacts, connectionFix, Destination, obstacle } from '../../obstacles';

export const secretNetwork = stated({
  id: 'secret-network',
  family: 'secrets',
  title: 'Secrets Manager or SSM not reachable',
  stage: 'start',
  retry: 'maybe',
  docs: guide('resource-initialization-error'),
  certainty: ({ text }) => (isCut(text) ? 'possible' : 'certain'),
  headline: (hit) => (isCut(hit.text)
    ? `${hit.who} cannot start: ${missing(hit)} could not be read, and AWS's text ends before the reason`
    : `${hit.who} cannot start: ${obstacle(hit.text, store(hit.text))}`),
  facts: (hit) => (isCut(hit.text)
    ? networkFacts(hit.frame)
    : [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...connectionFacts(hit, store(hit.text))]),
  fix: (hit) => (isCut(hit.text) ? inOrder(hit) : connectionFix(hit, store(hit.text))),
});

/** No reason is left, though the words before it may name one: "retried 1 time(s): RequestCanceled" is one. */
function isCut(text: string): boolean {
  return SECRET_REASON_CUT.test(text) && !NETWORK.test(text);
}

const OF_SSM = /\bssm\b|systems manager|parameter store/i;

function store(text: string): Destination {
  return OF_SSM.test(text)
    ? { name: 'SSM Parameter Store', endpoints: 'vpc.addInterfaceEndpoint(...) for ssm' }
    : { name: 'Secrets Manager', endpoints: 'vpc.addInterfaceEndpoint(...) for secretsmanager' };
}

/** `parameter /prod/db of SSM Parameter Store`: from the text, or because the task definition has no other. */
function missing(hit: Hit): string {
  const { name } = store(hit.text);
  const one = OF_SSM.test(hit.text) ? 'parameter' : 'secret';
  const used = secretsOf(hit.frame, OF_SSM.test(hit.text) ? 'parameter' : 'secret');
  const known = secretIn(hit.text) ?? (used.length === 1 ? used[0] : undefined);
  if (known) return `${one} ${shortenable(known)} of ${name}`;
  return used.length ? `one of its ${used.length} ${one}s of ${name}` : `a ${one} of ${name}`;
}

function inOrder({ text }: Hit): string {
  const [action, grant, one] = OF_SSM.test(text)
    ? ['ssm:GetParameters', 'parameter.grantRead', 'parameter']
    : ['secretsmanager:GetSecretValue', 'secret.grantRead', 'secret'];
  const { name, endpoints = '' } = store(text);
  return `check in this order: 1. the subnets have a way to ${name} on port 443 (NAT gateway, public address, or ${endpoints});`
    + ` 2. the execution role is allowed to call ${action}, and kms:Decrypt for a key of your own:`
    + ` ${grant}(taskDefinition.obtainExecutionRole()); 3. the ${one} exists in this account and Region under the name in secrets`;
}
