import { About } from '../../../model';

export const about: About = {
  meaning: 'A constraint, or an attribute that the task needs, is met by no instance.',
  why: [
    'no instance of that kind, zone or subnet',
    'a log driver or capability that the instances lack',
  ],
  remedy: 'Instances that have the attribute, or fewer constraints.',
};
