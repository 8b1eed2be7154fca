import { About } from '../../../model';

export const about: About = {
  meaning: 'The process aborted itself (exit code 134 = 128 + 6, SIGABRT): a failed assertion, a runtime abort or an exhausted heap.',
  why: [
    'an assertion failed',
    'the language runtime gave up (heap exhausted, invariant broken)',
  ],
  remedy: 'Read the last log lines; raise memoryLimitMiB if a heap was exhausted.',
};
