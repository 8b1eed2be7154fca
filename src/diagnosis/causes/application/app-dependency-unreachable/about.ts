import { About } from '../../../model';

export const about: About = {
  meaning: 'The application started, but a host that it needs refused the connection, did not answer, '
    + 'did not resolve or was not available.',
  why: [
    'a security group does not let the service in',
    'the host name belongs to another environment, or is localhost',
    'the dependency has not started yet',
  ],
  remedy: 'Open the port: database.connections.allowDefaultPortFrom(service); pass the host name from the construct; '
    + 'retry the connection at start.',
};
