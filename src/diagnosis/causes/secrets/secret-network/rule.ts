import { NETWORK, SECRET_REASON_CUT } from '../../../classify/aws-texts';
import { secretIn, secretsOf, wayTo } from '../../../read';
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
    : `${hit.who} cannot start: ${obstacle(hit.text, store(hit))}`),
  facts: (hit) => (isCut(hit.text)
    ? networkFacts(hit.frame)
    : [hostIn(hit.text) && `endpoint: ${hostIn(hit.text)}`, ...connectionFacts(hit, store(hit))]),
  fix: (hit) => (isCut(hit.text) ? inOrder(hit) : connectionFix(hit, store(hit))),
});

/** No reason is left, though the words before it may name one: "retried 1 time(s): RequestCanceled" is one. */
function isCut(text: string): boolean {
  return SECRET_REASON_CUT.test(text) && !NETWORK.test(text);
}

const OF_SSM = /\bssm\b|systems manager|parameter store/i;
const OF_ASM = /\basm\b|secrets ?manager/i;

/**
 * By the text; if that is cut before the name of the store, by the task definition. AWS's agent writes "secrets from ssm",
 * "secret from asm".
 */
function isParameter({ text, frame }: Hit): boolean {
  if (OF_SSM.test(text) || OF_ASM.test(text)) return OF_SSM.test(text);
  return /retrieve secrets\b/i.test(text) || (secretsOf(frame, 'parameter').length > 0 && !secretsOf(frame, 'secret').length);
}

function store(hit: Hit): Destination {
  return isParameter(hit)
    ? { name: 'SSM Parameter Store', endpoints: 'vpc.addInterfaceEndpoint(...) for ssm' }
    : { name: 'Secrets Manager', endpoints: 'vpc.addInterfaceEndpoint(...) for secretsmanager' };
}

/** `parameter /prod/db of SSM Parameter Store`: from the text, or because the task definition has no other. */
function missing(hit: Hit): string {
  const { name } = store(hit);
  const one = isParameter(hit) ? 'parameter' : 'secret';
  const used = secretsOf(hit.frame, one);
  const known = secretIn(hit.text) ?? (used.length === 1 ? used[0] : undefined);
  if (known) return `${one} ${shortenable(known)} of ${name}`;
  return used.length ? `one of its ${used.length} ${one}s of ${name}` : `a ${one} of ${name}`;
}

function inOrder(hit: Hit): string {
  const [action, grant, one] = isParameter(hit)
    ? ['ssm:GetParameters', 'parameter.grantRead', 'parameter'] as const
    : ['secretsmanager:GetSecretValue', 'secret.grantRead', 'secret'] as const;
  const { name, endpoints = '' } = store(hit);
  const way = wayTo(hit.frame, name, endpoints);
  const allowed = `the execution role is allowed to call ${action}, and kms:Decrypt for a key of your own:`
    + ` ${grant}(taskDefinition.obtainExecutionRole())`;
  const exists = `the ${one} exists in this account and Region under the name in secrets`;
  // what the tasks before have read shows the way
  const [first, second, third] = isNew(hit, one) ? [allowed, exists, way] : [way, allowed, exists];
  return `check in this order: 1. ${first}; 2. ${second}; 3. ${third}`;
}

/** This deployment adds secrets of that store to a task definition that had run without them. */
function isNew({ frame }: Hit, kind: 'parameter' | 'secret'): boolean {
  const { previousTaskDefinition: taskDefinition } = frame;
  if (!taskDefinition) return false;
  const before = secretsOf({ taskDefinition }, kind);
  return secretsOf(frame, kind).some((name) => !before.includes(name));
}
