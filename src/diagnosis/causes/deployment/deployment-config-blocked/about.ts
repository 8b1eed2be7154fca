import { About } from '../../../model';

export const about: About = {
  meaning: 'minimumHealthyPercent and maximumPercent allow ECS neither to start a new task nor to stop an old one.',
  why: [
    'both are 100 %, or one task runs with 100 % and 150 %',
  ],
  remedy: 'Set maxHealthyPercent: 200, or minHealthyPercent: 0.',
};
