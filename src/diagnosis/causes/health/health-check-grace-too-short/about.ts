import { About } from '../../../model';

export const about: About = {
  meaning: 'The application was still starting when the health checks gave up: grace period, start period or thresholds are too short.',
  why: [
    'migrations or warm-up at start',
    'too little CPU',
  ],
  remedy: 'healthCheckGracePeriod of the service (load balancer), healthCheck.startPeriod of the container.',
};
