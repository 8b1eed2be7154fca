import { About } from '../../../model';

export const about: About = {
  meaning: 'The cluster or the capacity provider of the task has no container instance.',
  why: [
    'the Auto Scaling group is empty',
    'the instances join another cluster',
  ],
  remedy: 'Add capacity: cluster.addAsgCapacityProvider().',
};
