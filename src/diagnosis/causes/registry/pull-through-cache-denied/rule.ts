import { pulling } from '../../../read';
import { stated } from '../../kit';
import { denialFacts, denialFix } from '../../obstacles';

export const pullThroughCacheDenied = stated({
  id: 'pull-through-cache-denied',
  family: 'registry',
  title: 'ECR pull-through cache is not allowed to import the image',
  stage: 'pull',
  retry: 'never',
  traits: { deniedToNewRoles: true },
  docs: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html',
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: the ECR cache is not allowed to import its image`,
  facts: (hit) => denialFacts(hit.text),
  fix: (hit) => denialFix(hit.text, 'allow ecr:BatchImportUpstreamImage and ecr:CreateRepository:'
    + ' taskDefinition.addToExecutionRolePolicy(...); check the credentials of the cache rule'),
});
