import { About } from '../../../model';

export const about: About = {
  meaning: 'The application checks or reaches a limit of the kernel or of its process: open files, vm.max_map_count, '
    + '/dev/shm, threads.',
  why: [
    'a search engine or database checks its limits at start',
    'the default limit of open files is too low',
    '/dev/shm has 64 MB unless the task definition says otherwise',
  ],
  remedy: 'Raise the limit with ulimits or linuxParameters in addContainer(). AWS Fargate lets you change some of them '
    + 'only: the rest is a setting of the program.',
};
