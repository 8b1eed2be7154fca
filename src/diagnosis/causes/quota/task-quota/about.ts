import { About } from '../../../model';

export const about: About = {
  meaning: 'The limit on the number of tasks, or on tasks being provisioned, is reached.',
  why: [
    'many services at once',
    'tasks that hang in PROVISIONING',
  ],
  remedy: 'Ask for more (Service Quotas), or deploy in turn.',
};
