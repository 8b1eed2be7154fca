import { About } from '../../../model';

export const about: About = {
  meaning: 'The runtime could not create or start the container for a reason other than the entrypoint (devices, hooks, options; '
    + 'exit code 125).',
  why: [
    'a device, capability or user does not exist',
    'a GPU hook runs without a GPU',
    'the container has too little memory to start',
  ],
  remedy: 'Compare linuxParameters, user, ulimits and memory in addContainer() with the platform.',
};
