import { usingContainer, variableFor } from '../../../read';
import { guide, quoted, stated } from '../../kit';

const KEY = /json key:? ["']?([^\s"']+)/i;

export const secretKeyMissing = stated({
  id: 'secret-key-missing',
  family: 'secrets',
  title: 'Secret has no such JSON key',
  stage: 'start',
  retry: 'never',
  docs: guide('secrets-envvar-secrets-manager'),
  capture: KEY,
  // ECS names the key but neither the secret nor the container (aws/containers-roadmap#1590); those come from the task definition.
  containerOf: (hit) => usingContainer(hit, hit.match[1]),
  headline: (hit) => {
    const key = hit.match[1] ? quoted(hit.match[1]) : 'of that name';
    return `${hit.who} cannot start: its secret has no JSON key ${key}`;
  },
  facts: (hit) => [variableFor(hit, hit.match[1]) && `the variable ${variableFor(hit, hit.match[1])} needs this key`],
  fix: (hit) => {
    const key = hit.match[1] ? `"${hit.match[1]}"` : 'the key';
    return `add ${key} to the secret, or name a key that the secret has: Secret.fromSecretsManager(secret, 'KEY')`;
  },
});
