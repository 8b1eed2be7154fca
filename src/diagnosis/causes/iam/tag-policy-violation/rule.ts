import { guide, stated } from '../../kit';

export const tagPolicyViolation = stated({
  id: 'tag-policy-violation',
  family: 'iam',
  title: 'A tag policy refused the tags',
  stage: 'service',
  retry: 'never',
  docs: guide('ecs-using-tags'),
  headline: 'no task can start: a policy of the organization refuses its tags',
  fix: 'set the tags that the policy requires: Tags.of(service).add(key, value), and check propagateTags',
});
