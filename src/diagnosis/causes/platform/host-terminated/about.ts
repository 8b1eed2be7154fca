import { About } from '../../../model';

export const about: About = {
  meaning: 'The instance was terminated, stopped, drained or found unhealthy.',
  why: [
    'the instance was scaled in, drained or failed',
  ],
  remedy: 'Wait for the replacement; do not drain instances during a deployment.',
};
