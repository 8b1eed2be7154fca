import { keysOfSecrets } from '../../../read';
import { guide, stated } from '../../kit';

export const secretMalformed = stated({
  id: 'secret-malformed',
  family: 'secrets',
  title: 'Secret value has the wrong form',
  stage: 'start',
  retry: 'never',
  docs: guide('secrets-envvar-secrets-manager'),
  headline: (hit) => `${hit.who} cannot start: its secret is not JSON with the required keys`,
  // The text of AWS names neither the secret nor the key.
  facts: (hit) => keysOfSecrets(hit.frame).slice(0, 3)
    .map(({ container, variable, secret, key }) => `container "${container}" gets ${variable} from the key ${key} of secret ${secret}`),
  fix: ({ frame }) => {
    const [first] = keysOfSecrets(frame);
    return first
      ? `store the secret ${first.secret} as a JSON object with the key ${first.key} and nothing around it (a shell may have added quotes),`
        + ' or use the whole secret: Secret.fromSecretsManager(secret)'
      : 'store a JSON object with the required keys ({"username", "password"} for registry credentials),'
        + ' or use the whole secret: Secret.fromSecretsManager(secret)';
  },
});
