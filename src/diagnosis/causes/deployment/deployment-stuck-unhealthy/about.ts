import { About } from '../../../model';

export const about: About = {
  meaning: 'Tasks have been RUNNING for an unusually long time and are neither healthy nor stopped.',
  why: [
    'the health checks never pass, and ECS does not count them yet',
    'the target group has no listener',
  ],
  remedy: 'Look at target health and container health.',
};
