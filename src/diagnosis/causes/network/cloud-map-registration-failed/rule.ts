import { guide, stated } from '../../kit';

export const cloudMapRegistrationFailed = stated({
  id: 'cloud-map-registration-failed',
  family: 'network',
  title: 'Cloud Map registration failed or is unhealthy',
  stage: 'health',
  retry: 'maybe',
  docs: guide('service-discovery'),
  headline: (hit) => `a task ${/unhealthy/i.test(hit.text) ? 'is unhealthy in' : 'could not be registered in'} Cloud Map`,
  fix: 'check cloudMapOptions of the service (container, containerPort, record type), the namespace and the quota of instances',
});
