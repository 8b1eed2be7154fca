import { About } from '../../../model';

export const about: About = {
  meaning: 'The Service Connect (Envoy) sidecar is not ready or is not allowed to fetch its configuration.',
  why: [
    'the proxy has too little memory or no route to ECS',
    'on EC2, the agent of the instance is too old or out of order, and the proxy does not become healthy',
    'the namespace does not exist any more',
  ],
  remedy: 'Correct serviceConnectConfiguration, and give the proxy enough memory.',
};
