import { pulling } from '../../../read';
import { guide, stated } from '../../kit';

export const registryRateLimited = stated({
  id: 'registry-rate-limited',
  family: 'registry',
  title: 'Registry throttled the pull',
  stage: 'pull',
  retry: 'likely',
  docs: guide('task_cannot_pull_image'),
  containerOf: pulling,
  headline: (hit) => `${hit.who} cannot start: the registry limits pulls and refused this one (429)`,
  fix: 'pull through ECR: new ecr.CfnPullThroughCacheRule(...), or pass credentials: ContainerImage.fromRegistry(name, { credentials })',
});
