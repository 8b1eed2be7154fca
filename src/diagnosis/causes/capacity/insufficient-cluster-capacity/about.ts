import { About } from '../../../model';

export const about: About = {
  meaning: 'No container instance has enough free CPU, memory, GPU or network interfaces.',
  why: [
    'old and new tasks do not fit side by side',
    'the task needs more than any instance has',
    'GPUs or network interfaces are used up',
  ],
  remedy: 'Use managed scaling in AsgCapacityProvider, larger instances, smaller tasks, '
    + 'or a minHealthyPercent below 100, so that an old task stops first.',
};
