import { About } from '../../../model';

export const about: About = {
  meaning: 'The Service Connect (Envoy) sidecar is not ready or is not allowed to fetch its configuration.',
  why: [
    'the proxy has too little memory or no route to ECS',
    'the namespace does not exist any more',
  ],
  remedy: 'Correct serviceConnectConfiguration, and give the proxy enough memory.',
};
