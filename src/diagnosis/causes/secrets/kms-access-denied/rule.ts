import { executionRole, guide, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const kmsAccessDenied = stated({
  id: 'kms-access-denied',
  family: 'secrets',
  title: 'KMS key of the secret refused',
  stage: 'start',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('secrets-envvar-secrets-manager'),
  headline: (hit) => `${hit.who} cannot start: ${executionRole(hit.text)} is not allowed to decrypt its secret (KMS)`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => denialFix(hit.text, 'grant decryption: key.grantDecrypt(taskDefinition.obtainExecutionRole()),'
    + ' or import the secret with its encryptionKey so that grantRead() covers it'),
});
