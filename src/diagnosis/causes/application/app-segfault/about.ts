import { About } from '../../../model';

export const about: About = {
  meaning: 'Native code crashed (exit code 139 = 128 + 11, SIGSEGV).',
  why: [
    'a native module was built for another libc or CPU',
    'native code has a bug',
  ],
  remedy: 'Rebuild native dependencies for the base image and architecture of the task.',
};
