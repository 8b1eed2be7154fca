import { About } from '../../../model';

export const about: About = {
  meaning: 'A CloudWatch alarm configured for the deployment went into ALARM.',
  why: [
    'the new version is worse',
    'an alarm that is too sensitive',
  ],
  remedy: 'deploymentAlarms of the service; the metric of the alarm.',
};
