import { About } from '../../../model';

export const about: About = {
  meaning: 'CreateService, UpdateService or RunTask refused the parameters.',
  why: [
    'two properties contradict each other',
    'the listener does not exist yet',
    'the target type is instance, but the network mode is awsvpc',
  ],
  remedy: 'Correct the named property; let the service depend on the listener.',
};
