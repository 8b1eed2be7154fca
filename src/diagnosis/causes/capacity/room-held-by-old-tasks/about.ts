import { About } from '../../../model';

export const about: About = {
  meaning: 'A new task is placed on an instance and stays in PENDING until tasks that are still stopping there give back their room.',
  why: [
    'an old task finishes a long job after SIGTERM, and stopTimeout is long',
    'the deregistration delay of the target group is long',
  ],
  remedy: 'Shorten stopTimeout or deregistrationDelay, or have instances with room for old and new tasks.',
};
