import { About } from '../../../model';

export const about: About = {
  meaning: 'The application listens on another port than the one that the service registers or the load balancer checks.',
  why: [
    'the port in the code and in portMappings differ',
    'the variable PORT is not set',
  ],
  remedy: 'Correct containerPort in portMappings, or the port of the application.',
};
