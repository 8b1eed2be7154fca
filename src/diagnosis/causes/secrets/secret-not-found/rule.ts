import { secretIn, usingContainer } from '../../../read';
import { guide, shortenable, stated } from '../../kit';

export const secretNotFound = stated({
  id: 'secret-not-found',
  family: 'secrets',
  title: 'Secret or parameter does not exist',
  stage: 'start',
  retry: 'never',
  docs: guide('resource-initialization-error'),
  containerOf: (hit) => usingContainer(hit, secretIn(hit.text)),
  headline: (hit) => {
    const kind = /ssm|parameter/i.test(hit.text) ? 'parameter' : 'secret';
    return `${hit.who} cannot start: ${kind} ${shortenable(secretIn(hit.text) ?? 'named in the task definition')} does not exist`;
  },
  fix: (hit) => (/ssm|parameter/i.test(hit.text)
    ? 'create the parameter in this account and Region, or correct the name in Secret.fromSsmParameter(...)'
    : 'create the secret in this account and Region, or correct the name in Secret.fromSecretsManager(...)'),
});
