import { About } from '../../../model';

export const about: About = {
  meaning: 'The capacity provider or its Auto Scaling group cannot deliver instances.',
  why: [
    'a quota is reached, the launch template is wrong, or the instance type is not available',
    'the group has reached its maxCapacity',
  ],
  remedy: 'Read the activity history of the Auto Scaling group.',
};
