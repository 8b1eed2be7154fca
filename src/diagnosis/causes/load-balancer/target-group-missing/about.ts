import { About } from '../../../model';

export const about: About = {
  meaning: 'The target group was deleted or never existed.',
  why: [
    'it was removed or replaced by another stack or by hand',
  ],
  remedy: 'Keep target group and service in one stack.',
};
