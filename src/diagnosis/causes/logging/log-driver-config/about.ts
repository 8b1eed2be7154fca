import { About } from '../../../model';

export const about: About = {
  meaning: 'The logConfiguration lacks a required option or holds one that the driver refuses.',
  why: [
    'a required option is missing',
    'an option that the driver does not know',
    'a driver that the platform does not offer',
  ],
  remedy: 'Use the LogDrivers factories; they set what a driver requires.',
};
