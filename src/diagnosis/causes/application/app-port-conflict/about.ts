import { About } from '../../../model';

export const about: About = {
  meaning: 'Two processes or containers in one network namespace use the same port.',
  why: [
    'two containers of one task use the same port',
    'a second server runs in the container',
  ],
  remedy: 'Give each container of the task its own port.',
};
