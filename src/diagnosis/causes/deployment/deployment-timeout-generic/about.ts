import { About } from '../../../model';

export const about: About = {
  meaning: 'A time limit expired without a cause; the tasks and events of the service hold the cause.',
  why: [
    'the service never became stable',
  ],
  remedy: 'Look at tasks and events; set circuitBreaker: { rollback: true }.',
};
