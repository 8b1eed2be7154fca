import { definitionOf, namesEcr, pulling } from '../../../read';
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
  fix: (hit) => {
    if (namesEcr(hit.text)) return 'wait, or start fewer tasks at a time; ECR limits the calls of an account in each Region';
    const cache = 'pull through ECR: new ecr.CfnPullThroughCacheRule(...)';
    const pulled = hit.container ? [definitionOf(hit.frame, hit.container)] : hit.frame.taskDefinition?.containerDefinitions ?? [];
    return pulled.some((d) => d?.repositoryCredentials)
      ? `${cache}, or use an account of the registry with a higher limit`
      : `${cache}, or pass credentials: ContainerImage.fromRegistry(name, { credentials })`;
  },
});
