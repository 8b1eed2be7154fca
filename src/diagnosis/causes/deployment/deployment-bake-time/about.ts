import { About } from '../../../model';

export const about: About = {
  meaning: 'The new revision receives the traffic, and ECS waits before it ends the old one; nothing has failed.',
  why: [
    'the bakeTime of the service is not over',
  ],
  remedy: 'Wait, or shorten bakeTime.',
};
