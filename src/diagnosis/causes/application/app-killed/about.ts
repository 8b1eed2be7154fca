import { About } from '../../../model';

export const about: About = {
  meaning: 'Exit 137 without OutOfMemoryError: killed after the stop timeout, after a failed health check, or by the host.',
  why: [
    'memory at the limit without a report',
    'a supervisor or the host',
  ],
  remedy: 'Watch memory in Container Insights and raise memoryLimitMiB, or find who sends SIGKILL.',
};
