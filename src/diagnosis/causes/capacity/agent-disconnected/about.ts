import { About } from '../../../model';

export const about: About = {
  meaning: 'The agent on the container instance is disconnected or did not start.',
  why: [
    'the agent stopped or lost its network',
    'the instance profile lacks permissions',
  ],
  remedy: 'Restart the agent or replace the instance.',
};
