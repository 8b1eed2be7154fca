import { About } from '../../../model';

export const about: About = {
  meaning: 'The target group was deleted or never existed.',
  why: [
    'another stack or a person removed or replaced it',
  ],
  remedy: 'Keep target group and service in one stack.',
};
