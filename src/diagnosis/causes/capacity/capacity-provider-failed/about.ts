import { About } from '../../../model';

export const about: About = {
  meaning: 'The capacity provider or its Auto Scaling group cannot deliver instances.',
  why: [
    'a quota, a launch template or an instance type that cannot be had',
    'maxCapacity reached',
  ],
  remedy: 'Look at the activity of the Auto Scaling group.',
};
