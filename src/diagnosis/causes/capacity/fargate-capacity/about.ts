import { About } from '../../../model';

export const about: About = {
  meaning: 'AWS has no capacity for this task size in the Availability Zones of the service.',
  why: [
    'AWS is short of this task size in these zones',
  ],
  remedy: 'Wait, or use more Availability Zones.',
};
