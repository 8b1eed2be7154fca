import { About } from '../../../model';

export const about: About = {
  meaning: 'The container ended on SIGTERM (exit code 143 = 128 + 15), a request to stop. It is mostly the consequence of another stop.',
  why: [
    'another container or a supervisor ended it',
    'ECS stopped the task; another field has the reason',
  ],
  remedy: 'Find the stop that came first.',
};
