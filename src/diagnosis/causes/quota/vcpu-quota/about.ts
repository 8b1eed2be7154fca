import { About } from '../../../model';

export const about: About = {
  meaning: 'The account\'s limit on vCPUs (Fargate or EC2) or on the size of a task is reached.',
  why: [
    'old and new tasks together exceed the quota',
    'a new account has a small quota',
  ],
  remedy: 'Request a higher quota (Service Quotas), or use fewer vCPUs.',
};
