import { guide, stated } from '../../kit';

export const volumeFailed = stated({
  id: 'volume-failed',
  family: 'storage',
  title: 'Docker volume could not be prepared',
  stage: 'start',
  retry: 'maybe',
  docs: guide('using_data_volumes'),
  headline: (hit) => `${hit.who} cannot start: one of its volumes could not be prepared or mounted`,
  fix: 'check driver, driverOpts and host path in taskDefinition.addVolume(), and the path and its owner in container.addMountPoints()',
});
