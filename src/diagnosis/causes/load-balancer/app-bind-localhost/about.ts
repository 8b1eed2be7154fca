import { About } from '../../../model';

export const about: About = {
  meaning: 'The application listens on 127.0.0.1, so nothing outside the container can reach it.',
  why: [
    'a development server listens on localhost by default',
  ],
  remedy: 'Let the application listen on 0.0.0.0.',
};
