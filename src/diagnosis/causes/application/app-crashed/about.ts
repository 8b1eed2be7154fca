import { About } from '../../../model';

export const about: About = {
  meaning: 'The essential container ended non-zero and nothing says more; its log holds the reason.',
  why: [
    'an exception at start that the log tells',
    'a wrong command line',
  ],
  remedy: 'Read the log of the container; run the image locally with the environment of the task definition.',
};
