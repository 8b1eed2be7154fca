import { About } from '../../../model';

export const about: About = {
  meaning: 'No instance meets the placement constraint, or no instance has an attribute that the task needs.',
  why: [
    'the cluster has no instance of that kind, zone or subnet',
    'the instances lack a log driver or a capability',
  ],
  remedy: 'Add instances that have the attribute, or relax the constraints.',
};
