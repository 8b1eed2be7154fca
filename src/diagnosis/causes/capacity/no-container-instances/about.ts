import { About } from '../../../model';

export const about: About = {
  meaning: 'No container instance is registered where the task should run.',
  why: [
    'the Auto Scaling group is empty',
    'instances join another cluster',
  ],
  remedy: 'cluster.addAsgCapacityProvider().',
};
