import { About } from '../../../model';

export const about: About = {
  meaning: 'The application listens on a port other than the one that the service registers or checks.',
  why: [
    'the port in the code and in portMappings differ',
    'PORT is not set',
  ],
  remedy: 'containerPort in portMappings, or the port of the application.',
};
