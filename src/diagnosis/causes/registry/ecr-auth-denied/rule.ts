import { executionRole, guide, stated } from '../../kit';
import { denialFix, policyFacts } from '../../obstacles';

export const ecrAuthDenied = stated({
  id: 'ecr-auth-denied',
  family: 'registry',
  title: 'No permission to obtain an ECR login',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: guide('resource-initialization-error'),
  headline: (hit) => `${hit.who} cannot start: ${executionRole(hit.text)} lacks ecr:GetAuthorizationToken`,
  facts: (hit) => policyFacts(hit.text),
  fix: (hit) => denialFix(hit.text, 'grant the pull to the execution role: repository.grantPull(taskDefinition.obtainExecutionRole())'),
});
