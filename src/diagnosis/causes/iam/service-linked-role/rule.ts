import { guide, stated } from '../../kit';

export const serviceLinkedRole = stated({
  id: 'service-linked-role',
  family: 'iam',
  title: 'ECS service-linked role is missing',
  stage: 'service',
  retry: 'likely',
  docs: guide('using-service-linked-roles'),
  headline: 'ECS cannot use its service-linked role: it does not exist yet in this account',
  fix: 'deploy again (the first use creates the role), or create it:'
    + ' new iam.CfnServiceLinkedRole(this, ..., { awsServiceName: \'ecs.amazonaws.com\' })',
});
