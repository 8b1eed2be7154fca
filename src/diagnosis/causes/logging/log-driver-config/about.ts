import { About } from '../../../model';

export const about: About = {
  meaning: 'The logConfiguration lacks a required option or has one that the driver refuses.',
  why: [
    'a required option is missing',
    'the driver does not know an option',
    'the platform does not offer the driver',
  ],
  remedy: 'Use the LogDrivers factories; they set the options that a driver requires.',
};
