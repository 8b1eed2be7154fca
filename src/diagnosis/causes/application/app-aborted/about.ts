import { About } from '../../../model';

export const about: About = {
  meaning: 'Exit 134 = 128 + SIGABRT: an assertion, runtime abort or heap exhaustion.',
  why: [
    'an assertion',
    'a runtime that gives up (heap, invariant)',
  ],
  remedy: 'Read the last lines; raise memory if a heap was exhausted.',
};
