import { About } from '../../../model';

export const about: About = {
  meaning: 'CreateService, UpdateService or RunTask refused the parameters.',
  why: [
    'properties that do not go together',
    'the listener is not there yet',
    'target type instance with awsvpc',
  ],
  remedy: 'Correct the named property; let the service depend on the listener.',
};
