import { About } from '../../../model';

export const about: About = {
  meaning: 'The deployment waits for a lifecycle hook: a PAUSE hook that needs an answer, or a hook that is still running.',
  why: [
    'a hook asks a person',
    'a validation takes long',
  ],
  remedy: 'Answer the hook.',
};
