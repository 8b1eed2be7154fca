import { deniedAction, roleName } from '../../faults';
import { guide, quoted, stated } from '../../kit';
import { secretIn, usingContainer } from '../uses';

export const secretAccessDenied = stated({
  id: 'secret-access-denied',
  family: 'secrets',
  title: 'Execution role may not read the secret',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('resource-initialization-error'),
  containerOf: (hit) => usingContainer(hit, secretIn(hit.text)),
  headline: (hit) => `${hit.who} cannot start: the execution role may not read ${named(hit.text)}`,
  facts: (hit) => [deniedAction(hit.text) && `refused: ${deniedAction(hit.text)}${roleName(hit.text) ? ` to role ${roleName(hit.text)}` : ''}`],
  fix: (hit) => (/ssm/i.test(deniedAction(hit.text) ?? hit.text)
    ? 'parameter.grantRead(taskDefinition.obtainExecutionRole()) (the execution role, not the task role)'
    : 'secret.grantRead(taskDefinition.obtainExecutionRole()) (the execution role, not the task role)'),
});

function named(text: string): string {
  const secret = secretIn(text);
  const kind = /ssm:|from ssm|parameter store/i.test(text) ? 'parameter' : 'secret';
  return secret ? `${kind} ${quoted(secret)}` : `its ${kind}`;
}
