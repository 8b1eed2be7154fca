import { About } from '../../../model';

export const about: About = {
  meaning: 'A target failed its health checks; the code, timeout or refusal is in target health or in the unhealthy event.',
  why: [
    'the path, port or code does not fit',
    'the application is slow to start',
    'a security group',
  ],
  remedy: 'targetGroup.configureHealthCheck(), healthCheckGracePeriod, connections.',
};
