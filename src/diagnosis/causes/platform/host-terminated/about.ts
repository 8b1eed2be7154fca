import { About } from '../../../model';

export const about: About = {
  meaning: 'The instance was terminated, stopped, drained or found unhealthy.',
  why: [
    'scale-in, a drained or failed instance',
  ],
  remedy: 'Wait; do not drain during deployments.',
};
