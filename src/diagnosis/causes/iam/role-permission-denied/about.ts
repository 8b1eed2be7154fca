import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS acted under the service, load balancer or infrastructure role and IAM refused the action.',
  why: [
    'a hand-made service or infrastructure role',
  ],
  remedy: 'The managed policies for ECS infrastructure roles, or the named action.',
};
