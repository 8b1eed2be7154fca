import { About } from '../../../model';

export const about: About = {
  meaning: 'The dependency was reached. Its certificate is not trusted, or one side demands encryption that the other does '
    + 'not offer.',
  why: [
    'Amazon RDS demands TLS (rds.force_ssl, default since PostgreSQL 15), and the application connects without it',
    'the image does not have the certificate authority of the server',
    'the application uses TLS on a port that does not speak it',
  ],
  remedy: 'Switch TLS on or off in the connection setting as the server demands, and add the certificate authority of the '
    + 'server to the image.',
};
