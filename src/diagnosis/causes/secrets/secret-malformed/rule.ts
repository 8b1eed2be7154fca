import { guide, stated } from '../../kit';

export const secretMalformed = stated({
  id: 'secret-malformed',
  family: 'secrets',
  title: 'Secret value has the wrong form',
  stage: 'start',
  retry: 'never',
  docs: guide('secrets-envvar-secrets-manager'),
  headline: (hit) => `${hit.who} cannot start: its secret is not JSON with the required keys`,
  fix: 'store a JSON object with the required keys ({"username", "password"} for registry credentials),'
    + ' or use the whole secret: Secret.fromSecretsManager(secret)',
});
