import { About } from '../../../model';

export const about: About = {
  meaning: 'A target failed its health checks; the code, timeout or refusal is in target health or in the unhealthy event.',
  why: [
    'the check has the wrong path, port or code',
    'the application is slow to start',
    'a security group blocks the load balancer',
  ],
  remedy: 'Check targetGroup.configureHealthCheck(), healthCheckGracePeriod and connections.',
};
