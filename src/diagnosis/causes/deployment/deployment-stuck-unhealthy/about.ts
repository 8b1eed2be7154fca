import { About } from '../../../model';

export const about: About = {
  meaning: 'Tasks are RUNNING for unusually long and are neither healthy nor stopped.',
  why: [
    'health checks that never pass and are not counted yet',
    'a target group without a listener',
  ],
  remedy: 'Look at target health and container health.',
};
