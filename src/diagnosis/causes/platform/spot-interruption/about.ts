import { About } from '../../../model';

export const about: About = {
  meaning: 'Fargate Spot or EC2 Spot took the capacity back.',
  why: [
    'AWS took Spot capacity back',
  ],
  remedy: 'A base of on-demand tasks in capacityProviderStrategies.',
};
