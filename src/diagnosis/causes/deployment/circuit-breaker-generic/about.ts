import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS ended the deployment without naming a cause; the stopped tasks and earlier events show it.',
  why: [
    'the tasks failed for a reason that only the stopped tasks show',
  ],
  remedy: 'Read stopped tasks, service events and logs.',
};
