import { About } from '../../../model';

export const about: About = {
  meaning: 'A time limit expired, and the message names no cause; the tasks and events of the service show it.',
  why: [
    'the service never became stable',
  ],
  remedy: 'Read tasks and events of the service; set circuitBreaker: { rollback: true }.',
};
