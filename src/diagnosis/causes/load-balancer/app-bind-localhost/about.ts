import { About } from '../../../model';

export const about: About = {
  meaning: 'The application binds 127.0.0.1, so nothing outside the container can reach it.',
  why: [
    'a development server\'s default',
  ],
  remedy: 'Bind 0.0.0.0.',
};
