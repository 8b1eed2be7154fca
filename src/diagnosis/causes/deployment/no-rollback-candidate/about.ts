import { About } from '../../../model';

export const about: About = {
  meaning: 'The first deployment of the service failed, so there is no earlier revision to roll back to; find the cause of that failure.',
  why: [
    'the first deployment failed',
  ],
  remedy: 'Find the cause of the failed deployment.',
};
