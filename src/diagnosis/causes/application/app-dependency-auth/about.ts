import { About } from '../../../model';

export const about: About = {
  meaning: 'The application reached its dependency, but the dependency refused the login.',
  why: [
    'a password was rotated',
    'the task role lacks a permission',
    'the login names another user or database',
    'the driver does not know the authentication method of the server, or is not allowed to use it without TLS',
  ],
  remedy: 'Pass the credentials with secrets in addContainer(); grant the task role with resource.grant...().',
};
