import { About } from '../../../model';

export const about: About = {
  meaning: 'The network configuration names a security group that is gone or in another VPC.',
  why: [
    'it was deleted',
    'it belongs to another VPC',
  ],
  remedy: 'A security group of the same VPC in securityGroups.',
};
