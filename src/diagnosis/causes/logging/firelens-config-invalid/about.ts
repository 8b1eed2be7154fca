import { About } from '../../../model';

export const about: About = {
  meaning: 'The FireLens options are invalid, or the external configuration file cannot be read.',
  why: [
    'an output option is unknown',
    'the configuration file in S3 cannot be read',
  ],
  remedy: 'Correct firelensConfig of addFirelensLogRouter() and the options of LogDrivers.firelens().',
};
