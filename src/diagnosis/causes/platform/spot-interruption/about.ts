import { About } from '../../../model';

export const about: About = {
  meaning: 'AWS took back the Fargate Spot or EC2 Spot capacity of the task.',
  why: [
    'AWS took Spot capacity back',
  ],
  remedy: 'Keep a base of on-demand tasks in capacityProviderStrategies.',
};
