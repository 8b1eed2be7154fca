import { About } from '../../../model';

export const about: About = {
  meaning: 'The container did not change state within the agent\'s time limit, usually through an overloaded host.',
  why: [
    'slow disks or a busy host',
    'a log driver that cannot reach its endpoint',
  ],
  remedy: 'Larger instances, fewer containers at once, or ECS_CONTAINER_START_TIMEOUT.',
};
