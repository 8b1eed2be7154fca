import { About } from '../../../model';

export const about: About = {
  meaning: 'The application reached the dependency, which refused the login.',
  why: [
    'a password was rotated',
    'the task role lacks a permission',
    'another user or database',
  ],
  remedy: 'Pass the credentials as a secret; grant the task role with resource.grant...().',
};
