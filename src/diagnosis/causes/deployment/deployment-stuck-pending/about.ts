import { About } from '../../../model';

export const about: About = {
  meaning: 'Tasks are in PROVISIONING or PENDING for unusually long without a stop or an error event.',
  why: [
    'a slow image pull',
    'a dependency that never becomes healthy',
    'no instance',
  ],
  remedy: 'Look at what the task waits for.',
};
