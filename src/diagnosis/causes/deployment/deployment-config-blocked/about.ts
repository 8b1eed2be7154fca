import { About } from '../../../model';

export const about: About = {
  meaning: 'minimumHealthyPercent and maximumPercent allow neither starting nor stopping a task.',
  why: [
    '100 / 100 per cent, or one task with 100 / 150',
  ],
  remedy: 'maxHealthyPercent 200, or minHealthyPercent 0.',
};
