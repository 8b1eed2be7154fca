import { About } from '../../../model';

export const about: About = {
  meaning: 'Listener rules, target groups or their roles do not fit the blue/green deployment.',
  why: [
    'a listener is named where a listener rule is required',
    'no rule uses the target group',
    'one rule serves production and test',
  ],
  remedy: 'Give AlternateTarget of the service its own target group and rules.',
};
