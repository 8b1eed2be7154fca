import { About } from '../../../model';

export const about: About = {
  meaning: 'An AWS API (its own or another one) throttles ECS; ECS will try again.',
  why: [
    'many deployments run at once',
    'many tasks start at once, and each creates a log stream',
  ],
  remedy: 'Wait; spread deployments over time.',
};
