import { About } from '../../../model';

export const about: About = {
  meaning: 'A PAUSE hook, or a hook that is still running, holds the deployment; it goes on when answered.',
  why: [
    'a hook that asks a person',
    'a long validation',
  ],
  remedy: 'Answer the hook.',
};
