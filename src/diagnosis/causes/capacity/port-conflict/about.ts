import { About } from '../../../model';

export const about: About = {
  meaning: 'A static host port is taken on the instance, often by the old task.',
  why: [
    'a static host port and one instance too few for old and new task',
  ],
  remedy: 'Dynamic host ports, or minHealthyPercent 0.',
};
