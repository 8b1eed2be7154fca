import { About } from '../../../model';

export const about: About = {
  meaning: 'A static host port is taken on the instance, often by the old task.',
  why: [
    'the host port is static, and the cluster has too few instances for old and new task',
  ],
  remedy: 'Use dynamic host ports, or set minHealthyPercent: 0.',
};
