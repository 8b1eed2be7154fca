import { About } from '../../../model';

export const about: About = {
  meaning: 'Task scale-in protection keeps old tasks from being stopped.',
  why: [
    'tasks protect themselves for long work',
  ],
  remedy: 'End the protection, or let it expire.',
};
