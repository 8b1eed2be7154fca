import { About } from '../../../model';

export const about: About = {
  meaning: 'The essential container exited with a non-zero code, and AWS gives no more detail; its log has the reason.',
  why: [
    'the application threw an exception at start; the log shows it',
    'the command line is wrong',
  ],
  remedy: 'Read the log of the container; run the image locally with the environment of the task definition.',
};
