import { About } from '../../../model';

export const about: About = {
  meaning: 'The logConfiguration lacks a required option or has one that the driver refuses.',
  why: [
    'the host has no such driver, or the driver is sent to a container of its own task, which runs only later',
    'a required option is missing',
    'the driver does not know an option',
    'the platform does not offer the driver',
  ],
  remedy: 'Use the LogDrivers factories; they set the options that a driver requires.',
};
