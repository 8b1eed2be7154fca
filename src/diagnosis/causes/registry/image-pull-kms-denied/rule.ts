import { pulling } from '../../../read';
import { guide, stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const imagePullKmsDenied = stated({
  id: 'image-pull-kms-denied',
  family: 'registry',
  title: 'KMS key of the ECR repository refused',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('task_cannot_pull_image'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: the KMS key of its ECR repository cannot be used`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => denialFix(hit.text, 'grant decryption: key.grantDecrypt(taskDefinition.obtainExecutionRole()), and keep the key enabled'),
});
