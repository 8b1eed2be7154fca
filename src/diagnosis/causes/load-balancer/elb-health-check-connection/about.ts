import { About } from '../../../model';

export const about: About = {
  meaning: 'The connection was refused, reset or not understood: nothing listens on the port, or the application uses another protocol.',
  why: [
    'nothing listens on the port',
    'the application uses another protocol (TLS, HTTP/2, gRPC)',
  ],
  remedy: 'Listen on 0.0.0.0 and the containerPort; match the protocol of the target group, or check with TCP.',
};
