import { About } from '../../../model';

export const about: About = {
  meaning: 'Two processes or containers of the same network namespace want the same port.',
  why: [
    'two containers of one task use the same port',
    'a second server in the container',
  ],
  remedy: 'One port for each container of the task.',
};
