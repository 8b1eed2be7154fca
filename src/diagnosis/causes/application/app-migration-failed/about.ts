import { About } from '../../../model';

export const about: About = {
  meaning: 'The migration that the application runs at start was refused, is locked by another one, or does not know the '
    + 'state of the database.',
  why: [
    'a task that was stopped has left its lock behind',
    'several tasks migrate at the same time',
    'the image is older than the database',
    'a migration that has run already was changed',
  ],
  remedy: 'Run migrations as a task of their own, before the service is deployed. Release a lock that a stopped task has '
    + 'left; repair a migration that failed half way.',
};
