import { About } from '../../../model';

export const about: About = {
  meaning: 'The program ended without an error, but a service must keep running: the command is wrong, or a job runs as a service.',
  why: [
    'the command is a job',
    'the server goes to the background',
    'a helper container is marked essential',
  ],
  remedy: 'Run the server in the foreground; set essential: false for a helper; run a job as a ScheduledFargateTask.',
};
