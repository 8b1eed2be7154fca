import { About } from '../../../model';

export const about: About = {
  meaning: 'AWS had an internal fault. Deploy again; if it persists, look at the AWS Health dashboard.',
  why: [
    'a fault at AWS',
  ],
  remedy: 'Wait or deploy again; look at the AWS Health dashboard if the fault persists.',
};
