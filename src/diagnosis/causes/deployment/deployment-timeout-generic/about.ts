import { About } from '../../../model';

export const about: About = {
  meaning: 'CloudFormation waited for the service until its time limit (three hours by default); the tasks and events of the service hold the cause.',
  why: [
    'the service never became stable',
  ],
  remedy: 'Look at tasks and events; set circuitBreaker: { rollback: true }.',
};
