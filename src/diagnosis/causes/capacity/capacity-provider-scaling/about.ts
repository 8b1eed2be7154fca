import { About } from '../../../model';

export const about: About = {
  meaning: 'Tasks wait in PROVISIONING while instances are being launched; nothing has failed.',
  why: [
    'instances take minutes to start',
  ],
  remedy: 'Keep spare capacity with targetCapacityPercent below 100.',
};
