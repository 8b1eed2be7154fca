import { barePath, mistakenName, mistakenNameWords, nameLikeSuffix, secretIn, usesOf } from '../../../read';
import { deniedAction, guide, shortenable, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const secretAccessDenied = stated({
  id: 'secret-access-denied',
  family: 'secrets',
  title: 'Execution role is not allowed to read the secret',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot start: the execution role cannot read ${named(hit.text)}`,
  facts: (hit) => {
    const name = nameLikeSuffix(hit.text);
    const mistaken = mistakenName(hit);
    return [
      mistaken && mistakenNameWords(mistaken).fact,
      ...denialFacts(hit.text),
      name && `the ARN has no suffix of six characters, and ${name.slice(-7)} is taken for one:`
        + ` a grant for ${name}-?????? does not match`,
      ...(mistaken ? [] : usesOf(hit, secretIn(hit.text)).slice(0, 1)),
    ];
  },
  fix: (hit) => {
    const mistaken = mistakenName(hit);
    if (mistaken) return mistakenNameWords(mistaken).fix;
    if (nameLikeSuffix(hit.text)) return PARTIAL_ARN;
    const path = barePath(hit);
    const fix = denialFix(hit.text, grant(hit.text));
    return path ? `write ${path} in valueFrom, if that is the name of the parameter: IAM refuses before it is looked up; else ${fix}` : fix;
  },
});

const PARTIAL_ARN = 'refer to the secret by its whole ARN: Secret.fromSecretCompleteArn(this, id, arn) in place of fromSecretNameV2'
  + ' or fromSecretPartialArn, and grant the read to the execution role with it';

function grant(text: string): string {
  return /ssm/i.test(deniedAction(text) ?? text)
    ? 'grant the read to the execution role, not to the task role: parameter.grantRead(taskDefinition.obtainExecutionRole())'
    : 'grant the read to the execution role, not to the task role: secret.grantRead(taskDefinition.obtainExecutionRole())';
}

function named(text: string): string {
  const secret = secretIn(text);
  const kind = /ssm:|from ssm|parameter store/i.test(text) ? 'parameter' : 'secret';
  return secret ? `${kind} ${shortenable(secret)}` : `its ${kind}`;
}
