import { About } from '../../../model';

export const about: About = {
  meaning: 'The HEALTHCHECK command of the task definition failed its retries.',
  why: [
    'the tool of the check (curl, wget) is not in the image',
    'the application is slower than startPeriod and retries',
    'another port or path',
  ],
  remedy: 'healthCheck in addContainer(): command, startPeriod, interval, retries.',
};
