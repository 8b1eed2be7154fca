import { About } from '../../../model';

export const about: About = {
  meaning: 'Task scale-in protection keeps ECS from stopping old tasks.',
  why: [
    'tasks protect themselves during long work',
  ],
  remedy: 'End the protection, or wait until it expires.',
};
