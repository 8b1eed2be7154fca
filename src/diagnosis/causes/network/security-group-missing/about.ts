import { About } from '../../../model';

export const about: About = {
  meaning: 'The network configuration names a security group that does not exist or belongs to another VPC.',
  why: [
    'the security group was deleted',
    'the security group belongs to another VPC',
  ],
  remedy: 'Set a security group of the same VPC in securityGroups.',
};
