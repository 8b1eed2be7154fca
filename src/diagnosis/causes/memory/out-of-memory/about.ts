import { About } from '../../../model';

export const about: About = {
  meaning: 'The memory limit was reached and the kernel or the language runtime ended the process.',
  why: [
    'the limit is below what the application needs',
    'a heap larger than the container',
    'a leak',
  ],
  remedy: 'Raise memoryLimitMiB, and set the heap below it.',
};
