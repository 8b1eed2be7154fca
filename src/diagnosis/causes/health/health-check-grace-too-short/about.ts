import { About } from '../../../model';

export const about: About = {
  meaning: 'The application was still starting when the health checks gave up: grace period, start period or thresholds are too short.',
  why: [
    'the application runs migrations or warms up at start',
    'the task has too little CPU',
  ],
  remedy: 'Raise healthCheckGracePeriod of the service (load balancer) or healthCheck.startPeriod of the container.',
};
