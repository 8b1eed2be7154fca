import { About } from '../../../model';

export const about: About = {
  meaning: 'A hook returned FAILED, could not be called, timed out or returned an answer that ECS cannot read.',
  why: [
    'the function raised an error or returned no hookStatus',
    'ECS is not allowed to invoke the function',
  ],
  remedy: 'Return { hookStatus } from the function; grant the role of the hook lambda:InvokeFunction.',
};
