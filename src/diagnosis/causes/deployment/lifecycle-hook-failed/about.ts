import { About } from '../../../model';

export const about: About = {
  meaning: 'A hook returned FAILED, could not be called, timed out or answered something unreadable.',
  why: [
    'the function raised an error or returned no hookStatus',
    'ECS may not invoke it',
  ],
  remedy: 'Return { hookStatus }; grant the hook\'s role lambda:InvokeFunction.',
};
