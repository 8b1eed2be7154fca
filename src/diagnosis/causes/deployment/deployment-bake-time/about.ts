import { About } from '../../../model';

export const about: About = {
  meaning: 'The new revision takes the traffic and ECS waits before it ends the old one; nothing has failed.',
  why: [
    'bakeTime of the service',
  ],
  remedy: 'Wait, or shorten bakeTime.',
};
