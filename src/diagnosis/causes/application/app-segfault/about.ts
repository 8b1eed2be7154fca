import { About } from '../../../model';

export const about: About = {
  meaning: 'Exit 139 = 128 + SIGSEGV: native code crashed.',
  why: [
    'a native module for another libc or CPU',
    'a bug in native code',
  ],
  remedy: 'Rebuild native dependencies for the base image and architecture of the task.',
};
