import { About } from '../../../model';

export const about: About = {
  meaning: 'A daemon service has its new task on the other instances; one instance drains or lacks an attribute, and nothing has failed.',
  why: [
    'the instance drains: ECS stops its daemon task last, after all other tasks',
    'the instance lacks an attribute that the task needs, and no placement constraint excludes it',
  ],
  remedy: 'Let the other tasks of the instance end or terminate it; exclude other kinds of instances with placementConstraints.',
};
