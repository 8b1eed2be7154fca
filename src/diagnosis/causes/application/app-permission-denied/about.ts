import { About } from '../../../model';

export const about: About = {
  meaning: 'The process user may not open the file, socket or privileged port.',
  why: [
    'a port below 1024 without root',
    'a directory of another owner',
    'a read-only file system',
  ],
  remedy: 'A port above 1023, chown in the Dockerfile, or user in addContainer().',
};
