import { About } from '../../../model';

export const about: About = {
  meaning: 'The container did not change state within the agent\'s time limit, usually because the host is overloaded.',
  why: [
    'the disks are slow or the host is busy',
    'the log driver cannot reach its endpoint',
  ],
  remedy: 'Use larger instances, start fewer containers at once, or raise ECS_CONTAINER_START_TIMEOUT.',
};
