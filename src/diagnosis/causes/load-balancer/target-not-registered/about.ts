import { About } from '../../../model';

export const about: About = {
  meaning: 'The target group does not hold the task\'s address: registration failed, was undone or has not happened.',
  why: [
    'two services share a group',
    'a script deregisters targets',
    'registration has not happened yet',
  ],
  remedy: 'One target group a service; check target type and VPC.',
};
