import { About } from '../../../model';

export const about: About = {
  meaning: 'The target group does not contain the address of the task: registration failed, was undone or has not happened.',
  why: [
    'two services share a group',
    'a script deregisters targets',
    'registration has not happened yet',
  ],
  remedy: 'Use one target group for each service; check target type and VPC.',
};
