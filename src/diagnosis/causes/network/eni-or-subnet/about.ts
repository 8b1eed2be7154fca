import { About } from '../../../model';

export const about: About = {
  meaning: 'The task\'s network interface could not be created or attached, or the subnet has no free addresses.',
  why: [
    'the subnet has no free address',
    'the limit of network interfaces is reached',
    'EC2 has a passing fault',
  ],
  remedy: 'Use larger subnets, or more of them, in vpcSubnets.',
};
