import { About } from '../../../model';

export const about: About = {
  meaning: 'Memory reached its limit, and the kernel or the language runtime ended the process.',
  why: [
    'the limit is below the need of the application',
    'the heap is larger than the container',
    'the application leaks memory',
  ],
  remedy: 'Raise memoryLimitMiB, and set the heap below it.',
};
