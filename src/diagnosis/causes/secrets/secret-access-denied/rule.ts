import { secretIn, usingContainer } from '../../../read';
import { deniedAction, guide, quoted, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const secretAccessDenied = stated({
  id: 'secret-access-denied',
  family: 'secrets',
  title: 'Execution role is not allowed to read the secret',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('resource-initialization-error'),
  containerOf: (hit) => usingContainer(hit, secretIn(hit.text)),
  headline: (hit) => `${hit.who} cannot start: the execution role cannot read ${named(hit.text)}`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => denialFix(hit.text, /ssm/i.test(deniedAction(hit.text) ?? hit.text)
    ? 'grant the read to the execution role, not to the task role: parameter.grantRead(taskDefinition.obtainExecutionRole())'
    : 'grant the read to the execution role, not to the task role: secret.grantRead(taskDefinition.obtainExecutionRole())'),
});

function named(text: string): string {
  const secret = secretIn(text);
  const kind = /ssm:|from ssm|parameter store/i.test(text) ? 'parameter' : 'secret';
  return secret ? `${kind} ${quoted(secret)}` : `its ${kind}`;
}
