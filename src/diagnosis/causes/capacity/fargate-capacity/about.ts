import { About } from '../../../model';

export const about: About = {
  meaning: 'AWS has no capacity for this task size in the Availability Zones used.',
  why: [
    'AWS is short of this size in these zones',
  ],
  remedy: 'More zones; wait.',
};
