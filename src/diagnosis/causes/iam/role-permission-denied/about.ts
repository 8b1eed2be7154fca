import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS used the service, load balancer or infrastructure role, and IAM refused the action.',
  why: [
    'the service or infrastructure role was made by hand',
  ],
  remedy: 'Attach the managed policies for ECS infrastructure roles, or allow the named action.',
};
