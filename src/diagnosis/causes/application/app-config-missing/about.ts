import { About } from '../../../model';

export const about: About = {
  meaning: 'A required environment variable or configuration value is absent.',
  why: [
    'a variable was renamed or removed',
    'a secret is not passed to the container',
  ],
  remedy: 'Set environment or secrets in addContainer().',
};
