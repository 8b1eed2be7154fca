import { About } from '../../../model';

export const about: About = {
  meaning: 'The health check command of the task definition failed in all its retries.',
  why: [
    'the tool of the check (curl, wget) is not in the image',
    'the application needs more time to start than startPeriod and retries allow',
    'the check uses another port or path, or asks localhost while the application listens on another address',
  ],
  remedy: 'Correct healthCheck in addContainer(): command, startPeriod, interval, retries.',
};
