import { About } from '../../../model';

export const about: About = {
  meaning: 'The application started but a host it needs was refused, timed out, not resolved or not available.',
  why: [
    'a security group does not let the service in',
    'the host name is that of another environment, or localhost',
    'the dependency is not up yet',
  ],
  remedy: 'database.connections.allowDefaultPortFrom(service); pass the host name from the construct; retry at start.',
};
