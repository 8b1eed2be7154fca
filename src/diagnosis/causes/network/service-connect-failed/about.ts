import { About } from '../../../model';

export const about: About = {
  meaning: 'The Service Connect (Envoy) sidecar is not ready or may not fetch its configuration.',
  why: [
    'the proxy has too little memory or no way to ECS',
    'the namespace is gone',
  ],
  remedy: 'serviceConnectConfiguration, and memory for the proxy.',
};
