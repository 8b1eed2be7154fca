import { About } from '../../../model';

export const about: About = {
  meaning: 'CloudFormation waited for the service until its time limit (three hours by default), and the message names no cause.',
  why: [
    'the service never became stable',
  ],
  remedy: 'Read tasks and events of the service; set circuitBreaker: { rollback: true }.',
};
