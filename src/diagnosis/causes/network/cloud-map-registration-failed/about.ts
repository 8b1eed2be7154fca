import { About } from '../../../model';

export const about: About = {
  meaning: 'The instance could not be registered in Cloud Map, or Cloud Map reports it unhealthy.',
  why: [
    'the quota of instances is reached',
    'the record type does not fit the network mode',
  ],
  remedy: 'Correct cloudMapOptions of the service.',
};
