import { About } from '../../../model';

export const about: About = {
  meaning: 'An AWS-side fault; retry, and look at the service health page if it persists.',
  why: [
    'a fault at AWS',
  ],
  remedy: 'Wait; AWS Health dashboard.',
};
