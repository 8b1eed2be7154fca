import { About } from '../../../model';

export const about: About = {
  meaning: 'The IP address belongs to a load balancer and cannot be a target.',
  why: [
    'the address belongs to a load balancer',
  ],
  remedy: 'Use different subnets for tasks and load balancers.',
};
