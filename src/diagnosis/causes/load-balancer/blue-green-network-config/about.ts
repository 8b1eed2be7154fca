import { About } from '../../../model';

export const about: About = {
  meaning: 'Listener rules, target groups or their roles do not fit the blue/green deployment.',
  why: [
    'a listener where a rule is expected',
    'a target group that no rule uses',
    'one rule for production and test',
  ],
  remedy: 'AlternateTarget of the service with its own target group and rules.',
};
