import { guide, stated } from '../../kit';

export const securityGroupMissing = stated({
  id: 'security-group-missing',
  family: 'network',
  title: 'Security group does not exist',
  stage: 'service',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (hit) => `no task can start: security group ${/\bsg-[0-9a-f]+/.exec(hit.text)?.[0] ?? ''} ${/different|same|belong/i.test(hit.text) ? 'belongs to another VPC' : 'does not exist'}`.replace('  ', ' '),
  fix: 'correct securityGroups of the service: new ec2.SecurityGroup(this, ..., { vpc }) in the VPC of its subnets',
});
