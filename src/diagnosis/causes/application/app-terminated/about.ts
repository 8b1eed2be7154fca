import { About } from '../../../model';

export const about: About = {
  meaning: 'Exit 143 = 128 + SIGTERM: it was asked to stop; look for who asked, this is mostly a consequence.',
  why: [
    'another container or a supervisor ended it',
    'a stop by ECS whose reason stands elsewhere',
  ],
  remedy: 'Look for the stop that came first.',
};
