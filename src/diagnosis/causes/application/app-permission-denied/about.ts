import { About } from '../../../model';

export const about: About = {
  meaning: 'The user of the process is not allowed to open the file, socket or privileged port.',
  why: [
    'the process opens a port below 1024 without root',
    'the directory belongs to another user',
    'the file system is read-only',
  ],
  remedy: 'Listen on a port above 1023, change the owner of the path in the Dockerfile (chown), or set user in addContainer().',
};
