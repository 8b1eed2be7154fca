import { About } from '../../../model';

export const about: About = {
  meaning: 'ECS is being throttled by its own or another AWS API and will try again.',
  why: [
    'many deployments at once',
  ],
  remedy: 'Wait; spread deployments.',
};
