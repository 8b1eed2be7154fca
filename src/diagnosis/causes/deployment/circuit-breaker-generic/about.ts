import { About } from '../../../model';

export const about: About = {
  meaning: 'The verdict of ECS without a cause; the stopped tasks and earlier events hold the cause.',
  why: [
    'the tasks failed for a reason that only they tell',
  ],
  remedy: 'Look at stopped tasks, service events and logs.',
};
