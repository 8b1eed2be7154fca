import { About } from '../../../model';

export const about: About = {
  meaning: 'A consequence of a failed first deployment; the cause is why that deployment failed.',
  why: [
    'the first deployment failed',
  ],
  remedy: 'Look for its cause.',
};
