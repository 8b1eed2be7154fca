import { About } from '../../../model';

export const about: About = {
  meaning: 'The limit on the number of tasks, or on tasks being provisioned, is reached.',
  why: [
    'many services deploy at once',
    'tasks hang in PROVISIONING',
  ],
  remedy: 'Request a higher quota (Service Quotas), or deploy one service after the other.',
};
