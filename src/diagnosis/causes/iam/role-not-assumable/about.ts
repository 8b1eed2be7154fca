import { About } from '../../../model';

export const about: About = {
  meaning: 'The task, execution or infrastructure role is missing, has no trust policy for ECS, or has not propagated yet.',
  why: [
    'the trust policy of the role lacks ecs-tasks.amazonaws.com',
    'the role was deleted, but a task definition still names it',
    'the role was created a moment ago',
  ],
  remedy: 'Let ECS assume the role: new iam.Role(..., { assumedBy: new ServicePrincipal(\'ecs-tasks.amazonaws.com\') }).',
};
