import { About } from '../../../model';

export const about: About = {
  meaning: 'Tasks have been in PROVISIONING or PENDING for an unusually long time, without a stop or an error event.',
  why: [
    'the image pull is slow',
    'a container waits for a dependency that never becomes healthy',
    'no instance is available',
  ],
  remedy: 'Find the step that the task waits for.',
};
