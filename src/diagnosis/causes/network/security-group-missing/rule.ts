import { guide, stated } from '../../kit';

export const securityGroupMissing = stated({
  id: 'security-group-missing',
  family: 'network',
  title: 'Security group does not exist',
  stage: 'service',
  retry: 'never',
  docs: guide('task-networking-awsvpc'),
  headline: (hit) => {
    const group = /\bsg-[0-9a-f]+/.exec(hit.text)?.[0] ?? '';
    const fault = /different|same|belong/i.test(hit.text) ? 'belongs to another VPC' : 'does not exist';
    return `no task can start: security group ${group} ${fault}`.replace('  ', ' ');
  },
  fix: 'correct securityGroups of the service: new ec2.SecurityGroup(this, ..., { vpc }) with the VPC of its subnets',
});
