import { About } from '../../../model';

export const about: About = {
  meaning: 'A CloudWatch alarm configured for the deployment went into ALARM.',
  why: [
    'the new version performs worse',
    'the alarm is too sensitive',
  ],
  remedy: 'Look at the metric of the alarm; correct the alarm, or deploymentAlarms of the service.',
};
