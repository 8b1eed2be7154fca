import { About } from '../../../model';

export const about: About = {
  meaning: 'The container was killed (exit code 137) without an OutOfMemoryError: after the stop timeout, after a failed health check, '
    + 'or by the host.',
  why: [
    'memory reached the limit, but nothing reported it',
    'a supervisor or the host sent SIGKILL',
  ],
  remedy: 'Look at memory in Container Insights; if it reaches the limit, raise memoryLimitMiB, else find the process that sends SIGKILL.',
};
