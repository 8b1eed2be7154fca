import { About } from '../../../model';

export const about: About = {
  meaning: 'The program ended normally although a service must keep running: wrong command, or a job run as a service.',
  why: [
    'the command is a job',
    'the server goes to the background',
    'a helper container is marked essential',
  ],
  remedy: 'Run in the foreground; essential: false for helpers; ScheduledFargateTask for jobs.',
};
