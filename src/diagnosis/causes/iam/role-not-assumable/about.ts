import { About } from '../../../model';

export const about: About = {
  meaning: 'The task, execution or infrastructure role is missing, has no trust policy for ECS, or has not propagated yet.',
  why: [
    'the role has no trust for ecs-tasks.amazonaws.com',
    'it was deleted while a task definition names it',
    'it was created a moment ago',
  ],
  remedy: 'new iam.Role(..., { assumedBy: new ServicePrincipal(\'ecs-tasks.amazonaws.com\') }).',
};
